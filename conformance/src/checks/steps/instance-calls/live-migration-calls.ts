// Operations of live migrations, at the host that has the instance, with data that the two hosts have agreed on while it ran.
import type { CallOptions, LiveMigrateData, OperationName } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";
import { moveOf } from "../live-move.ts";
import { type CallState, type InstanceCall, plain } from "./instance-call.ts";
import { oncePerInstance } from "./once-per-instance.ts";

/** Data that the two hosts have agreed on. */
const givenAgreed = oncePerInstance(async (t, instance): Promise<LiveMigrateData> =>
  (await moveOf(t, instance)).givenChecked(),
);

type With = (t: CheckContext, instance: TestInstance, data: LiveMigrateData, options?: CallOptions) => Promise<unknown>;

/** A call with the data of a move that both hosts have agreed on. */
function withAgreed(operation: OperationName, call: With, spares: readonly CallState[] = []): InstanceCall {
  return {
    operation,
    spares,
    prepare: async (t, instance) => {
      const data = await givenAgreed(t, instance);
      return (_, options) => call(t, instance, data, options);
    },
  };
}

/** What tells a host that it is the destination, which it is not while it has the instance. */
function asDestination({ params: { instance }, node }: TestInstance): {
  readonly instance: typeof instance;
  readonly node: string;
} {
  return { instance, node: node.uuid };
}

/** The operations of live migrations. */
export const liveMigrationCalls: readonly InstanceCall[] = [
  plain("checkCanLiveMigrateDestination", (t, instance, options) =>
    t.driver.checkCanLiveMigrateDestination({ ...asDestination(instance), diskOverCommit: true }, options),
  ),
  {
    operation: "checkCanLiveMigrateSource",
    prepare: async (t, instance) => {
      const data = await (await moveOf(t, instance)).givenOffer();
      return () => t.driver.checkCanLiveMigrateSource({ ...instance.target, data });
    },
  },
  withAgreed("checkSourceMigrateDataAtDestination", (t, { target, node }, data, options) =>
    t.driver.checkSourceMigrateDataAtDestination({ ...target, node: node.uuid, data }, options),
  ),
  withAgreed("cleanupLiveMigrationDestinationCheck", (t, { target, node }, data, options) =>
    t.driver.cleanupLiveMigrationDestinationCheck({ ...target, node: node.uuid, data }, options),
  ),
  // The destination has not prepared itself.
  withAgreed("liveMigration", (t, { target }, data, options) => t.driver.liveMigration({ ...target, data }, options), [
    "running",
    "paused",
  ]),
  plain("liveMigrationAbort", (t, { target }) => t.driver.liveMigrationAbort(target)),
  plain("liveMigrationForceComplete", (t, { target }) => t.driver.liveMigrationForceComplete(target)),
  withAgreed("postLiveMigrationAtSource", (t, { target }, data, options) =>
    t.driver.postLiveMigrationAtSource({ ...target, data }, options),
  ),
  withAgreed("postLiveMigrationAtDestination", (t, instance, data, options) =>
    t.driver.postLiveMigrationAtDestination({ ...asDestination(instance), data }, options),
  ),
  // What it prepares for an instance that is absent stays until it is rolled back.
  withAgreed(
    "preLiveMigration",
    (t, instance, data, options) => t.driver.preLiveMigration({ ...asDestination(instance), data }, options),
    ["absent"],
  ),
  withAgreed("rollbackLiveMigrationAtSource", (t, { target }, data, options) =>
    t.driver.rollbackLiveMigrationAtSource({ ...target, data }, options),
  ),
  withAgreed("rollbackLiveMigrationAtDestination", (t, { target, node }, data, options) =>
    t.driver.rollbackLiveMigrationAtDestination({ ...target, node: node.uuid, data, destroyDisks: false }, options),
  ),
];
