// Checks of the three calls by which two drivers find out whether their hosts reach the same storage.
import { readFileSync, writeFileSync } from "node:fs";

import type { SharedStorageProbe } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import { givenGuestThatWasCutOff } from "../steps/guest.ts";
import { refusalOf } from "../steps/refusal.ts";
import { askLocally, givenProbe, sees } from "../steps/shared-storage.ts";
import { atPeer } from "../steps/two-hosts.ts";

const PEER = { peer: true } as const;

/** A file of the kit's, of which no driver may take notice, and what is in it. */
function strangeFile(t: CheckContext): { readonly path: string; readonly contents: string } {
  const path = t.newFile(`not-a-probe-${t.uuid()}`);
  const contents = t.uuid();
  writeFileSync(path, contents, { mode: 0o666 });
  return { path, contents };
}

const local: readonly Check[] = [
  {
    id: "checkInstanceSharedStorageLocal/says-what-it-knows",
    requirement: "checkInstanceSharedStorageLocal/says-what-it-knows",
    title: "checkInstanceSharedStorageLocal() has a probe just where its verdict is one, which the host itself sees",
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const [one, other] = [await askLocally(t, instance.uuid), await askLocally(t, instance.uuid)];
      for (const { verdict, probe } of [one, other])
        t.expectEqual(probe !== undefined, verdict === "probe", `presence of a probe with verdict "${verdict}"`);
      if (other.probe === undefined) return;
      t.expectThat(one.probe?.token !== other.probe.token, "Two probes have the same token", {
        expected: "a new one for every probe",
        got: other.probe.token,
      });
      t.expectThat(await sees(t, instance.uuid, other.probe), "The host does not see the probe that it has left", {
        expected: "shared true, as it is its own storage",
        hint: "Leave the probe beside the disks, and look for it in the same place.",
      });
    },
  },
  {
    id: "checkInstanceSharedStorageLocal/says-what-it-knows[other-host]",
    requirement: "checkInstanceSharedStorageLocal/says-what-it-knows",
    title: "checkInstanceSharedStorageLocal() says shared, or that nobody else is there, only where that is so",
    needs: PEER,
    run: async (t) => {
      const there = await atPeer(t);
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      const { verdict, probe } = await askLocally(t, uuid);
      const isReached = await there.given("instanceOnDisk", async () => {
        const { onDisk } = await there.driver.instanceOnDisk({ instanceUuid: uuid, node: there.node.uuid });
        return onDisk;
      });
      const expected = isReached ? ["shared", "probe", "cannotTell"] : ["notShared", "probe", "cannotTell"];
      const what = isReached ? "reaches the disks" : "does not reach the disks";
      t.expectThat(expected.includes(verdict), `The verdict is "${verdict}", and the other host ${what}`, {
        expected,
        got: verdict,
        hint: "The caller deletes disks on notShared. Say so only after having made sure.",
      });
      if (probe === undefined) return;
      const shared = await t.given("checkInstanceSharedStorageRemote", () => sees(there, uuid, probe));
      t.expectEqual(shared, isReached, `sight of the probe at a host that ${what}`);
    },
  },
];

const whileFailing: Check = {
  id: "checkInstanceSharedStorageLocal/says-what-it-knows[failing-step]",
  requirement: "checkInstanceSharedStorageLocal/says-what-it-knows",
  title: "checkInstanceSharedStorageLocal() whose hypervisor call fails is refused, or has the verdict of before",
  needs: { simulation: true },
  run: async (t) => {
    const { uuid } = await t.givenInstance({ powerState: "shutdown" });
    const { verdict } = await t.given("checkInstanceSharedStorageLocal", () => askLocally(t, uuid));
    await t.simulation.injectFault({ kind: "failStep", step: 1 });
    const answer = askLocally(t, uuid);
    const refusal = await refusalOf(answer);
    await t.simulation.clearFaults();
    if (refusal !== undefined) return;
    const failing = await answer;
    t.expectEqual(
      failing.verdict,
      verdict,
      "verdict of a checkInstanceSharedStorageLocal whose hypervisor call failed",
      "The caller leaves or deletes disks on it: answer an error where the probe could not be left.",
    );
  },
};

const remoteRequirement = "checkInstanceSharedStorageRemote/believes-the-token-only";

/** Checks that a host does not see a probe, and that this is no error. */
async function expectUnseen(t: CheckContext, uuid: string, probe: SharedStorageProbe, what: string): Promise<void> {
  const answer = t.driver.checkInstanceSharedStorageRemote({ instanceUuid: uuid, node: t.node.uuid, probe });
  const refusal = await refusalOf(answer);
  t.expectThat(refusal === undefined, `A look for a probe failed where ${what}`, {
    expected: "shared false, which is no error",
    got: refusal,
  });
  t.expectThat(!(await answer).shared, `A probe is said to be seen where ${what}`, {
    expected: "shared false",
    got: probe,
    hint: "Believe what the probe holds, and not that something is there.",
  });
}

const remote: readonly Check[] = [
  {
    id: remoteRequirement,
    requirement: remoteRequirement,
    title:
      "checkInstanceSharedStorageRemote() is true for the probe's token, and false for another one at its location",
    run: async (t) => {
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      const probe = await givenProbe(t, uuid);
      t.expectThat(await sees(t, uuid, probe), "A probe with its token is not seen in the storage that it is in", {
        expected: "shared true",
      });
      await expectUnseen(t, uuid, { ...probe, token: t.uuid() }, "another probe is at its location");
      await expectUnseen(t, uuid, { ...probe, location: `${probe.location}-not` }, "nothing is at its location");
    },
  },
  {
    id: `${remoteRequirement}[elsewhere]`,
    requirement: remoteRequirement,
    title:
      "checkInstanceSharedStorageRemote() is false, and no error, where nothing or something else is at the location",
    run: async (t) => {
      const instanceUuid = t.uuid();
      const file = strangeFile(t);
      const token = t.uuid();
      await expectUnseen(t, instanceUuid, { location: file.path, token }, "there is a file of somebody else's");
      await expectUnseen(t, instanceUuid, { location: "/", token }, "there is a directory");
      await expectUnseen(t, instanceUuid, { location: `${file.path}-not/probe`, token }, "there is no such directory");
    },
  },
  {
    id: `${remoteRequirement}[other-host]`,
    requirement: remoteRequirement,
    title: "checkInstanceSharedStorageRemote() at a second host is true just where it reaches the storage of the first",
    needs: PEER,
    run: async (t) => {
      const there = await atPeer(t);
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      const probe = await givenProbe(t, uuid);
      const { onDisk } = await there.given("instanceOnDisk", () =>
        there.driver.instanceOnDisk({ instanceUuid: uuid, node: there.node.uuid }),
      );
      const expected = onDisk ? "reaches the disks" : "has the same paths and other storage";
      t.expectEqual(await sees(there, uuid, probe), onDisk, `sight of a probe at a host that ${expected}`);
      await expectUnseen(there, uuid, { ...probe, token: t.uuid() }, "its token is another one");
    },
  },
];

const cleanupRequirement = "checkInstanceSharedStorageCleanup/removes-the-probe-only";

async function cleanUp(t: CheckContext, instanceUuid: string, probe: SharedStorageProbe): Promise<void> {
  await t.driver.checkInstanceSharedStorageCleanup({ instanceUuid, node: t.node.uuid, probe });
}

const cleanup: readonly Check[] = [
  {
    id: cleanupRequirement,
    requirement: cleanupRequirement,
    title: "checkInstanceSharedStorageCleanup() removes the probe, succeeds a second time, and leaves the disks",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      const probe = await givenProbe(t, instance.uuid);
      await cleanUp(t, instance.uuid, probe);
      await expectUnseen(t, instance.uuid, probe, "it was removed");
      const again = await refusalOf(cleanUp(t, instance.uuid, probe));
      t.expectThat(again === undefined, "A second removal of a probe was refused", { expected: "success", got: again });
      await t.driver.powerOn(instance.target);
      await expectBoot(t, instance, boot.number + 1, "its own disk", "after a probe beside it was removed");
    },
  },
  {
    id: `${cleanupRequirement}[other-token]`,
    requirement: cleanupRequirement,
    title: "checkInstanceSharedStorageCleanup() of a probe with another token leaves what is at its location",
    run: async (t) => {
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      const probe = await givenProbe(t, uuid);
      await refusalOf(cleanUp(t, uuid, { ...probe, token: t.uuid() }));
      t.expectThat(await sees(t, uuid, probe), "The removal of another probe has removed the one that was there", {
        expected: "a probe that is still there",
        hint: "Look at the token before removing anything.",
      });
    },
  },
  {
    id: `${cleanupRequirement}[elsewhere]`,
    requirement: cleanupRequirement,
    title: "checkInstanceSharedStorageCleanup() with the path of a file that is no probe leaves the file",
    run: async (t) => {
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      const { path, contents } = strangeFile(t);
      await refusalOf(cleanUp(t, uuid, { location: path, token: t.uuid() }));
      await refusalOf(cleanUp(t, uuid, { location: path, token: contents }));
      t.expectEqual(contentsOf(path), contents, "contents of a file that a removal of probes was told of");
    },
  },
];

function contentsOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    return `none: ${String(error)}`;
  }
}

/** The checks of the three calls. */
export const sharedStorageChecks: readonly Check[] = [...local, whileFailing, ...remote, ...cleanup];
