// Several instances beside each other, with the volumes and interfaces that they can take from one another.
import { type Command } from "./commands.ts";
import { type Expectation, expectationsOf, type InstanceModel, refusedWith, UNKNOWN } from "./instance-model.ts";

/** One step of a sequence. */
export interface Step {
  /** The instance that it is about, from 0. */
  readonly actor: number;
  readonly command: Command;
}

/** The instances, by number. */
export type SiteModel = readonly InstanceModel[];

/** A site where nobody has done anything yet. */
export function emptySite(actors: number): SiteModel {
  return Array.from({ length: actors }, () => UNKNOWN);
}

/** The site with one of its instances changed. */
export function withInstance(site: SiteModel, actor: number, instance: InstanceModel): SiteModel {
  return site.map((before, index) => (index === actor ? instance : before));
}

/** What an instance of a site is like. */
export function instanceOf(site: SiteModel, actor: number): InstanceModel {
  const instance = site[actor];
  if (instance === undefined) throw new RangeError(`Cannot find instance ${actor}: there are ${site.length}`);
  return instance;
}

/** What may come of a step; none where the spec says nothing of it, or it is nothing that a caller does. */
export function expectationsOfStep(site: SiteModel, { actor, command }: Step): readonly Expectation[] {
  const before = instanceOf(site, actor);
  const plain = expectationsOf(before, command);
  const { device, operation } = command;
  if (device === undefined || plain.length === 0) return plain;
  const kind = operation?.endsWith("Volume") === true ? "volumes" : "interfaces";
  const isElsewhere = site.some((other, index) => index !== actor && other[kind].includes(device));
  return operation?.startsWith("attach") === true
    ? attachments(before, plain, { kind, device, isElsewhere })
    : detachments(before, plain, { kind, device, isElsewhere });
}

interface DeviceUse {
  readonly kind: "volumes" | "interfaces";
  readonly device: number;
  /** Whether another instance has it. */
  readonly isElsewhere: boolean;
}

function attachments(
  before: InstanceModel,
  plain: readonly Expectation[],
  { kind, device, isElsewhere }: DeviceUse,
): readonly Expectation[] {
  const refusals = plain.filter(({ outcome }) => outcome !== "done");
  if (isElsewhere) return kind === "volumes" ? [refusedWith("VOLUME_IN_USE", before), ...refusals] : [];
  // What the instance has already succeeds, and need not be refused for a state in which nothing can be attached.
  if (before[kind].includes(device)) return [...refusals, { outcome: "done", after: before, boots: false, told: [] }];
  return plain.map((expected) => {
    if (expected.outcome !== "done") return expected;
    const devices = [...before[kind], device].toSorted((a, b) => a - b);
    return { ...expected, after: { ...expected.after, [kind]: devices } };
  });
}

function detachments(
  before: InstanceModel,
  plain: readonly Expectation[],
  { kind, device, isElsewhere }: DeviceUse,
): readonly Expectation[] {
  // A caller detaches only where the instance is (`detachVolume/withdraws-the-volume-last`).
  if (isElsewhere) return [];
  const refusals = plain.filter(({ outcome }) => outcome !== "done");
  const without = { ...before, [kind]: before[kind].filter((other) => other !== device) };
  const done: Expectation = { outcome: "done", after: without, boots: false, told: [] };
  if (!before[kind].includes(device)) return [...refusals, done];
  if (refusals.length > 0) return refusals;
  // A guest that does not let go keeps the device, and one that executes nothing cannot let go.
  const isThere = before.state === "running" || before.state === "paused";
  return isThere ? [done, refusedWith("DEVICE_DETACH_FAILED", before)] : [done];
}
