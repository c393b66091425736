// Checks of the events of live migrations: one at either end, and only the source knows the call.
import type { PowerState } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { simulates } from "../steps/guest-time.ts";
import { givenMove } from "../steps/live-move.ts";

const TELLS = "event/tells-a-live-migration-at-both-ends";

/** How long is listened for events too many, in milliseconds: longer than any driver holds one back. */
const LISTENING_MS = 20_000;
const LISTENING_REAL_MS = 2_000;

/** What a host has told of an instance. */
function toldBy({ events }: CheckContext, uuid: string): readonly object[] {
  return events.of(uuid).map(({ transition, powerState, operationId }) => ({ transition, powerState, operationId }));
}

const STATES: readonly {
  readonly powerState: Extract<PowerState, "running" | "paused">;
  readonly needs: Check["needs"];
}[] = [
  { powerState: "running", needs: {} },
  { powerState: "paused", needs: { capabilities: ["supportsPause"] } },
];

/** The checks of the events of live migrations. */
export const liveMigrationEventChecks: readonly Check[] = STATES.map(({ powerState, needs }): Check => ({
  id: `${TELLS}[${powerState}]`,
  requirement: TELLS,
  title: `liveMigration() of a ${powerState} guest is told as one migrated at the source, with its operationId, and one at the destination`,
  needs: { peer: true, ...needs },
  run: async (t) => {
    const move = await givenMove(t, { powerState });
    const { there, uuid } = move;
    const data = await move.givenPrepared();
    for (const host of [t, there]) {
      await host.given("probe", () => host.driver.probe({}));
      host.events.clear();
    }
    const operationId = t.uuid();
    await t.given("liveMigration", async () => {
      const { outcome } = await move.transfer(data, {}, { operationId });
      t.expectEqual(outcome, "completed", "outcome of liveMigration");
    });
    await t.elapse(simulates(t) ? LISTENING_MS : LISTENING_REAL_MS);
    for (const host of [t, there]) await host.given("probe", () => host.driver.probe({}));
    t.expectEqual(
      toldBy(t, uuid),
      [{ transition: "migrated", powerState: "absent", operationId }],
      "events at the source of liveMigration",
      "A guest that has left has not stopped: tell migrated, and name the call.",
    );
    t.expectEqual(
      toldBy(there, uuid),
      [{ transition: "migrated", powerState, operationId: undefined }],
      "events at the destination of liveMigration",
      "A guest that has arrived has not started: tell migrated, and no call.",
    );
  },
}));
