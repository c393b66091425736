// What goes round: calls after which everything is as it was, so that they can be made again for ever.
import { type DriverError, type RequirementId, specModel } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { simulates } from "../steps/guest-time.ts";
import { refusalOf } from "../steps/refusal.ts";
import { withCapability } from "../steps/subject.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

/** Calls that go round. */
export interface Cycle {
  /** Names the checks. */
  readonly variant: string;
  /** The requirement that a rest breaks which stays each time. */
  readonly requirement: RequirementId;
  /** What is done, as a subject: `pausing and unpausing a guest`. */
  readonly doing: string;
  /** What they take beside the capabilities of their operations. */
  readonly needs?: Needs;
  readonly operations: readonly string[];
  /** Makes whatever stays the same from round to round. Blocks the check if that fails. */
  readonly prepare: (t: CheckContext) => Promise<PreparedCycle>;
}

/** Calls that can go round. */
export interface PreparedCycle {
  /** One round. */
  readonly steps: readonly CycleStep[];
  /** Where the use is read. Left out: on the host of the check. */
  readonly hosts?: readonly CheckContext[];
}

/** One step of a round. */
export interface CycleStep {
  /** The operation that the step stands or falls by. */
  readonly operation: string;
  readonly call: () => Promise<unknown>;
  /** What is in use after it, beyond what was before the first round. Left out: nothing. */
  readonly adds?: Amounts;
}

/** How often a cycle goes round in a run that is no soak. */
const ROUNDS = 10;
/** The same where each round takes the time of a real hypervisor. */
const ROUNDS_IN_REAL_TIME = 3;

const HINT =
  "What a call takes, its counterpart gives back to the last bit, also where it fails; a small rest each time fills the node in a few weeks.";

const NOTHING: Amounts = { vcpus: 0, memoryMib: 0, localGib: 0 };

function sum(a: Amounts, b: Amounts): Amounts {
  return { vcpus: a.vcpus + b.vcpus, memoryMib: a.memoryMib + b.memoryMib, localGib: a.localGib + b.localGib };
}

/** The checks of a cycle: a few rounds in every run, and many in a soak. */
export function cycleChecks(cycle: Cycle): Check[] {
  const { variant, requirement, doing, operations, needs = {} } = cycle;
  const all = operations.reduce<Needs>((so, name) => withCapability(so, specModel.operations[name]?.capability), needs);
  const common = (prefix: string): Pick<Check, "id" | "requirement"> => ({
    id: `${requirement}[${prefix}-of-${variant}]`,
    requirement,
  });
  return [
    {
      ...common("cycles"),
      title: `getAvailableResource() shows no rest of ${doing}, a few times over`,
      needs: all,
      run: (t) => goRound(t, cycle, simulates(t) ? ROUNDS : ROUNDS_IN_REAL_TIME),
    },
    {
      ...common("soak"),
      title: `getAvailableResource() shows no rest of ${doing}, as many times over as a soak goes round`,
      needs: { ...all, soak: true },
      run: (t) => goRound(t, cycle, t.soakCycles),
    },
  ];
}

async function goRound(t: CheckContext, { prepare }: Cycle, rounds: number): Promise<void> {
  const { steps, hosts = [t] } = await prepare(t);
  const before = await usageOf(hosts);
  for (let round = 1; round <= rounds; round++) {
    for (const step of steps) {
      await take(t, step, round);
      t.expectEqual(
        await usageOf(hosts),
        before.map((usage) => sum(usage, step.adds ?? NOTHING)),
        `use of the node after ${step.operation} in round ${round} of ${rounds}`,
        HINT,
      );
    }
  }
}

async function usageOf(hosts: readonly CheckContext[]): Promise<Amounts[]> {
  const usages: Amounts[] = [];
  for (const host of hosts) usages.push(await givenUsage(host));
  return usages;
}

/** What fails at once fails elsewhere too; what fails only later was worn out by the rounds before. */
async function take(t: CheckContext, { operation, call }: CycleStep, round: number): Promise<void> {
  if (round === 1) return void (await t.given(operation, call));
  const refusal: DriverError | undefined = await refusalOf(call());
  t.expectThat(
    refusal === undefined,
    `${operation} failed in round ${round}, after it had worked in every one before`,
    {
      expected: "success",
      got: refusal,
      hint: HINT,
    },
  );
}
