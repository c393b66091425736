// The faults of one check: by the driver's simulation where it has one, and by the site's hooks elsewhere.
import type { DriverClient } from "@virt-driver-kit/spec";

import { NotApplicable } from "./not-applicable.ts";
import { passageOf } from "./passage.ts";
import type { RunServices } from "./run-services.ts";
import type { Simulation } from "./simulation.ts";
import { strangersOn } from "./strangers.ts";
import { faultsByHand, hookFacts, simulatedFaults, type WorldFaults } from "./world-faults.ts";

/** How long a driver may take until it reaches its hypervisor again, in milliseconds before scaling. */
const REACHABLE_WITHIN_MS = 30_000;

/** Faults are ended although the check was. */
const UNENDING = new AbortController().signal;

/** What of a check its faults depend on. */
export interface FaultedCheck {
  /** The simulation, if the driver has one. */
  readonly simulation: Simulation | undefined;
  /** Gives the driver of the session that is open now. */
  readonly driver: () => DriverClient;
  /** Takes up a session again that the driver has lost. */
  readonly reopen: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Finds the file of a volume, if it is one of the kit's. */
  readonly pathOf: (volumeId: string) => string | undefined;
}

/** Makes the faults of a check. */
export async function checkFaults(services: RunServices, check: FaultedCheck): Promise<WorldFaults> {
  const { hooks, settings, clock, monitor, runId } = services;
  const { simulation, driver, signal, pathOf, reopen } = check;
  const nodes = await services.nodes();
  const faults =
    simulation === undefined
      ? faultsByHand({
          hooks,
          driver,
          reopen,
          passage: passageOf({ simulation: undefined, clock, signal: UNENDING }),
          withinMs: REACHABLE_WITHIN_MS * settings.timeScale,
          factsOf: (fault) => hookFacts(fault, nodes, pathOf),
          signal,
        })
      : simulatedFaults(simulation, driver);

  /** A node takes all that is on it with it. */
  const expectAlone = async (node: string): Promise<void> => {
    const others = await strangersOn(driver(), { uuid: node }, runId);
    if (others.length === 0) return;
    const name = nodes.find(({ uuid }) => uuid === node)?.name ?? node;
    throw new NotApplicable(
      `The check takes node "${name}" down, and ${others.length} guests are there that this run did not make`,
      "resources.nodes",
    );
  };

  return {
    begin: async (fault) => {
      if (fault.kind === "hostDown") {
        await expectAlone(fault.node);
        // A driver that runs on its host goes down with it.
        if (simulation === undefined) monitor.tolerate(["connection-closed", "driver-exited"]);
      }
      await faults.begin(fault);
    },
    end: () => faults.end(),
  };
}
