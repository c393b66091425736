// Checks of `cleanupLiveMigrationDestinationCheck`: the probe goes, however often it is called.
import type { Check } from "../../harness/check.ts";
import { givenMove } from "../steps/live-move.ts";

/** The checks of `cleanupLiveMigrationDestinationCheck`. */
export const cleanupLiveMigrationDestinationCheckChecks: readonly Check[] = [
  {
    id: "cleanupLiveMigrationDestinationCheck/removes-the-probe[again]",
    requirement: "cleanupLiveMigrationDestinationCheck/removes-the-probe",
    title: "cleanupLiveMigrationDestinationCheck() succeeds twice, and for data without a probe",
    run: async (t) => {
      const { instance, node } = await t.newInstance();
      const { data } = await t.given("checkCanLiveMigrateDestination", () =>
        t.driver.checkCanLiveMigrateDestination({ instance, node, diskOverCommit: true }),
      );
      const { storageProbe: _, ...bare } = data;
      for (const given of [data, data, bare]) {
        await t.driver.cleanupLiveMigrationDestinationCheck({ instanceUuid: instance.uuid, node, data: given });
      }
    },
  },
  {
    id: "cleanupLiveMigrationDestinationCheck/removes-the-probe",
    requirement: "cleanupLiveMigrationDestinationCheck/removes-the-probe",
    title:
      "A source that reaches the destination's storage finds no probe after cleanupLiveMigrationDestinationCheck()",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const offered = await move.givenOffer();
      const finds = async (): Promise<boolean> => (await move.agree(offered)).sharedInstanceStorage === true;
      const isFound = await t.given("checkCanLiveMigrateSource", finds);
      if (!isFound) t.notApplicable("The two hosts share no storage in which a probe could be found");
      await move.removeProbe(offered);
      t.expectThat(!(await finds()), "The source still finds the probe after cleanupLiveMigrationDestinationCheck", {
        expected: "sharedInstanceStorage false",
        hint: "Remove the probe that the data names.",
      });
      await move.removeProbe(offered);
    },
  },
];
