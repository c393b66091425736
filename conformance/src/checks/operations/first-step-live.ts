// Checks of a failure at the first hypervisor call of what goes before and after a live migration, at the host that does it.
import type { LiveMigrateData, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenTickingMove, type LiveMove } from "../steps/live-move.ts";
import { givenHostdevEnds } from "../steps/moving-devices.ts";
import { expectEnd, givenTransfer } from "../steps/moves-on-the-way.ts";
import { refusalOf } from "../steps/refusal.ts";

const REQUIREMENT: RequirementId = "operations/failed-call-can-be-repeated";

/** A call on a move, and the host that does it. */
interface Part {
  readonly operation: string;
  readonly hostOf: (move: LiveMove) => CheckContext;
  readonly prepare: (move: LiveMove) => Promise<LiveMigrateData>;
  readonly call: (move: LiveMove, data: LiveMigrateData) => Promise<unknown>;
}

const PARTS: readonly Part[] = [
  {
    operation: "cleanupLiveMigrationDestinationCheck",
    hostOf: ({ there }) => there,
    prepare: (move) => move.givenOffer(),
    call: (move, data) => move.removeProbe(data),
  },
  {
    operation: "rollbackLiveMigrationAtDestination",
    hostOf: ({ there }) => there,
    prepare: (move) => move.givenPrepared(),
    call: (move, data) => move.rollBackAtDestination(data),
  },
  {
    operation: "postLiveMigrationAtDestination",
    hostOf: ({ there }) => there,
    prepare: (move) => move.givenArrived(),
    call: (move, data) => move.completeAtDestination(data),
  },
];

/** Fails the first hypervisor call that an operation makes on a host, and makes the operation again. */
async function failOnce(
  t: CheckContext,
  host: CheckContext,
  operation: string,
  call: () => Promise<unknown>,
): Promise<void> {
  await host.simulation.injectFault({ kind: "failStep", step: 1 });
  const refusal = await refusalOf(call());
  await host.simulation.clearFaults();
  if (refusal === undefined) t.notApplicable(`${operation} asks nothing of the hypervisor that could fail`);
  const again = await refusalOf(call());
  const what = `${operation} failed again, although only its first hypervisor call had failed, once`;
  t.expectThat(again === undefined, what, { expected: "success", got: again });
}

const parts = PARTS.map(({ operation, hostOf, prepare, call }): Check => ({
  id: `${REQUIREMENT}[${operation}-first-step]`,
  requirement: REQUIREMENT,
  title: `${operation}() whose first hypervisor call failed succeeds when it is made again`,
  needs: { peer: true, simulation: true, capabilities: ["supportsLiveMigration"] },
  run: async (t) => {
    const { move } = await givenTickingMove(t);
    const data = await prepare(move);
    await failOnce(t, hostOf(move), operation, () => call(move, data));
  },
}));

/** A guest gets its device back when the migration that took it away was called off. */
const rollback: Check = {
  id: `${REQUIREMENT}[rollbackLiveMigrationAtSource-first-step]`,
  requirement: REQUIREMENT,
  title: "rollbackLiveMigrationAtSource() whose first hypervisor call failed succeeds when it is made again",
  needs: {
    peer: true,
    probeGuest: true,
    simulation: true,
    capabilities: ["supportsLiveMigration", "supportsNetworkInterfaces", "supportsPciPassthrough"],
  },
  run: async (t) => {
    const { devices } = await givenHostdevEnds(t);
    const transfer = await givenTransfer(t, await givenTickingMove(t, { devices }));
    t.connection.cancelOperation(transfer.operationId);
    await t.given("liveMigration", () => expectEnd(t, transfer, "when it is cancelled"));
    const { move, data } = transfer;
    await failOnce(t, t, "rollbackLiveMigrationAtSource", () => move.rollBackAtSource(data));
  },
};

/** The checks of failures around live migrations. */
export const firstStepLiveChecks: readonly Check[] = [...parts, rollback];
