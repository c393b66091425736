// What the core does about an instance after a call that failed half way: it looks before it acts again.
import { DriverError } from "@virt-driver-kit/spec";
import type { Effect } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";
import { changedDriver } from "../support/changed-driver.ts";
import { CoreRig } from "../support/core-rig.ts";

/** A rig whose driver fails to pause, with some effect, and cannot read instances from then on, until it is mended. */
async function rigThatFails(effect: Effect): Promise<{ rig: CoreRig; id: string; mend: () => void }> {
  let isBroken = false;
  const change = changedDriver((driver) => ({
    pause: async () => {
      isBroken = true;
      throw new DriverError("BACKEND_FAILED", "Cannot pause: the hypervisor gave up", {
        effect,
        details: { step: "s" },
      });
    },
    getInfo: async (params, call) => {
      if (isBroken) throw new DriverError("BACKEND_UNREACHABLE", "Cannot read", { effect: "none" });
      return driver.getInfo(params, call);
    },
  }));
  const rig = await CoreRig.start({ change });
  const id = await rig.rest.createActive();
  await rig.rest.act(id, { pause: null });
  await rig.rest.settled(id, "ACTIVE");
  return { rig, id, mend: () => void (isBroken = false) };
}

/** What the core asked about instances after the failure. */
function askedSince({ proxy }: CoreRig): string[] {
  const failed = proxy.frames.findIndex(({ to, method }) => to === "core" && method === "pause");
  const sent = proxy.frames.slice(failed).filter(({ to, message }) => to === "driver" && message.params?.instanceUuid);
  return sent.map(({ method }) => method);
}

test.each(["partial", "unknown"] as const)(
  "cleanup/uncertain-effects-are-read: after a failure with effect %s nothing is changed before the instance was read",
  async (effect) => {
    const { rig, id, mend } = await rigThatFails(effect);
    expect((await rig.rest.act(id, { "os-stop": null })).status).toBe(202);
    await rig.rest.settled(id, "ACTIVE");
    expect(askedSince(rig)).toEqual(["getInfo", "getInfo"]);
    mend();
    await rig.rest.act(id, { "os-stop": null });
    await rig.rest.settled(id, "SHUTOFF");
    expect(askedSince(rig)).toEqual(["getInfo", "getInfo", "getInfo", "powerOff", "getInfo"]);
  },
);

test("cleanup/uncertain-effects-are-read: a core that was restarted meanwhile reads it, too", async () => {
  const { rig, id, mend } = await rigThatFails("unknown");
  await rig.stopCore();
  await rig.startCore();
  mend();
  await rig.rest.act(id, { "os-stop": null });
  await rig.rest.settled(id, "SHUTOFF");
  expect(askedSince(rig)).toEqual(["getInfo", "getInfo", "powerOff", "getInfo"]);
});

test("cleanup/uncertain-effects-are-read: a deletion waits for no reading", async () => {
  const { rig, id } = await rigThatFails("partial");
  await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
  await rig.rest.gone(id);
  expect(askedSince(rig)).toEqual(["getInfo", "destroy"]);
});
