// Guests on a volume in a file, over which the kit makes layers as a volume service does for snapshots.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

import { backingNameOf, qcow2Layer, readLayer } from "../../harness/qcow2.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import type { TickingGuest } from "./guest.ts";
import { untilTicking } from "./guest.ts";
import { asRoot, bootsOn, givenGuestOn, probeVolume } from "./root-volumes.ts";

/** A layer over a file of a volume. */
export interface Layer {
  readonly path: string;
  readonly name: string;
  /** The name of the file under it, as it says now; nothing if it stands alone. */
  readonly backing: () => string | undefined;
  /** How often the guest has booted by what this file says itself; nothing if it says nothing. */
  readonly boots: () => number | undefined;
  readonly bytes: () => Buffer;
  readonly remove: () => void;
}

/** A guest that runs from a volume in a file, at the first boot. */
export interface LayeredGuest extends TickingGuest {
  readonly base: TestVolume;
  readonly baseName: string;
}

/** A guest that runs from a raw volume in a file. Blocks the check if there is none to be had. */
export async function givenLayeredGuest(t: CheckContext): Promise<LayeredGuest> {
  const base = await probeVolume(t);
  return { ...(await givenGuestOn(t, asRoot(base))), base, baseName: basename(base.path) };
}

/** Makes a layer that holds nothing of its own, beside the file that it is over. */
export function makeLayer(t: CheckContext, base: TestVolume, under?: Layer): Layer {
  const path = t.newFile(`layer-${t.uuid()}.qcow2`);
  const backing =
    under === undefined ? { path: base.path, format: "raw" as const } : { path: under.path, format: "qcow2" as const };
  writeFileSync(path, qcow2Layer(base.size(), backing), { mode: 0o666 });
  return {
    path,
    name: basename(path),
    backing: () => backingNameOf(path),
    boots: () => readLayer(path, 512, 4)?.readUInt32LE(),
    bytes: () => readFileSync(path),
    remove: () => rmSync(path),
  };
}

/** What a snapshot is asked for with. */
export function snapshotTo(
  t: CheckContext,
  { instance, base }: Pick<LayeredGuest, "instance" | "base">,
  layer: Pick<Layer, "name">,
): {
  instanceUuid: string;
  volumeId: string;
  snapshot: { snapshotId: string; format: "qcow2"; newFileName: string; quiesce: "never" };
} {
  const snapshot = { snapshotId: t.uuid(), format: "qcow2", newFileName: layer.name, quiesce: "never" } as const;
  return { ...instance.target, volumeId: base.volumeId, snapshot };
}

/** Has the guest write to a layer. Blocks the check if that fails. */
export async function givenSnapshot(t: CheckContext, guest: LayeredGuest, under?: Layer): Promise<Layer> {
  const layer = makeLayer(t, guest.base, under);
  await t.given("volumeSnapshotCreate", () => t.driver.volumeSnapshotCreate(snapshotTo(t, guest, layer)));
  return layer;
}

/**
 * Checks that a guest which is booted again reads what it wrote before, by its boot counter, and writes to one file of its volume.
 *
 * @param number - The number that the boot has to have.
 * @param active - Reads the counter from the file that it is to write to.
 * @param when - The end of the sentence, such as `after volumeSnapshotCreate`.
 */
export async function expectBootNumber(
  t: CheckContext,
  { instance }: Pick<LayeredGuest, "instance">,
  number: number,
  active: () => number | undefined,
  when: string,
): Promise<void> {
  // A guest that cannot start any more has lost its volume.
  await t.driver.reboot({ ...instance.target, type: "hard" });
  await t.elapse(500);
  const boot = await t.waitFor(`the guest boots ${when} and a hard reboot`, async () => {
    const reading = await untilTicking(t, instance, when);
    return reading.number >= number ? reading : undefined;
  });
  t.expectEqual(boot.number, number, `number of the guest's boot ${when} and a hard reboot`);
  t.expectEqual(active(), number, `boot counter in the file that the guest is to write to ${when}`);
}

/** The counter of a raw file, to be compared later. */
export function bootsOnBase({ base }: LayeredGuest): () => number | undefined {
  return () => (existsSync(base.path) ? bootsOn(base) : undefined);
}
