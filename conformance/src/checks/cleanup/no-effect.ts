// Checks that a changing call which failed with effect `none` has left no trace in any read.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { type Change, needsOfChange } from "../steps/change.ts";
import { CHANGES } from "../steps/changes.ts";
import { resized } from "../steps/cold-moves.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { cutOff } from "../steps/guest.ts";
import { expectUnchanged, givenOverview } from "../steps/overview.ts";
import { givenRefusal } from "../steps/refusal.ts";
import { givenResource } from "../steps/usage.ts";

const HINT = "Take back what was claimed, defined or started, whichever way the call ends, before it is answered.";

/** Makes a call that every driver refuses, and checks that nothing shows of it. */
async function expectNoTrace(t: CheckContext, operation: string, call: () => Promise<unknown>): Promise<void> {
  const before = await givenOverview(t);
  const { code, effect } = await givenRefusal(t, operation, call);
  if (effect === "none") await expectUnchanged(t, before, `after ${operation} answered ${code} with effect none`, HINT);
}

/** A node with more memory than this has more than a flavor can ask for. */
const MOST_MEMORY_MIB = 1_073_741_824;

async function refusedSpawns(t: CheckContext): Promise<void> {
  const { params: known } = await t.givenInstance({ powerState: "shutdown" });
  const { instance, ...rest } = await t.newInstance();
  const { image, flavor } = instance;
  const { memoryMib } = await givenResource(t);
  const spawn = (change: Partial<typeof instance>) => () =>
    t.driver.spawn({ ...rest, instance: { ...instance, ...change } });
  const calls = [
    spawn({ image: { ...image, id: t.uuid(), sizeBytes: image.sizeBytes + 1 } }),
    spawn({ image: { ...image, id: t.uuid(), sha256: "0".repeat(64) } }),
    spawn({ image: { ...image, minMemoryMib: flavor.memoryMib + 1 } }),
    ...(memoryMib < MOST_MEMORY_MIB ? [spawn({ flavor: { ...flavor, memoryMib: memoryMib + 1 } })] : []),
    () => t.driver.spawn({ ...rest, instance, node: t.uuid() }),
    () => t.driver.spawn({ ...known, instance: { ...known.instance, name: instance.name }, powerOn: true }),
  ];
  for (const call of calls) await expectNoTrace(t, "spawn", call);
}

/** What only shows where the new takes more room than the old. */
const LARGER: readonly Change[] = [
  {
    variant: "rebuild-larger",
    operation: "rebuild",
    from: "running",
    to: "running",
    prepare: async (t) => {
      const instance = await t.givenInstance();
      const larger = resized(instance.params, t.largerFlavor);
      return { instance, call: () => t.driver.rebuild({ instance: larger, powerOn: true }) };
    },
  },
];

const atEachStep = [...CHANGES, ...LARGER].map((change): Check => {
  const { variant, operation } = change;
  return {
    id: `cleanup/no-effect-shows-nowhere[${variant}-at-each-step]`,
    requirement: "cleanup/no-effect-shows-nowhere",
    title: `No read shows a trace of a ${operation}() that failed at any step with effect none`,
    needs: needsOfChange(change, { simulation: true }),
    run: (t) =>
      sweepSteps(t, {
        operation,
        prepare: async () => {
          const prepared = await change.prepare(t);
          return { ...prepared, before: await givenOverview(t) };
        },
        call: ({ call }) => call(),
        judge: async ({ error, step, prepared: { instance, before } }) => {
          const when = `after ${operation} failed at hypervisor call number ${step} with effect none`;
          if (error.effect === "none") await expectUnchanged(t, before, when, HINT);
          await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
        },
      }),
  };
});

/** The checks of failures without effect. */
export const noEffectChecks: readonly Check[] = [
  {
    id: "cleanup/no-effect-shows-nowhere[spawn]",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "No read shows a trace of a spawn() that was refused, for its image, its flavor, its node or its uuid",
    run: refusedSpawns,
  },
  {
    id: "cleanup/no-effect-shows-nowhere[spawn-at-each-step]",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "No read shows a trace of a spawn() that failed at any step with effect none",
    needs: { simulation: true },
    run: async (t) => {
      const params = await t.newInstance();
      const before = await givenOverview(t);
      await sweepSteps(t, {
        operation: "spawn",
        prepare: async () => params,
        call: () => t.driver.spawn(params),
        judge: async ({ error, step }) => {
          const when = `after spawn failed at hypervisor call number ${step} with effect none`;
          if (error.effect === "none") await expectUnchanged(t, before, when, HINT);
        },
      });
    },
  },
  {
    id: "cleanup/no-effect-shows-nowhere[absent]",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "No read shows a trace of a powerOn(), powerOff() or reboot() of an instance that is not there",
    run: async (t) => {
      const other = await t.givenInstance({ powerState: "shutdown" });
      const absent = { ...other, target: { instanceUuid: t.uuid() } };
      await expectNoTrace(t, "powerOn", () => t.driver.powerOn(absent.target));
      await expectNoTrace(t, "powerOff", () => t.driver.powerOff(cutOff(absent)));
      await expectNoTrace(t, "reboot", () => t.driver.reboot({ ...absent.target, type: "hard" }));
    },
  },
  {
    id: "cleanup/no-effect-shows-nowhere[reboot]",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "No read shows a trace of a soft reboot() of an instance that is off",
    run: async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      await expectNoTrace(t, "reboot", () => t.driver.reboot({ ...target, type: "soft", timeoutSeconds: 10 }));
    },
  },
  ...atEachStep,
];
