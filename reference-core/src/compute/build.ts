/**
 * Builds an instance: chooses a node, has it spawned there, and leaves it ACTIVE on both sides or ERROR with nothing on the driver.
 *
 * All of it is called with the instance's lock held, and all of it gives way to a deletion that was asked for meanwhile.
 */
import type { CallWatch } from "../driver/change.ts";
import { concludeSpawn } from "./build-outcome.ts";
import { failBuild, removeRemains } from "./build-failure.ts";
import type { ComputeContext } from "./compute-context.ts";
import type { MadeCall } from "./operation-runner.ts";
import { readNodes } from "./read-nodes.ts";
import { chooseNode } from "./scheduler.ts";
import { spawnParams } from "./spawn-params.ts";

/** On how many nodes a build is tried, as with Nova's `max_attempts`. */
const NODES_TO_TRY = 3;

/**
 * Builds an instance.
 *
 * @throws DriverError or NoAnswerError if the nodes cannot be read; nothing was asked of the driver then.
 * @throws SessionEndedError if this core is stopped or fenced first; {@link resumeBuild} goes on from there.
 * @see Nova nova/compute/manager.py _do_build_and_run_instance, _build_and_run_instance
 */
export async function buildInstance(context: ComputeContext, instanceUuid: string, watch: CallWatch): Promise<void> {
  await tryNodes(context, instanceUuid, watch, new Set());
}

/**
 * Goes on with a build that a restart of this core interrupted.
 *
 * What was asked of the driver is settled with the driver. What was not asked yet is not asked any more: the build has failed.
 *
 * @throws SessionEndedError if this core is stopped or fenced first.
 * @see Nova nova/compute/manager.py _init_instance, which has to give up every such build
 */
export async function resumeBuild(context: ComputeContext, instanceUuid: string, watch: CallWatch): Promise<void> {
  const pending = context.operations.pending(instanceUuid);
  const { node, fault } = context.instances.find(instanceUuid) ?? {};
  if (pending?.operation === "spawn") {
    const call = { record: pending, outcome: await context.runner.settle(pending, watch) };
    const result = await concludeSpawn(context, call);
    if (result === "refused") await tryNodes(context, instanceUuid, watch, new Set(node ? [node] : []));
  } else if (fault) {
    await removeRemains(context, instanceUuid, fault.message, pending);
  } else {
    failBuild(context, instanceUuid, "The compute service was restarted before it could begin with the build.");
  }
}

async function tryNodes(
  context: ComputeContext,
  instanceUuid: string,
  watch: CallWatch,
  tried: Set<string>,
): Promise<void> {
  while (tried.size < NODES_TO_TRY) {
    const call = await callSpawn(context, instanceUuid, watch, tried);
    if (call === undefined) break;
    const { node } = context.instances.find(instanceUuid) ?? {};
    if ((await concludeSpawn(context, call)) === "concluded") return;
    if (node) tried.add(node);
  }
  failBuild(context, instanceUuid, "No valid host was found. There are not enough hosts available.");
}

async function callSpawn(
  { session, instances, runner }: ComputeContext,
  instanceUuid: string,
  watch: CallWatch,
  tried: ReadonlySet<string>,
): Promise<MadeCall | undefined> {
  const reading = await session.ask(readNodes);
  return runner.run({
    ...watch,
    instanceUuid,
    operation: "spawn",
    prepare: () => {
      const wanted = instances.find(instanceUuid);
      const node = wanted && chooseNode(wanted, reading, instances.list(), tried);
      if (node === undefined) return undefined;
      const claimed = instances.update(instanceUuid, ["scheduling", "spawning"], { node, taskState: "spawning" });
      return claimed && spawnParams(claimed, node);
    },
  });
}
