// Checks of what a node tells of itself: for how long it has been up, and what its CPUs have been doing.
import { timestampMs } from "@virt-driver-kit/spec";
import type { GetHostCpuStatsResult } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { durationOf } from "../steps/guest-time.ts";
import { allNodes } from "../steps/nodes.ts";
import { givenResource } from "../steps/usage.ts";

const SECOND_MS = 1_000;
/** Long enough that an uptime which stands still, or counts something else, is seen. */
const WATCHED_MS = 6 * SECOND_MS;
/** The two seconds of the requirement. */
const TOLERANCE_SECONDS = 2;
/** How far the sum of the counters may be off. */
const TENTH = 0.1;

const COUNTERS = ["kernelNanoseconds", "userNanoseconds", "idleNanoseconds", "iowaitNanoseconds"] as const;
const NANOSECONDS_PER_MS = 1_000_000;

async function uptimeOf(t: CheckContext, node: string): Promise<number> {
  return (await t.driver.getHostUptime({ node })).uptimeSeconds;
}

async function expectUptimeGrows(t: CheckContext, meanwhile: () => Promise<unknown>, when: string): Promise<void> {
  for (const { uuid, name } of await t.given("listNodes", () => allNodes(t))) {
    const before = await uptimeOf(t, uuid);
    const passedSeconds = (await durationOf(t, meanwhile)) / SECOND_MS;
    const grownSeconds = (await uptimeOf(t, uuid)) - before;
    t.expectThat(
      Math.abs(grownSeconds - passedSeconds) <= TOLERANCE_SECONDS,
      `The uptime of node "${name}" grew by ${grownSeconds} s in ${passedSeconds.toFixed(1)} s ${when}`,
      {
        expected: `${passedSeconds.toFixed(1)} s, to within ${TOLERANCE_SECONDS} s`,
        hint: "Read the node's own uptime, not that of the driver or of the manager of a cluster.",
      },
    );
  }
}

async function cpuStats(t: CheckContext, node: string = t.node.uuid): Promise<GetHostCpuStatsResult> {
  return t.driver.getHostCpuStats({ node });
}

function expectNoFall(
  t: CheckContext,
  before: GetHostCpuStatsResult,
  after: GetHostCpuStatsResult,
  when: string,
): void {
  for (const counter of COUNTERS) {
    const [earlier, later] = [BigInt(before.stats[counter]), BigInt(after.stats[counter])];
    t.expectThat(later >= earlier, `${counter} of getHostCpuStats fell ${when}`, {
      expected: `at least ${earlier}`,
      got: String(later),
      hint: "Read the counters since the boot of the node, and not of what runs on it now.",
    });
  }
}

function sumOf({ stats }: GetHostCpuStatsResult): bigint {
  return COUNTERS.reduce((total, counter) => total + BigInt(stats[counter]), 0n);
}

/** How much the sum of the counters grew for each unit of time between two readings: once for each CPU. */
function cpusBetween(before: GetHostCpuStatsResult, after: GetHostCpuStatsResult): number {
  const passedMs = timestampMs(after.observedAt) - timestampMs(before.observedAt);
  return Number(sumOf(after) - sumOf(before)) / (passedMs * NANOSECONDS_PER_MS);
}

/** The CPUs that the node says it has, one by one; none if it does not say. */
async function knownCpus(t: CheckContext): Promise<number> {
  const cells = (await givenResource(t)).numaTopology?.cells ?? [];
  return new Set(cells.flatMap(({ sharedCpus, dedicatedCpus }) => [...sharedCpus, ...dedicatedCpus])).size;
}

async function expectAllTime(t: CheckContext, withGuest: boolean): Promise<void> {
  if (withGuest) await t.givenInstance();
  const known = await knownCpus(t);
  const first = await cpuStats(t);
  await t.elapse(2 * SECOND_MS);
  const second = await cpuStats(t);
  await t.elapse(WATCHED_MS);
  const third = await cpuStats(t);
  const counted = [cpusBetween(first, second), cpusBetween(second, third)];
  for (const cpus of counted) {
    const whole = Math.max(1, Math.round(cpus), known);
    t.expectThat(
      Math.abs(cpus - whole) <= whole * TENTH,
      `The counters of getHostCpuStats together grew ${cpus.toFixed(2)} times as fast as time`,
      {
        expected:
          known > 0
            ? `${known} times or more, as the node has ${known} CPUs`
            : "a whole number of times, once for each CPU",
        hint: "Count each moment of each CPU in one of the four counters.",
      },
    );
  }
  const [least, most] = [Math.min(...counted), Math.max(...counted)];
  t.expectThat(most - least <= most * TENTH, "The counters of getHostCpuStats together do not grow evenly", {
    expected: "as much in each second",
    got: counted,
  });
}

/** The checks of `getHostUptime` and `getHostCpuStats`. */
export const readingsChecks: readonly Check[] = [
  {
    id: "getHostUptime/is-the-hosts-own",
    requirement: "getHostUptime/is-the-hosts-own",
    title: "getHostUptime() of each node grows by the time that passes, to within two seconds",
    run: (t) => expectUptimeGrows(t, () => t.elapse(WATCHED_MS), "between two readings"),
  },
  {
    id: "getHostUptime/is-the-hosts-own[restart]",
    requirement: "getHostUptime/is-the-hosts-own",
    title: "getHostUptime() of each node grows by the time that passes while the driver is restarted",
    needs: { restart: true, capabilities: ["supportsRecovery"] },
    run: (t) =>
      expectUptimeGrows(
        t,
        async () => {
          await t.elapse(WATCHED_MS);
          await t.restartDriver();
        },
        "over a restart of the driver",
      ),
  },
  {
    id: "getHostCpuStats/never-falls",
    requirement: "getHostCpuStats/never-falls",
    title: "No counter of getHostCpuStats() falls while an instance comes, runs and goes",
    run: async (t) => {
      const first = await cpuStats(t);
      const { target } = await t.givenInstance();
      await t.elapse(WATCHED_MS);
      const second = await cpuStats(t);
      expectNoFall(t, first, second, "while an instance ran");
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      expectNoFall(t, second, await cpuStats(t), "when an instance was destroyed");
    },
  },
  {
    id: "getHostCpuStats/never-falls[restart]",
    requirement: "getHostCpuStats/never-falls",
    title: "No counter of getHostCpuStats() falls over a restart of the driver",
    needs: { restart: true, capabilities: ["supportsRecovery"] },
    run: async (t) => {
      await t.givenInstance();
      await t.elapse(WATCHED_MS);
      const before = await cpuStats(t);
      await t.restartDriver();
      expectNoFall(t, before, await cpuStats(t), "over a restart of the driver");
    },
  },
  {
    id: "getHostCpuStats/accounts-for-all-time[idle]",
    requirement: "getHostCpuStats/accounts-for-all-time",
    title: "The counters of getHostCpuStats() together grow by the time that passes, once for each CPU",
    run: (t) => expectAllTime(t, false),
  },
  {
    id: "getHostCpuStats/accounts-for-all-time[busy]",
    requirement: "getHostCpuStats/accounts-for-all-time",
    title: "The counters of getHostCpuStats() together grow once for each CPU, with a guest that runs",
    run: (t) => expectAllTime(t, true),
  },
];
