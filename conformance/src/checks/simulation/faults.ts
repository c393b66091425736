// Checks of faults: as often as they were asked for, refused if they could never happen, and hosts that come back from the dead.
import type { FaultTrigger, SimulatedFault } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "../steps/guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { needOwnNode } from "../steps/own-node.ts";
import { expectState, stateInGetInfo, stateInList } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

/**
 * Sets a fault.
 *
 * @throws NotApplicable if the simulator has none of its kind.
 * @throws Blocked if it is refused otherwise.
 */
async function givenFault(t: CheckContext, fault: SimulatedFault): Promise<void> {
  clearingAtTheEnd(t);
  if (!(await isTaken(t, fault))) t.notApplicable(`The simulator has no fault of kind "${fault.kind}"`);
}

/** Sets a fault that could happen, unless the simulator has none of its kind. Blocks the check if it is refused otherwise. */
async function isTaken(t: CheckContext, fault: SimulatedFault): Promise<boolean> {
  const refusal = await refusalOf(t.driver["simulation/injectFault"]({ fault }));
  if (refusal === undefined || refusal.code === "NOT_SUPPORTED") return refusal === undefined;
  return t.given("simulation/injectFault", () => Promise.reject(refusal));
}

/** A fault that is set is not to meet other checks. */
function clearingAtTheEnd(t: CheckContext): void {
  t.onCleanup(() => t.simulation.clearFaults().catch(() => undefined));
}

/** How often something is tried. */
const TRIES = 5;

/** Which of the occurrences a fault meets, counted from 1. */
const PATTERNS: readonly {
  readonly variant: string;
  readonly trigger: FaultTrigger;
  readonly met: readonly number[];
}[] = [
  { variant: "next", trigger: {}, met: [1] },
  { variant: "third", trigger: { nth: 3 }, met: [3] },
  { variant: "second-and-third", trigger: { nth: 2, times: 2 }, met: [2, 3] },
  { variant: "all", trigger: { times: 0 }, met: [1, 2, 3, 4, 5] },
  { variant: "all-from-second", trigger: { nth: 2, times: 0 }, met: [2, 3, 4, 5] },
];

/** Something that happens again and again, a fault that meets it, and how to see whether it did. */
interface Occurrence {
  readonly variant: string;
  readonly what: string;
  readonly fault: (trigger: FaultTrigger) => SimulatedFault;
  /** Has it happen once; tells whether the fault met it. */
  readonly happen: (t: CheckContext, instance: TestInstance) => Promise<boolean>;
}

const FAILING = "BACKEND_FAILED";

async function isMet(call: Promise<unknown>, code: string): Promise<boolean> {
  const refusal = await refusalOf(call);
  if (refusal !== undefined && refusal.code !== code) throw refusal;
  return refusal !== undefined;
}

const OCCURRENCES: readonly Occurrence[] = [
  {
    variant: "answers",
    what: "answers of getInfo()",
    fault: (trigger) => ({
      kind: "answerFault",
      trigger: { operation: "getInfo", ...trigger },
      action: "fail",
      code: "BACKEND_UNREACHABLE",
    }),
    happen: (t, { target }) => isMet(t.driver.getInfo(target), "BACKEND_UNREACHABLE"),
  },
  {
    variant: "requests",
    what: "requests of getInfo()",
    fault: (trigger) => ({
      kind: "requestFault",
      trigger: { operation: "getInfo", ...trigger },
      changes: [{ pointer: "/instanceUuid", json: '"00000000-0000-4000-8000-000000000000"' }],
    }),
    happen: (t, { target }) => isMet(t.driver.getInfo(target), "INSTANCE_NOT_FOUND"),
  },
  {
    variant: "events",
    what: "events of powerOff()",
    fault: (trigger) => ({ kind: "eventFault", trigger: { transition: "stopped", ...trigger }, action: "drop" }),
    happen: async (t, instance) => {
      t.events.clear();
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      const isTold = t.events.all.some(({ transition }) => transition === "stopped");
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      return !isTold;
    },
  },
];

const asOften = OCCURRENCES.flatMap(({ variant, what, fault, happen }) =>
  PATTERNS.map((pattern): Check => ({
    id: `simulation/faults-come-as-often-as-asked[${variant}-${pattern.variant}]`,
    requirement: "simulation/faults-come-as-often-as-asked",
    title: `A fault of ${what} with the trigger ${JSON.stringify(pattern.trigger)} meets number ${pattern.met.join(", ")} of ${TRIES}`,
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      await givenFault(t, fault(pattern.trigger));
      const met: number[] = [];
      for (let number = 1; number <= TRIES; number++) if (await happen(t, instance)) met.push(number);
      t.expectEqual(met, [...pattern.met], `${what} that the fault met, of ${TRIES}`);
    },
  })),
);

const ofSteps: readonly Check[] = [
  {
    id: "simulation/faults-come-as-often-as-asked[steps]",
    requirement: "simulation/faults-come-as-often-as-asked",
    title: "A fault that meets the next two steps of powerOff() fails two of them, and then no more",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      const trigger = { operation: "powerOff", times: 2 };
      await givenFault(t, { kind: "stepFault", trigger, action: "fail" });
      const failed: boolean[] = [];
      for (let number = 1; number <= 3; number++) {
        failed.push(await isMet(t.driver.powerOff(cutOff(instance)), FAILING));
      }
      t.expectEqual(failed, [true, true, false], "calls of powerOff of which a step failed");
    },
  },
  {
    id: "simulation/faults-come-as-often-as-asked[of-an-instance]",
    requirement: "simulation/faults-come-as-often-as-asked",
    title: "A fault of one instance's powerOff() meets neither the powerOff() of another nor other calls",
    needs: { simulation: true },
    run: async (t) => {
      const [own, other] = [await t.givenInstance(), await t.givenInstance()];
      const trigger = { operation: "powerOff", instanceUuid: own.uuid };
      await givenFault(t, { kind: "stepFault", trigger, action: "fail" });
      const met = {
        "powerOff of the other": await isMet(t.driver.powerOff(cutOff(other)), FAILING),
        "reboot of its own": await isMet(t.driver.reboot({ ...own.target, type: "hard" }), FAILING),
        "powerOff of its own": await isMet(t.driver.powerOff(cutOff(own)), FAILING),
        "powerOff of its own again": await isMet(t.driver.powerOff(cutOff(own)), FAILING),
      };
      t.expectEqual(
        met,
        {
          "powerOff of the other": false,
          "reboot of its own": false,
          "powerOff of its own": true,
          "powerOff of its own again": false,
        },
        "calls that the fault met",
      );
    },
  },
  {
    id: "simulation/faults-come-as-often-as-asked[where]",
    requirement: "simulation/faults-come-as-often-as-asked",
    title: "A fault of hard reboots meets no soft one",
    needs: { simulation: true },
    run: async (t) => {
      const { target } = await t.givenInstance();
      const where = [{ pointer: "/type", json: '"hard"' }];
      const trigger = { operation: "reboot", where };
      await givenFault(t, { kind: "answerFault", trigger, action: "fail", code: FAILING });
      const met = {
        soft: await isMet(t.driver.reboot({ ...target, type: "soft", timeoutSeconds: 10 }), FAILING),
        hard: await isMet(t.driver.reboot({ ...target, type: "hard" }), FAILING),
      };
      t.expectEqual(met, { soft: false, hard: true }, "reboots that the fault met");
    },
  },
];

/** A fault that could never happen, and one like it that could, which tells whether the simulator has such faults. */
interface Impossible {
  readonly what: string;
  readonly fault: object;
  readonly sound: SimulatedFault;
}

const SOUND_STEP: SimulatedFault = { kind: "stepFault", trigger: { operation: "powerOff" }, action: "fail" };
const SOUND_ANSWER: SimulatedFault = {
  kind: "answerFault",
  trigger: { operation: "getInfo" },
  action: "fail",
  code: "BACKEND_UNREACHABLE",
};
const SOUND_REQUEST: SimulatedFault = {
  kind: "requestFault",
  trigger: { operation: "destroy" },
  changes: [{ pointer: "/destroyDisks", json: "false" }],
};
const SOUND_EVENT: SimulatedFault = { kind: "eventFault", trigger: { transition: "stopped" }, action: "drop" };

const withTrigger = (fault: SimulatedFault, trigger: object): object => ({ ...fault, trigger });

/**
 * All are written so that they would be met at once by what is done next. Misspelled error codes are not among them: codes are an open
 * enum, of which an unknown value is read as INTERNAL_ERROR and is no reason for INVALID_REQUEST.
 */
const IMPOSSIBLE: readonly Impossible[] = [
  {
    what: "an operation that the spec does not have",
    fault: withTrigger(SOUND_STEP, { operation: "powerof" }),
    sound: SOUND_STEP,
  },
  {
    what: "an operation that the spec does not have",
    fault: withTrigger(SOUND_ANSWER, { operation: "getinfo" }),
    sound: SOUND_ANSWER,
  },
  {
    what: "an operation that the spec does not have",
    fault: withTrigger(SOUND_REQUEST, { operation: "remove" }),
    sound: SOUND_REQUEST,
  },
  {
    what: "a transition that the spec does not have",
    fault: withTrigger(SOUND_EVENT, { transition: "stoped" }),
    sound: SOUND_EVENT,
  },
  {
    what: "no code to fail with",
    fault: { kind: "answerFault", trigger: { operation: "getInfo" }, action: "fail" },
    sound: SOUND_ANSWER,
  },
  {
    what: "no changes to make",
    fault: { kind: "answerFault", trigger: { operation: "getInfo" }, action: "alter" },
    sound: SOUND_ANSWER,
  },
  {
    what: "no result to succeed with",
    fault: { kind: "answerFault", trigger: { operation: "getInfo" }, action: "succeed" },
    sound: SOUND_ANSWER,
  },
  {
    what: "no time to delay by",
    fault: { kind: "stepFault", trigger: { operation: "powerOff" }, action: "delay" },
    sound: SOUND_STEP,
  },
  {
    what: "no time to be late by",
    fault: { kind: "stepFault", trigger: { operation: "powerOff" }, action: "late" },
    sound: SOUND_STEP,
  },
  {
    what: "no deed to do",
    fault: { kind: "stepFault", trigger: { operation: "powerOff" }, action: "also" },
    sound: SOUND_STEP,
  },
  {
    what: "no changes of an event",
    fault: { kind: "eventFault", trigger: { transition: "stopped" }, action: "alter" },
    sound: SOUND_EVENT,
  },
];

/** Nothing goes wrong: what the faults would have met works, and is told. */
async function expectNothingWrong(t: CheckContext, instance: TestInstance): Promise<void> {
  t.events.clear();
  const calls: readonly [string, () => Promise<unknown>][] = [
    ["getInfo", () => t.driver.getInfo(instance.target)],
    ["powerOff", () => t.driver.powerOff(cutOff(instance))],
    ["powerOn", () => t.driver.powerOn(instance.target)],
  ];
  for (const [name, call] of calls) {
    const refusal = await refusalOf(call());
    t.expectEqual(refusal?.code, undefined, `code of ${name} after faults that were refused`);
  }
  const told = t.events.all.filter(({ transition }) => transition === "stopped").length;
  t.expectEqual(told, 1, "number of events of a powerOff after faults that were refused");
  await expectState(t, instance, "running", "after faults that were refused");
}

/** Faults that happen to something that is not there. */
const ABSENT: readonly {
  readonly variant: string;
  readonly code: "INSTANCE_NOT_FOUND" | "NODE_NOT_FOUND";
  readonly faults: (nobody: string) => readonly SimulatedFault[];
}[] = [
  {
    variant: "absent-instance",
    code: "INSTANCE_NOT_FOUND",
    faults: (instanceUuid) => [
      { kind: "guestCrash", instanceUuid },
      { kind: "guestPowerOff", instanceUuid },
      { kind: "diskCorruption", instanceUuid },
      { kind: "guestBehaviour", instanceUuid, agent: "silent" },
    ],
  },
  {
    variant: "absent-node",
    code: "NODE_NOT_FOUND",
    faults: (node) => [
      { kind: "hostDown", node },
      { kind: "networkLoss", node },
      { kind: "nodeLoss", node, manner: "unreachable" },
      { kind: "storageFull", node },
      { kind: "foreignGuest", node, name: "vdk-foreign", vcpus: 1, memoryMib: 64, localGib: 1 },
    ],
  },
];

const refused: readonly Check[] = [
  {
    id: "simulation/impossible-faults-are-refused[misspelled]",
    requirement: "simulation/impossible-faults-are-refused",
    title:
      "Faults with a misspelled name, or without what their action needs, are INVALID_REQUEST, and nothing goes wrong",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      clearingAtTheEnd(t);
      let tried = 0;
      for (const { what, fault, sound } of IMPOSSIBLE) {
        const isKnown = await isTaken(t, sound);
        await t.simulation.clearFaults();
        if (!isKnown) continue;
        tried += 1;
        const hint = `A fault with ${what} can never happen: say so.`;
        await t.expectError(t.request("simulation/injectFault", { fault, call: {} }), "INVALID_REQUEST", { hint });
      }
      if (tried === 0) t.notApplicable("The simulator has no faults with a trigger");
      await expectNothingWrong(t, instance);
    },
  },
  ...ABSENT.map(({ variant, code, faults }): Check => ({
    id: `simulation/impossible-faults-are-refused[${variant}]`,
    requirement: "simulation/impossible-faults-are-refused",
    title: `Faults that happen to an ${variant.replace("-", " ")} are answered ${code}, and nothing goes wrong`,
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      clearingAtTheEnd(t);
      let known = 0;
      for (const fault of faults(t.uuid())) {
        const refusal = await refusalOf(t.driver["simulation/injectFault"]({ fault }));
        if (refusal?.code === "NOT_SUPPORTED") continue;
        known += 1;
        t.expectEqual(
          refusal?.code,
          code,
          `code of a fault of kind "${fault.kind}" of an ${variant.replace("-", " ")}`,
        );
      }
      t.expectThat(known > 0, `The simulator has no fault that can happen to an ${variant.replace("-", " ")}`);
      await expectNothingWrong(t, instance);
    },
  })),
];

async function expectUnreachable(t: CheckContext, call: Promise<unknown>): Promise<void> {
  const hint = "A node that is down answers nothing. What is not known is not to be made up.";
  await t.expectError(call, "BACKEND_UNREACHABLE", { hint });
}

const DEAD = ["running", "paused", "shutdown"] as const;

/** Has the node of an instance die and come back. */
async function expectBack(t: CheckContext, was: (typeof DEAD)[number]): Promise<void> {
  await needOwnNode(t);
  const instance = await t.givenInstance({ powerState: was });
  const node = instance.node.uuid;
  await givenFault(t, { kind: "hostDown", node });
  await expectUnreachable(t, t.driver.getInfo(instance.target));
  await expectUnreachable(t, t.driver.powerOff(cutOff(instance)));
  await expectUnreachable(t, t.driver.getAvailableResource({ node }));
  await t.simulation.clearFaults();
  const when = "after its node had been down and came back";
  const listed = (await t.given("listInstances", () => ownedInstances(t))).map(({ uuid }) => uuid);
  t.expectThat(listed.includes(instance.uuid), `An instance that was ${was} is not listed ${when}`, { got: listed });
  const states = { getInfo: await stateInGetInfo(t, instance), listInstanceStates: await stateInList(t, instance) };
  const off = { getInfo: "shutdown", listInstanceStates: "shutdown" } as const;
  t.expectEqual<object>(states, off, `state of an instance that was ${was}, ${when}`);
  await t.driver.getAvailableResource({ node });
  await t.driver.powerOn(instance.target);
  await expectState(t, instance, "running", "after powerOn on a node that had been down");
}

/** The checks of faults. */
export const faultsChecks: readonly Check[] = [
  ...asOften,
  ...ofSteps,
  ...refused,
  ...DEAD.map((was): Check => ({
    id: `simulation/dead-host-comes-back-with-its-guests-off[${was}]`,
    requirement: "simulation/dead-host-comes-back-with-its-guests-off",
    title: `A node with an instance that is ${was} answers nothing while it is down, and then lists it as shutdown`,
    needs: { simulation: true, capabilities: was === "paused" ? ["supportsPause"] : [] },
    run: (t) => expectBack(t, was),
  })),
];
