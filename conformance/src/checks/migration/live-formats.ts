// Checks of the formats in which guests travel between hosts that are not of one age.
import type { LiveMigrateData, MigrationFormat } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { givenMove } from "../steps/live-move.ts";
import { expectUnknownFormat, NO_FORMAT } from "../steps/migration-data.ts";
import { refusalOf } from "../steps/refusal.ts";

const FORMATS = "migration/live-writes-only-accepted-formats";
const HINT = "Take the first of `acceptedFormats` that you can write, and refuse if there is none.";

function expectWritten(t: CheckContext, data: LiveMigrateData, accepted: readonly MigrationFormat[]): void {
  for (const [member, format] of [
    ["format", data.format],
    ["driverPrivate.format", data.driverPrivate?.format ?? data.format],
  ] as const) {
    const isAccepted = accepted.some(({ name, version }) => name === format?.name && version === format.version);
    t.expectThat(isAccepted, `${member} in the data of checkCanLiveMigrateSource is none that was accepted`, {
      expected: accepted,
      got: format,
      hint: HINT,
    });
  }
}

/** The checks of the formats of live migrations. */
export const liveFormatsChecks: readonly Check[] = [
  {
    id: `${FORMATS}[none]`,
    requirement: FORMATS,
    title:
      "checkCanLiveMigrateSource() refuses a destination that accepts no format of the driver's, and the guest goes on",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      const destination = { node: t.uuid(), acceptedFormats: [NO_FORMAT], endpoints: [] };
      const call = t.driver.checkCanLiveMigrateSource({ ...instance.target, data: { destination } });
      await expectUnknownFormat(t, call, "a destination that accepts no format of the driver's");
      await expectUndisturbed(t, instance, boot, "by a checkCanLiveMigrateSource that was refused");
    },
  },
  {
    id: FORMATS,
    requirement: FORMATS,
    title: "checkCanLiveMigrateSource() chooses a format that the destination accepts, however few are left of them",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const { destination, ...offered } = await move.givenOffer();
      const all = destination.acceptedFormats;
      // A source may be unable to write some of them, but can write one at least.
      const choices = [all, [NO_FORMAT, ...all], all.toReversed()];
      for (const acceptedFormats of choices)
        expectWritten(t, await move.agree({ ...offered, destination: { ...destination, acceptedFormats } }), all);
      for (const format of all) {
        const data = { ...offered, destination: { ...destination, acceptedFormats: [format] } };
        const refusal = await refusalOf(move.agree(data).then((agreed) => expectWritten(t, agreed, [format])));
        const { reason } = (refusal?.details ?? {}) as { readonly reason?: unknown };
        t.expectEqual(reason ?? "unknown-format", "unknown-format", "reason of a refusal of one format");
      }
    },
  },
];
