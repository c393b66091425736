// Checks of `checkCanLiveMigrateDestination`: it refuses what could never run there, and asking costs nothing.
import type { Architecture } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { givenMove } from "../steps/live-move.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";
import { givenResource, givenUsage } from "../steps/usage.ts";

const ARCHITECTURES: readonly Architecture[] = ["x86_64", "aarch64", "s390x", "ppc64le"];

/** An architecture that a node has nothing of. */
async function foreignArchitecture(t: CheckContext): Promise<Architecture> {
  const { cpuInfo, supportedInstances } = await givenResource(t);
  const known = [cpuInfo?.architecture, ...(supportedInstances ?? []).map(({ architecture }) => architecture)];
  const foreign = ARCHITECTURES.find((architecture) => !known.includes(architecture));
  return foreign ?? t.notApplicable("The node knows every architecture that the kit could name");
}

/** Asks whether an instance that is nowhere could move to the node of the check. Removes the probe when the check ends. */
async function ask(
  t: CheckContext,
  { instance, node }: Pick<NewInstance, "instance" | "node">,
  architecture?: Architecture,
): Promise<void> {
  const { data } = await t.driver.checkCanLiveMigrateDestination({
    instance,
    node,
    diskOverCommit: true,
    ...(architecture !== undefined && { sourceCpu: { architecture } }),
  });
  const cleanUp = { instanceUuid: instance.uuid, node, data };
  t.onCleanup(async () => void (await t.driver.cleanupLiveMigrationDestinationCheck(cleanUp).catch(() => undefined)));
  await t.given("cleanupLiveMigrationDestinationCheck", () => t.driver.cleanupLiveMigrationDestinationCheck(cleanUp));
}

/** The checks of `checkCanLiveMigrateDestination`. */
export const checkCanLiveMigrateDestinationChecks: readonly Check[] = [
  {
    id: "checkCanLiveMigrateDestination/refuses-a-foreign-cpu",
    requirement: "checkCanLiveMigrateDestination/refuses-a-foreign-cpu",
    title: "checkCanLiveMigrateDestination() refuses a guest whose processors are of another architecture",
    run: async (t) => {
      const params = await t.newInstance();
      const call = ask(t, params, await foreignArchitecture(t));
      const { details } = await t.expectError(call, "MIGRATION_NOT_POSSIBLE", { effect: "none" });
      t.expectEqual(
        details["reason"],
        "incompatible-cpu",
        "reason of checkCanLiveMigrateDestination for a processor of another architecture",
        "Compare `sourceCpu` with the node's processors before anything else.",
      );
    },
  },
  {
    id: "checkCanLiveMigrateDestination/claims-nothing",
    requirement: "checkCanLiveMigrateDestination/claims-nothing",
    title: "Nobody sees anything of an instance for which checkCanLiveMigrateDestination() said yes, and then no",
    run: async (t) => {
      const params = await t.newInstance();
      const before = { params, usage: await givenUsage(t) };
      await ask(t, params);
      await expectNoResidue(t, before, "after checkCanLiveMigrateDestination and the removal of its probe");
      const refused = ask(t, params, await foreignArchitecture(t));
      await t.given("checkCanLiveMigrateDestination", () => t.expectError(refused, "MIGRATION_NOT_POSSIBLE"));
      await expectNoResidue(t, before, "after checkCanLiveMigrateDestination had refused");
    },
  },
  {
    id: "checkCanLiveMigrateDestination/claims-nothing[all-checks]",
    requirement: "checkCanLiveMigrateDestination/claims-nothing",
    title: "Nobody at the destination sees anything of an instance for which all checks of a live migration were made",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const before = await takeDown(move.there, move.paramsThere());
      await move.givenChecked();
      await expectNoResidue(move.there, before, "at the destination after the checks and the removal of the probe");
    },
  },
];
