// Checks of operations that make a guest anew and fail on their way: the instance has the devices that it had, or those that it was to get.
import type { Capability, GuestDevices, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { claimOn, givenFreePciDevices, interfacesInGuest, pciDevicesOf } from "../steps/guest-devices.ts";
import { type AnyStart, MORE_STARTS } from "../steps/more-starts.ts";
import { stateInGetInfo } from "../steps/power-state.ts";
import { volumesInGuest, withVolumes } from "../steps/volumes.ts";

/** What fails with a part of its work done, so that it cannot be made again from where it began. */
const REMAKES = MORE_STARTS.filter(({ operation }) => operation === "rebuild" || operation === "unrescue");

/** A device that an instance has, and one that it is to get in its place. */
interface Pair {
  readonly had: GuestDevices;
  readonly given: GuestDevices;
  /** What {@link Kind.read} finds of the one and of the other. */
  readonly names: readonly [string, string];
}

interface Kind {
  readonly requirement: RequirementId;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  readonly make: (t: CheckContext) => Promise<Pair>;
  /** What the guest has of the kind. It runs. */
  readonly read: (t: CheckContext, instance: TestInstance) => Promise<string[]>;
}

const KINDS: readonly Kind[] = [
  {
    requirement: "placement/claimed-devices-and-no-others",
    name: "PCI device",
    capabilities: ["supportsPciPassthrough"],
    make: async (t) => {
      const [had, given] = (await givenFreePciDevices(t, 2)).map(claimOn);
      if (had === undefined || given === undefined) throw new TypeError("Two devices were to be free");
      return { had: { pciDevices: [had] }, given: { pciDevices: [given] }, names: [had.address, given.address] };
    },
    read: (t, { uuid }) => pciDevicesOf(t, uuid),
  },
  {
    requirement: "powerOn/volumes-left-out-stay",
    name: "volume",
    capabilities: ["supportsVolumes", "supportsDiagnostics"],
    make: async (t) => {
      const [had, given] = [t.volume(), t.volume()];
      return { had: withVolumes(had), given: withVolumes(given), names: [had.volumeId, given.volumeId] };
    },
    read: volumesInGuest,
  },
  {
    requirement: "powerOn/interfaces-left-out-stay",
    name: "network interface",
    capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"],
    make: async (t) => {
      const [had, given] = [t.networkInterface(), t.networkInterface()];
      return {
        had: { networkInterfaces: [had] },
        given: { networkInterfaces: [given] },
        names: [had.macAddress, given.macAddress],
      };
    },
    read: interfacesInGuest,
  },
];

/** Has a guest run after a failure, with no word on its devices. Blocks the check if it cannot be had. */
async function givenRunningAgain(
  t: CheckContext,
  { operation, call }: AnyStart,
  instance: TestInstance,
): Promise<void> {
  await t.given(operation, () => call(t, instance, {}));
  // A failure may have ended a rescue, and what ends one leaves an instance alone that is not rescued.
  const state = await t.given("getInfo", () => stateInGetInfo(t, instance));
  if (state === "shutdown") await t.given("powerOn", () => t.driver.powerOn(instance.target));
}

async function tryRemake(t: CheckContext, start: AnyStart, { name, make, read }: Kind): Promise<void> {
  const { operation, bring, call } = start;
  const { had, given, names } = await make(t);
  await sweepSteps(t, {
    operation,
    prepare: async () => {
      const instance = await t.givenInstance({ devices: had });
      await t.given(operation, () => bring(t, instance));
      return instance;
    },
    call: (instance) => call(t, instance, given),
    judge: async ({ step, prepared: instance }) => {
      await givenRunningAgain(t, start, instance);
      const found = await read(t, instance);
      const isOne = found.length === 1 && names.includes(found[0] ?? "");
      t.expectThat(
        isOne,
        `After a ${operation} that failed at its hypervisor call number ${step} the guest has another ${name}, or none`,
        {
          expected: `the one that it had, or the one that it was to get: ${names.join(" or ")}`,
          got: found,
          hint: "Whatever has been given back by a call that fails is taken again, and what it has taken is given back.",
        },
      );
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
    },
  });
}

/** The checks of operations that make a guest anew and fail. */
export const failedRemakesChecks: readonly Check[] = KINDS.flatMap((kind) =>
  REMAKES.map((start): Check => ({
    id: `${kind.requirement}[${start.operation}-fails-on-its-way]`,
    requirement: kind.requirement,
    title: `A guest has the ${kind.name} that it had, or that it was to get, after a ${start.operation}() that failed at any step`,
    needs: {
      ...start.needs,
      simulation: true,
      capabilities: [...(start.needs.capabilities ?? []), ...kind.capabilities],
    },
    run: (t) => tryRemake(t, start, kind),
  })),
);
