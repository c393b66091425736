// Makes instances for a check: first in the journal, then on the driver, and into the power state asked for.
import type { DriverClient, Flavor, NodeInfo } from "@virt-driver-kit/spec";

import type { GivenInstanceOptions, InstanceOptions, NewInstance } from "./check-context.ts";
import { given } from "./given.ts";
import type { JournalEntry } from "./journal.ts";
import { expectReached } from "./reached-state.ts";
import { NotApplicable } from "./not-applicable.ts";
import type { RunServices } from "./run-services.ts";
import type { TestInstance } from "./test-instance.ts";

/** Makes the instances of one check. */
export interface InstanceMaker {
  newInstance(options?: InstanceOptions): Promise<NewInstance>;
  givenInstance(options?: GivenInstanceOptions): Promise<TestInstance>;
  /** Everything that was made or may have been, the newest last. */
  readonly made: readonly JournalEntry[];
}

/**
 * Makes a maker.
 *
 * @param check - The check's id, for the journal.
 * @param driver - Gives the driver of the session that is open now.
 */
export function instanceMaker(services: RunServices, check: string, driver: () => DriverClient): InstanceMaker {
  const { settings, journal, images, runId } = services;
  const made: JournalEntry[] = [];
  const nodes = new Map<string, NodeInfo>();

  /** Where a node holds one instance, each goes to a node of its own. */
  const nodeFor = async (wanted: NodeInfo | undefined): Promise<NodeInfo> => {
    const all = await services.nodes();
    if (!services.watch.hasWholeNodes) return wanted ?? all[0];
    const candidates = wanted === undefined ? all : [wanted];
    const free = candidates.find(({ uuid }) => !made.some((entry) => entry.node === uuid));
    if (free !== undefined) return free;
    throw new NotApplicable(
      wanted === undefined
        ? `A node of this driver holds one instance, and the check needs more than its ${all.length} nodes`
        : `A node of this driver holds one instance, and the check needs several on "${wanted.name}"`,
    );
  };

  const newInstance = async (options: InstanceOptions = {}): Promise<NewInstance> => {
    const node = await nodeFor(options.node);
    nodes.set(node.uuid, node);
    const id = services.uuid();
    const name = `${settings.prefix}${runId}-${options.name ?? String(made.length + 1)}`;
    const entry = { uuid: id, name, node: node.uuid, check };
    journal.planned(entry);
    made.push(entry);
    const flavor = flavorOf(settings.flavor, options.flavor);
    return {
      instance: { uuid: id, name, flavor, image: images.image(options.image) },
      node: node.uuid,
      powerOn: options.powerOn ?? true,
      ...(options.devices !== undefined && { devices: options.devices }),
    };
  };

  const givenInstance = async ({
    powerState = "running",
    ...options
  }: GivenInstanceOptions = {}): Promise<TestInstance> => {
    const params = await given("spawn", async () => {
      const spawn = await newInstance({ ...options, powerOn: powerState !== "shutdown" });
      await driver().spawn(spawn);
      return spawn;
    });
    const { uuid: id, name } = params.instance;
    if (powerState === "paused") await given("pause", () => driver().pause({ instanceUuid: id }));
    const last = powerState === "paused" ? "pause" : "spawn";
    await given(last, () => expectReached(driver(), id, powerState, last));
    return {
      uuid: id,
      name,
      node: nodes.get(params.node) ?? { uuid: params.node, name: "" },
      params,
      target: { instanceUuid: id },
    };
  };

  return { newInstance, givenInstance, made };
}

/** A disk that is asked for is no smaller than the usual one, since the image of a site may not fit on it; 0 is always that of the image. */
function flavorOf(usual: Flavor, changes: Partial<Flavor> = {}): Flavor {
  const { rootGib = usual.rootGib } = changes;
  return { ...usual, ...changes, rootGib: rootGib === 0 ? 0 : Math.max(rootGib, usual.rootGib) };
}
