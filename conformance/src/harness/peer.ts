// A second host of the same site, served by a driver of its own, for checks in which an instance moves.
import type { DriverClient, DriverConnection, NodeInfo } from "@virt-driver-kit/spec";

import type { CallWatch } from "./call-watch.ts";
import type { ConnectionMonitor } from "./connection-monitor.ts";
import type { CoreAnswers, CoreStandIn } from "./core-stand-in.ts";
import type { EventRecorder } from "./event-recorder.ts";
import { given } from "./given.ts";
import type { Ending, OpenSession, SessionKeeper } from "./session-keeper.ts";
import type { SessionInfo } from "./session.ts";
import { type Simulation, simulationControls, type SimulationControls } from "./simulation.ts";

/** The second host, as a check uses it. */
export interface PeerHost {
  /** Its driver, in an initialized session. */
  readonly driver: DriverClient;
  readonly connection: DriverConnection;
  readonly session: SessionInfo;
  /** The node that instances go to. */
  readonly node: NodeInfo;
  /** The events of its driver since the check began. */
  readonly events: EventRecorder;
  /** Who answers what its driver asks. */
  readonly core: CoreAnswers;
  /** The controls of its simulated hypervisor, for faults that are to happen there. The clock is that of the site. */
  readonly simulation: Simulation;
  /** Whether its driver is a process of the kit's own, so that it can be killed. */
  readonly canKill: boolean;
  /** Ends its driver and opens a session with it again; {@link PeerHost.driver} is the new one. */
  restart(how?: Ending): Promise<void>;
}

/** The second host, as a run has it. */
export interface PeerServices {
  readonly keeper: SessionKeeper;
  readonly monitor: ConnectionMonitor;
  readonly core: CoreStandIn;
  /** The nodes that instances go to. Rejects with Blocked if the driver cannot tell. */
  readonly nodes: () => Promise<readonly [NodeInfo, ...NodeInfo[]]>;
  /** Whether its driver is a process that can be killed. */
  readonly canKill: boolean;
}

/** A {@link PeerHost} whose simulation can be undone. */
export interface OpenedPeer extends PeerHost {
  readonly simulation: SimulationControls;
}

/**
 * Opens a session with the second host.
 *
 * @throws Blocked if there is none to be had.
 */
export async function openPeer(services: PeerServices, watch: CallWatch, signal: AbortSignal): Promise<OpenedPeer> {
  const { keeper, monitor, core, canKill } = services;
  let session: OpenSession = await given("initialize", () => keeper.session());
  let driver = watch.watch(session.connection.driver, signal);
  const [node] = await services.nodes();
  return {
    get driver() {
      return driver;
    },
    get connection() {
      return session.connection;
    },
    get session() {
      return session.info;
    },
    get events() {
      return monitor.events;
    },
    node,
    core,
    canKill,
    simulation: simulationControls(() => driver),
    restart: async (how = "shutdown") => {
      session = await given("initialize", () => keeper.restart(how));
      driver = watch.watch(session.connection.driver, signal);
    },
  };
}
