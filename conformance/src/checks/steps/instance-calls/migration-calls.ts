// Operations of cold migrations, with the data of a move that the instance has made and taken back.
import type { ColdMigrationData } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";
import {
  finishParams,
  givenMovedAway,
  moveParams,
  OTHER_HOST,
  revert,
  revertParams,
  SAME_HOST,
} from "../cold-moves.ts";
import type { Way } from "../cold-moves.ts";
import type { InstanceCall } from "./instance-call.ts";
import { oncePerInstance } from "./once-per-instance.ts";

/** A move of the instance, and what its source gave its destination. */
interface TakenBack {
  readonly way: Way;
  readonly data: ColdMigrationData;
}

/** On the same host, or else to the second one. Not applicable if there is neither. */
const givenTakenBack = oncePerInstance(async (t, instance): Promise<TakenBack> => {
  const isSameHost = t.session.capabilities.supportsMigrateToSameHost === true;
  const way = await (isSameHost ? SAME_HOST : OTHER_HOST).open(t);
  const data = await givenMovedAway(way, instance);
  await t.given("finishRevertMigration", () => revert(way, instance));
  return { way, data };
});

async function givenOnSameHost(t: CheckContext, instance: TestInstance): Promise<TakenBack> {
  if (t.session.capabilities.supportsMigrateToSameHost !== true)
    t.notApplicable('The driver does not declare "supportsMigrateToSameHost"');
  return givenTakenBack(t, instance);
}

const finishing = [true, false].flatMap((powerOn): InstanceCall[] => [
  {
    operation: "finishMigration",
    when: { powerOn },
    // Where the instance is absent, so are the disks that it would be built from.
    spares: ["absent"],
    prepare: async (t, instance) => {
      const { data } = await givenTakenBack(t, instance);
      // As if this host were the destination, which it is not while it has the instance.
      const here = { here: t, there: t, isSameHost: false };
      return (_, options) => t.driver.finishMigration(finishParams(here, instance, data, { powerOn }), options);
    },
  },
  {
    operation: "finishMigration",
    when: { sameHost: true, powerOn },
    prepare: async (t, instance) => {
      const { way, data } = await givenOnSameHost(t, instance);
      return (_, options) => t.driver.finishMigration(finishParams(way, instance, data, { powerOn }), options);
    },
    spares: ["shutdown"],
  },
  {
    operation: "finishRevertMigration",
    when: { powerOn },
    prepare: async (t, instance) => {
      const { way } = await givenTakenBack(t, instance);
      return (_, options) => t.driver.finishRevertMigration(revertParams(way, instance, { powerOn }), options);
    },
  },
]);

/** The operations of cold migrations, in each variant that the spec tells apart. */
export const migrationCalls: readonly InstanceCall[] = [
  ...finishing,
  {
    operation: "confirmMigration",
    prepare: async (t, instance) => {
      const { data } = await givenTakenBack(t, instance);
      return (_, options) => t.driver.confirmMigration({ ...instance.target, data }, options);
    },
  },
  {
    operation: "confirmMigration",
    when: { sameHost: true },
    prepare: async (t, instance) => {
      const { data } = await givenOnSameHost(t, instance);
      return (_, options) => t.driver.confirmMigration({ ...instance.target, data, sameHost: true }, options);
    },
  },
  {
    operation: "migrateDiskAndPowerOff",
    prepare: async (t, instance) => {
      const { way } = await givenTakenBack(t, instance);
      const params = await moveParams(way, instance);
      return (_, options) => t.driver.migrateDiskAndPowerOff(params, options);
    },
    // Moved in part, even if it stays off.
    spares: ["shutdown"],
  },
  {
    operation: "getMigrationDestination",
    prepare: (t, instance) => () => t.driver.getMigrationDestination({ ...instance.target, node: instance.node.uuid }),
  },
];
