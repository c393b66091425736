// Drivers that are wrong about the machines that their nodes are.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, HostCpuStats, NodeInfo, NodeStatus } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreporting, planned } from "./faulty.ts";
import { type DriverMutant, type Mutant, replacing, virtualNow, within } from "./mutant.ts";
import { cutOff, onEach } from "./on-each.ts";
import { restartingWrong } from "./restarting-wrong.ts";

type Driver = Required<ComputeDriver>;
type Replacement = (driver: Driver) => Partial<ComputeDriver>;

/** A driver that is wrong in its second run and later ones. */
function inLaterRuns(wrong: Replacement): DriverMutant["driver"] {
  let runs = 0;
  return replacing((driver) => (runs++ === 0 ? {} : wrong(driver)));
}

/** Tells another status of each node. */
const tellingNodes =
  (change: (node: NodeInfo) => NodeInfo): Replacement =>
  ({ listNodes }) => ({
    listNodes: async (params, call) => {
      const { nodes, ...rest } = await listNodes(params, call);
      return { ...rest, nodes: nodes.map(change) };
    },
  });

const OPEN: NodeStatus = { acceptsInstances: true, reasons: [] };

const statsMutants: readonly Mutant[] = [
  ...breaks(
    "getHostUptime/is-the-hosts-own",
    {
      word: "constant",
      title: "The uptime is always the same",
      message: "grew by 0 s in",
      driver: faulty(misreporting("getHostUptime", { pointer: "/uptimeSeconds", json: "1209600" })),
    },
    {
      word: "milliseconds",
      title: "The uptime is told in milliseconds",
      message: "The uptime of node",
      driver: replacing((driver) => ({
        getHostUptime: async (params, call) => {
          const { uptimeSeconds } = await driver.getHostUptime(params, call);
          return { uptimeSeconds: uptimeSeconds * 1_000 };
        },
      })),
    },
    {
      word: "the driver's",
      title: "The uptime is that of the driver",
      message: "over a restart of the driver",
      keepsState: true,
      driver: replacing((driver) => {
        let startedMs: number | undefined;
        return {
          getHostUptime: async (_params, call) => {
            const nowMs = await virtualNow(driver, within(call));
            startedMs ??= nowMs;
            return { uptimeSeconds: Math.floor((nowMs - startedMs) / 1_000) };
          },
        };
      }),
      only: ["getHostUptime/is-the-hosts-own[restart]"],
    },
  ),
  ...breaks(
    "getHostCpuStats/never-falls",
    {
      word: "of what is there",
      title: "The time of guests that are gone is not counted any more",
      message: "userNanoseconds of getHostCpuStats fell when an instance was destroyed",
      driver: replacing((driver) => ({
        getHostCpuStats: async (params, call) => {
          const result = await driver.getHostCpuStats(params, call);
          const { instances } = await driver.listInstances({ node: params.node }, within(call));
          const userNanoseconds = instances.length === 0 ? "0" : String(10n ** 12n);
          return { ...result, stats: { ...result.stats, userNanoseconds } };
        },
      })),
      only: ["getHostCpuStats/never-falls"],
    },
    {
      word: "since the driver began",
      title: "The counters begin anew with the driver",
      message: "of getHostCpuStats fell over a restart of the driver",
      keepsState: true,
      driver: inLaterRuns(({ getHostCpuStats }) => ({
        getHostCpuStats: async (params, call) => {
          const result = await getHostCpuStats(params, call);
          return { ...result, stats: { ...result.stats, idleNanoseconds: "0" } };
        },
      })),
      only: ["getHostCpuStats/never-falls[restart]"],
    },
  ),
  ...breaks(
    "getHostCpuStats/accounts-for-all-time",
    {
      word: "constants",
      title: "The counters stand still",
      message: "together grew 0.00 times as fast as time",
      driver: telling(() => ({
        kernelNanoseconds: "1",
        userNanoseconds: "2",
        idleNanoseconds: "3",
        iowaitNanoseconds: "4",
      })),
    },
    {
      word: "one CPU",
      title: "The counters are those of one CPU",
      message: "times as fast as time",
      driver: telling((stats) => divided(stats, 64n)),
    },
    {
      word: "idle only",
      title: "Only the time in which nothing is done is told",
      message: "times as fast as time",
      driver: replacing((driver) => ({
        getHostCpuStats: async (params, call) => {
          const result = await driver.getHostCpuStats(params, call);
          const { states } = await driver.listInstanceStates({ node: params.node }, within(call));
          const isBusy = states.some(({ powerState }) => powerState === "running");
          return isBusy ? { ...result, stats: divided(result.stats, 2n) } : result;
        },
      })),
      only: ["getHostCpuStats/accounts-for-all-time[busy]"],
    },
    {
      word: "half of it while idle",
      title: "Half of the time in which nothing is done is lost",
      message: "times as fast as time",
      driver: telling((stats) => divided(stats, 2n)),
      only: ["getHostCpuStats/accounts-for-all-time[idle]"],
    },
  ),
];

function telling(change: (stats: HostCpuStats) => HostCpuStats): DriverMutant["driver"] {
  return replacing((driver) => ({
    getHostCpuStats: async (params, call) => {
      const result = await driver.getHostCpuStats(params, call);
      return { ...result, stats: change(result.stats) };
    },
  }));
}

function divided(stats: HostCpuStats, by: bigint): HostCpuStats {
  const part = (counter: string): string => String(BigInt(counter) / by);
  return {
    kernelNanoseconds: part(stats.kernelNanoseconds),
    userNanoseconds: part(stats.userNanoseconds),
    idleNanoseconds: part(stats.idleNanoseconds),
    iowaitNanoseconds: part(stats.iowaitNanoseconds),
  };
}

const LASTS = "setHostEnabled/only-the-caller-opens-again";
const SPARES = "setHostEnabled/spares-instances";

/** Closes a node and does something besides. */
const closingWith = (besides: (driver: Driver, node: string, call: Call) => Promise<unknown>): DriverMutant["driver"] =>
  replacing((driver) => ({
    setHostEnabled: async (params, call) => {
      const result = await driver.setHostEnabled(params, call);
      if (!params.enabled) await besides(driver, params.node, call);
      return result;
    },
  }));

const openAgain: Replacement = tellingNodes((node) => ({ ...node, status: OPEN }));

const enabling: readonly Mutant[] = [
  ...breaks(
    "setHostEnabled/reaches-the-state",
    {
      word: "cannot",
      title: "The node can be neither closed nor opened",
      message: "BACKEND_FAILED",
      driver: planned("node-cannot-be-closed"),
      only: ["setHostEnabled/reaches-the-state"],
    },
    {
      word: "does nothing",
      title: "setHostEnabled answers what was asked for and does nothing",
      message: 'does not have the reason "disabled"',
      driver: replacing(() => ({ setHostEnabled: async ({ enabled }) => ({ enabled }) })),
    },
    {
      word: "answers the contrary",
      title: "setHostEnabled answers whether the node was closed",
      message: "Unexpected enabled of setHostEnabled",
      driver: replacing((driver) => ({
        setHostEnabled: async (params, call) => ({ enabled: !(await driver.setHostEnabled(params, call)).enabled }),
      })),
    },
    {
      word: "closes all",
      title: "setHostEnabled closes every node",
      message: "after another node was closed",
      driver: closingWith(async (driver, _node, call) => {
        const { nodes } = await driver.listNodes({}, within(call));
        for (const { uuid } of nodes) await driver.setHostEnabled({ node: uuid, enabled: false }, within(call));
      }),
      only: ["setHostEnabled/reaches-the-state[others]"],
    },
  ),
  ...breaks(
    SPARES,
    {
      word: "stops them",
      title: "Closing a node stops its guests",
      message: "on a node that was closed",
      driver: closingWith((driver, node, call) =>
        onEach(driver, node, ["running"], call, (uuid) => cutOff(driver, uuid, call)),
      ),
      only: [`${SPARES}[state]`],
    },
    {
      word: "reboots them",
      title: "Closing a node reboots its guests",
      message: "The guest was restarted by the closing of its node",
      driver: closingWith((driver, node, call) =>
        onEach(driver, node, ["running"], call, (instanceUuid) =>
          driver.reboot({ instanceUuid, type: "hard" }, within(call)),
        ),
      ),
      only: [`${SPARES}[guest]`],
    },
    {
      word: "starts none",
      title: "Guests of a closed node cannot be started",
      message: '"powerOn" answered BACKEND_FAILED',
      driver: replacing((driver) => ({
        powerOn: async (params, call) => {
          const { info } = await driver.getInfo(params, within(call));
          const { nodes } = await driver.listNodes({}, within(call));
          const isClosed = nodes.some(({ uuid, status }) => uuid === info.node && status?.acceptsInstances === false);
          if (!isClosed) return driver.powerOn(params, call);
          throw new DriverError("BACKEND_FAILED", "Cannot power on: the node is closed", {
            effect: "none",
            details: { step: "startGuest" },
          });
        },
      })),
      only: [`${SPARES}[state]`],
    },
  ),
  ...breaks(
    LASTS,
    {
      word: "opened by its connection",
      title: "A node is open again when its hypervisor answers again",
      message: "after its hypervisor could not be reached",
      driver: replacing((driver) => ({
        "simulation/clearFaults": async (params, call) => {
          const result = await driver["simulation/clearFaults"](params, call);
          const { nodes } = await driver.listNodes({}, within(call));
          for (const { uuid } of nodes) await driver.setHostEnabled({ node: uuid, enabled: true }, within(call));
          return result;
        },
      })),
      only: [`${LASTS}[unreachable]`],
    },
    {
      word: "opened by a restart",
      title: "A node is open again when the driver is started again",
      message: "after a restart of the driver",
      keepsState: true,
      driver: inLaterRuns(openAgain),
      only: [`${LASTS}[shutdown]`],
    },
  ),
  {
    id: `${LASTS}: opened by a kill`,
    requirement: LASTS,
    title: "A node is open again when the driver is started again after it was killed",
    message: "after a restart of the driver",
    keepsState: true,
    attach: restartingWrong((driver, earlierRuns) => (earlierRuns === 0 ? {} : openAgain(driver))),
    only: [`${LASTS}[kill]`],
  },
];

/** The mutants of what a node tells of itself, and of its switch. */
export const hostsMutants: readonly Mutant[] = [...statsMutants, ...enabling];
