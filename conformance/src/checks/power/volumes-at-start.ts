// Checks of the volumes of a guest that is started: those of the request, or those that it had, and none after a failure.
import type { GuestDevices } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { givenWitness } from "../steps/connections.ts";
import { cutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { asRoot, expectBootOn, givenGuestOn, givenOff, probeVolume, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { STARTS } from "../steps/starts.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const NEEDS: Needs = { capabilities: ["supportsDiagnostics"] };
const TRUTH = "A list that is given is the whole truth: the guest has all of it, and nothing else.";
const KEPT = "What the request leaves out stays as it was.";

const given: readonly Check[] = STARTS.flatMap(({ operation, from, call }): Check[] => [
  {
    id: `powerOn/volumes-given-replace-the-old[${operation}]`,
    requirement: "powerOn/volumes-given-replace-the-old",
    title: `${operation}() with another list of volumes gives the guest just those, for good, and with an empty one none`,
    needs: NEEDS,
    run: async (t) => {
      const [going, staying, added] = [t.volume(), t.volume(), t.volume()];
      const instance = await t.givenInstance({ powerState: from, devices: withVolumes(going, staying) });
      await call(t, instance, withVolumes(staying, added));
      await expectVolumes(t, instance, [staying, added], `after ${operation} with another list`, TRUTH);
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await expectVolumes(t, instance, [staying, added], `after ${operation} with another list, and a reboot`, TRUTH);
      if (from === "shutdown") await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await call(t, instance, withVolumes());
      await expectVolumes(t, instance, [], `after ${operation} with an empty list`, TRUTH);
    },
  },
  {
    id: `powerOn/volumes-given-replace-the-old[${operation}-disconnects]`,
    requirement: "powerOn/volumes-given-replace-the-old",
    title: `${operation}() with another list of volumes ends the host's connection to those that it leaves out`,
    run: async (t) => {
      const [going, staying] = [t.volume(), t.volume()];
      const witness = await givenWitness(t);
      const instance = await t.givenInstance({ powerState: from, devices: withVolumes(going, staying) });
      await call(t, instance, withVolumes(staying));
      await witness.expectFree(going, `after ${operation} with a list that leaves it out`);
      await witness.expectHeld(staying, `after ${operation} with a list that has it`);
    },
  },
  {
    id: `powerOn/volumes-given-replace-the-old[${operation}-by-the-connection]`,
    requirement: "powerOn/volumes-given-replace-the-old",
    title: `${operation}() with another connection to the root volume boots the guest from there`,
    needs: ROOT_NEEDS,
    run: async (t) => {
      // The volume moves: its identity is the same, at another place, where it has never been booted.
      const [volume, place] = [await probeVolume(t), await probeVolume(t)];
      const { instance } = await givenGuestOn(t, asRoot(volume));
      if (from === "shutdown") await givenOff(t, instance);
      const moved = asRoot(volume, { connection: place.attachment().connection });
      await call(t, instance, { blockDevices: { volumes: [moved] } });
      await expectBootOn(t, instance, place, 0, `after ${operation} with another connection`);
    },
  },
]);

const leftOut: readonly Check[] = STARTS.map(({ operation, from, call }): Check => ({
  id: `powerOn/volumes-left-out-stay[${operation}]`,
  requirement: "powerOn/volumes-left-out-stay",
  title: `${operation}() that says nothing of volumes leaves the guest those that it has, whether or not it says something of devices`,
  needs: NEEDS,
  run: async (t) => {
    const volumes = [t.volume(), t.volume()];
    const instance = await t.givenInstance({ powerState: from, devices: withVolumes(...volumes) });
    for (const devices of [undefined, {}, { blockDevices: {} }]) {
      await call(t, instance, devices);
      await expectVolumes(t, instance, volumes, `after ${operation} that said nothing of them`, KEPT);
      if (from === "shutdown") await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
    }
  },
}));

/** An operation that starts a guest, or fails and leaves things as they were. */
interface Beginning {
  readonly operation: "powerOn" | "restore" | "resume";
  readonly needs: Needs;
  /** Brings an instance that runs to where the operation begins. */
  readonly bring: (t: CheckContext, instance: TestInstance) => Promise<unknown>;
  readonly call: (t: CheckContext, instance: TestInstance, devices: GuestDevices) => Promise<unknown>;
  /** The state that a failure leaves. */
  readonly from: "shutdown" | "suspended";
}

const BEGINNINGS: readonly Beginning[] = [
  {
    operation: "powerOn",
    needs: {},
    bring: (t, instance) => t.driver.powerOff(cutOff(instance)),
    call: (t, { target }, devices) => t.driver.powerOn({ ...target, devices }),
    from: "shutdown",
  },
  {
    operation: "restore",
    needs: { capabilities: ["supportsSoftDelete"] },
    bring: (t, { target }) => t.driver.softDelete(target),
    call: (t, { target }, devices) => t.driver.restore({ ...target, devices }),
    from: "shutdown",
  },
  {
    operation: "resume",
    needs: { capabilities: ["supportsSuspend"] },
    bring: (t, { target }) => t.driver.suspend(target),
    call: (t, { target }, devices) => t.driver.resume({ ...target, devices }),
    from: "suspended",
  },
];

const failing: readonly Check[] = BEGINNINGS.map(({ operation, needs, bring, call, from }): Check => ({
  id: `powerOn/failure-connects-nothing[${operation}]`,
  requirement: "powerOn/failure-connects-nothing",
  title: `${operation}() that fails at any step leaves the host connected to no volume that it was not connected to before`,
  needs: { ...needs, simulation: true },
  run: async (t) => {
    const [had, ...added] = [t.volume(), t.volume(), t.volume()];
    const witness = await givenWitness(t);
    await sweepSteps(t, {
      operation,
      prepare: async () => {
        const instance = await t.givenInstance({ devices: withVolumes(had) });
        await t.given(operation === "powerOn" ? "powerOff" : operation, () => bring(t, instance));
        return instance;
      },
      call: (instance) => call(t, instance, withVolumes(had, ...added)),
      judge: async ({ step, prepared: instance }) => {
        const when = `after ${operation} failed at its hypervisor call number ${step}`;
        await expectState(t, instance, from, when);
        for (const volume of added) await witness.expectFree(volume, when);
        await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      },
    });
  },
}));

/** The checks of the volumes of a guest that is started. */
export const volumesAtStartChecks: readonly Check[] = [...given, ...leftOut, ...failing];
