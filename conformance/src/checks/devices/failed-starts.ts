// Checks of starts that fail at any of their steps: what the request gave is free again, and what the instance had it still has.
import type { Capability, GuestDevices, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { givenWitness } from "../steps/connections.ts";
import { cutOff } from "../steps/guest.ts";
import { claimOn, expectInterfaces, givenFreePciDevices, pciDevicesOf } from "../steps/guest-devices.ts";
import { type AnyStart, MORE_STARTS } from "../steps/more-starts.ts";
import { stateInGetInfo } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { STARTS } from "../steps/starts.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const ALL_STARTS: readonly AnyStart[] = [
  ...STARTS.map(({ operation, from, call }): AnyStart => ({
    operation,
    needs: {},
    bring: async (t, instance) => (from === "shutdown" ? t.driver.powerOff(cutOff(instance)) : undefined),
    call,
    // A reboot that failed on its way has stopped the guest, and can be made again.
    from: operation === "reboot" ? ["running", "shutdown"] : [from],
  })),
  ...MORE_STARTS,
];

const HINT = "Whatever a start has taken before it fails it gives back, and what it has given back it takes again.";

/** More hypervisor calls than any start of a simulator makes. */
const MOST_STEPS = 50;

/** What an instance has, and what a start that fails would give it instead. */
interface Swap {
  readonly had: GuestDevices;
  readonly given: GuestDevices;
  /** Called after each failure. */
  readonly afterFailure?: (instance: TestInstance, when: string) => Promise<void>;
  /** Called when the guest has been started after all, with no word on its devices. */
  readonly afterStart?: (instance: TestInstance, when: string) => Promise<void>;
}

/** A kind of device. */
interface Kind {
  readonly requirement: RequirementId;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /** The operations that leave something else, by their own requirements. */
  readonly elsewhere: readonly string[];
  readonly make: (t: CheckContext) => Promise<Swap>;
}

const KINDS: readonly Kind[] = [
  {
    requirement: "placement/claimed-devices-and-no-others",
    name: "PCI device",
    capabilities: ["supportsPciPassthrough"],
    elsewhere: [],
    make: async (t) => {
      const [had, given] = (await givenFreePciDevices(t, 2)).map(claimOn);
      if (had === undefined || given === undefined) throw new TypeError("Two devices were to be free");
      const addresses = [had.address, given.address];
      return {
        had: { pciDevices: [had] },
        given: { pciDevices: [given] },
        afterFailure: async (instance, when) => {
          const held = await pciDevicesOf(t, instance.uuid);
          // A rebuild that failed on its way may have come so far that it has the new one.
          const isMeant = held.length === 1 && addresses.includes(held[0] ?? "");
          t.expectThat(isMeant, `The instance holds other PCI devices ${when}`, {
            expected: [had.address],
            got: held,
            hint: HINT,
          });
        },
        afterStart: async (instance, when) =>
          t.expectEqual(
            await pciDevicesOf(t, instance.uuid),
            [had.address],
            `PCI devices of the instance ${when}`,
            HINT,
          ),
      };
    },
  },
  {
    requirement: "powerOn/volumes-left-out-stay",
    name: "volume",
    capabilities: ["supportsVolumes", "supportsDiagnostics"],
    // A rebuild that failed on its way, and an unrescue, cannot be made again from where they began.
    elsewhere: ["rebuild", "unrescue"],
    make: async (t) => {
      const witness = await givenWitness(t);
      const [had, given] = [t.volume(), t.volume()];
      return {
        had: withVolumes(had),
        given: withVolumes(given),
        afterStart: async (instance, when) => {
          await expectVolumes(t, instance, [had], when, HINT);
          await witness.expectFree(given, when, HINT);
        },
      };
    },
  },
  {
    requirement: "powerOn/interfaces-left-out-stay",
    name: "network interface",
    capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"],
    // A rebuild that failed on its way, and an unrescue, cannot be made again from where they began.
    elsewhere: ["rebuild", "unrescue"],
    make: async (t) => {
      const [had, given] = [t.networkInterface(), t.networkInterface()];
      return {
        had: { networkInterfaces: [had] },
        given: { networkInterfaces: [given] },
        afterStart: (instance, when) => expectInterfaces(t, instance, [had], when, HINT),
      };
    },
  },
];

/**
 * Fails a start at each of its steps in turn, on one instance, as long as a failure leaves it where it was.
 *
 * @returns At which step it failed last, if it could be made to fail at all of them.
 */
async function failEachStep(
  t: CheckContext,
  { operation, call, from }: AnyStart,
  instance: TestInstance,
  { given, afterFailure }: Swap,
): Promise<number | undefined> {
  for (let step = 1; step <= MOST_STEPS; step++) {
    await t.simulation.injectFault({ kind: "failStep", step });
    const refusal = await refusalOf(call(t, instance, given));
    await t.simulation.clearFaults();
    if (refusal === undefined) return step - 1;
    await afterFailure?.(instance, `after ${operation} failed at its hypervisor call number ${step}`);
    const state = await t.given("getInfo", () => stateInGetInfo(t, instance));
    if (state === "pending" || state === "absent" || !from.includes(state)) return undefined;
  }
  return undefined;
}

async function tryStart(t: CheckContext, start: AnyStart, { make }: Kind): Promise<void> {
  const { operation, bring, call } = start;
  const swap = await make(t);
  const instance = await t.givenInstance({ devices: swap.had });
  await t.given(operation, () => bring(t, instance));
  const last = await failEachStep(t, start, instance, swap);
  if (last === undefined || last === 0 || swap.afterStart === undefined) return;
  // It has succeeded in the end, so that the instance has what was given; it gets back what it had, and then fails at the last step.
  await t.given(operation, () => bring(t, instance));
  await t.given(operation, () => call(t, instance, swap.had));
  await t.given(operation, () => bring(t, instance));
  await t.simulation.injectFault({ kind: "failStep", step: last });
  await refusalOf(call(t, instance, swap.given));
  await t.simulation.clearFaults();
  await t.given(operation, () => call(t, instance, {}));
  await swap.afterStart(instance, `after a ${operation} that failed, and one that did not`);
}

/** The checks of starts that fail at any of their steps. */
export const failedStartsChecks: readonly Check[] = KINDS.flatMap((kind) =>
  ALL_STARTS.filter(({ operation }) => !kind.elsewhere.includes(operation)).map((start): Check => ({
    id: `${kind.requirement}[${start.operation}-fails]`,
    requirement: kind.requirement,
    title: `After a ${start.operation}() that failed at any step the instance has the ${kind.name} that it had, and that of the request is free`,
    needs: {
      ...start.needs,
      simulation: true,
      capabilities: [...(start.needs.capabilities ?? []), ...kind.capabilities],
    },
    run: (t) => tryStart(t, start, kind),
  })),
);
