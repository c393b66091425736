// What a sequence is played with: instances that are not there yet, and the volumes and interfaces that they are given.
import type { NetworkInterface, SpawnParams, VolumeAttachment } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { NotApplicable } from "../../harness/not-applicable.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import type { Command } from "../../model/commands.ts";
import type { Step } from "../../model/site-model.ts";
import { givenFileSink, SMALL_DISK } from "../steps/image-sinks.ts";
import { refusalOf } from "../steps/refusal.ts";

/** One instance of a sequence. */
export interface Actor {
  readonly uuid: string;
  readonly params: SpawnParams;
  readonly target: { readonly instanceUuid: string };
}

/** All that a sequence is played with. */
export interface Stage {
  readonly actors: readonly Actor[];
  /** The volumes, by number. */
  readonly volumes: ReadonlyMap<number, TestVolume>;
  /** The volumes as they were attached last, with what the driver answered. */
  readonly attached: Map<number, VolumeAttachment>;
  /** The interfaces, by number. */
  readonly interfaces: ReadonlyMap<number, NetworkInterface>;
}

/** A flavor in which every figure counts. */
const COUNTED = { flavor: { rootGib: 1 } } as const;

/**
 * Makes what the steps of a sequence need, and nothing on the driver yet.
 *
 * @param earlier - The instances of an earlier try, which are gone. Where a node holds one instance they are taken again, since each has a
 *   node of its own.
 * @throws NotApplicable if the node takes no volume or interface that the kit can make, or not so many instances.
 */
export async function givenStage(
  t: CheckContext,
  steps: readonly Step[],
  earlier: readonly Actor[] = [],
): Promise<Stage> {
  const count = 1 + Math.max(...steps.map(({ actor }) => actor));
  const hasSnapshot = steps.some(({ command }) => command.operation === "snapshot");
  const actors = t.hasWholeNodes ? earlier.slice(0, count) : [];
  while (actors.length < count) {
    const params = await t.newInstance(hasSnapshot ? SMALL_DISK : COUNTED);
    const { uuid } = params.instance;
    actors.push({ uuid, params, target: { instanceUuid: uuid } });
  }
  return {
    actors,
    volumes: new Map(devicesIn(steps, "Volume").map((device) => [device, t.volume()])),
    attached: new Map(),
    interfaces: new Map(devicesIn(steps, "Interface").map((device) => [device, t.networkInterface()])),
  };
}

function devicesIn(steps: readonly Step[], family: Command["family"]): number[] {
  const devices = steps
    .filter(({ command }) => command.family === family)
    .flatMap(({ command }) => command.device ?? []);
  return [...new Set(devices)];
}

/** Removes the instances of a stage, as far as the driver lets them go; what stays is found by the clean-up of the check. */
export async function leaveStage(t: CheckContext, { actors }: Stage): Promise<void> {
  for (const { target } of actors) await refusalOf(t.driver.destroy({ ...target, destroyDisks: true }));
}

/** Whether the kit can make what a command needs beside the instance: its device, or a place for an image. */
export function canStage(t: CheckContext, { family }: Command): boolean {
  try {
    if (family === "Volume") t.volume().remove();
    if (family === "Interface") t.networkInterface();
    if (family === "snapshot") givenFileSink(t);
    return true;
  } catch (error) {
    if (error instanceof NotApplicable) return false;
    throw error;
  }
}
