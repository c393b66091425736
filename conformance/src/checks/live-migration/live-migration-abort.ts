// Checks of `liveMigrationAbort`: a word in passing, after which the migration says itself that it was called off.
import type { Check } from "../../harness/check.ts";
import { expectWentOn } from "../steps/moved-guest.ts";
import { expectEnd, givenBusyMove, givenTransfer, wordFor } from "../steps/moves-on-the-way.ts";
import { isPrompt } from "../steps/is-prompt.ts";

/** The checks of `liveMigrationAbort`. */
export const liveMigrationAbortChecks: readonly Check[] = [
  {
    id: "liveMigrationAbort/ends-as-cancelled",
    requirement: "liveMigrationAbort/ends-as-cancelled",
    title: "liveMigrationAbort() returns at once, and the migration that is copying memory ends as cancelled",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenBusyMove(t));
      const { move, boot } = transfer;
      const abort = t.driver.liveMigrationAbort(move.target);
      t.expectThat(await isPrompt(t, abort), "liveMigrationAbort waits", {
        expected: "an answer while the clock stands",
        hint: "Give the signal and answer: the migration answers for itself.",
      });
      await abort;
      const end = await expectEnd(t, transfer, "after liveMigrationAbort");
      t.expectEqual(wordFor(end), "cancelled", "end of a liveMigration that was called off by liveMigrationAbort");
      await expectWentOn(t, move, boot, "at the source after liveMigrationAbort");
    },
  },
];
