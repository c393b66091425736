/** The form of a persona's file: see `personas/README.md`. */

import type { Capability, NodeAccepts, SupportedInstance } from "@virt-driver-kit/spec";
import { type HypervisorStep, USUAL_STEP_MS } from "../hypervisor/steps.ts";
import type { Behaviour, Persona } from "./persona.ts";
import { anyValue, count, flag, listOf, mapOf, object, oneOf, optional, type Shape, text } from "./shape.ts";

/** A value with the place where it can be looked up. */
interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

/** A persona as its file has it. */
export interface PersonaFile {
  readonly persona: string;
  readonly title: string;
  readonly description: string;
  readonly profile: string;
  readonly hypervisor: { readonly type: string; readonly version: number; readonly source: string };
  readonly shape: {
    readonly nodes: number;
    readonly instancesPerNode?: number;
    readonly node: {
      readonly vcpus: number;
      readonly memoryMib: number;
      readonly diskGib: number;
      readonly supportedInstances: readonly SupportedInstance[];
    };
    readonly storage: "own" | "shared";
    readonly source: string;
  };
  readonly guest: Persona["guest"] & { readonly source: string };
  readonly accepts: {
    readonly [Kind in keyof NodeAccepts]?: { readonly values: NonNullable<NodeAccepts[Kind]>; readonly source: string };
  };
  readonly latency?: Readonly<Partial<Record<HypervisorStep, number>>> & { readonly source: string };
  readonly behaviour: { readonly [Switch in keyof Behaviour]: Sourced<NonNullable<Behaviour[Switch]>> };
  readonly capabilities: {
    readonly offers: Readonly<Partial<Record<Capability, string>>>;
    readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  };
}

const sourced = (value: Shape): Shape => object({ value, source: text });
const accepted = object({ values: listOf(anyValue), source: text });
const steps = Object.fromEntries(Object.keys(USUAL_STEP_MS).map((step) => [step, optional(count)]));

/** The shape of {@link PersonaFile}. Capabilities, and the values of `accepts`, are judged by the spec. */
export const personaFileShape: Shape = object({
  persona: text,
  title: text,
  description: text,
  profile: text,
  hypervisor: object({ type: text, version: count, source: text }),
  shape: object({
    nodes: count,
    instancesPerNode: optional(count),
    node: object({ vcpus: count, memoryMib: count, diskGib: count, supportedInstances: listOf(anyValue) }),
    storage: oneOf("own", "shared"),
    source: text,
  }),
  guest: object({ kind: oneOf("machine", "container", "bareMetal"), internalId: text, source: text }),
  accepts: object({
    diskFormats: optional(accepted),
    imageSources: optional(accepted),
    imageSinks: optional(accepted),
    vifTypes: optional(accepted),
    volumeProtocols: optional(accepted),
    consoleTypes: optional(accepted),
    migrationFormats: optional(accepted),
  }),
  latency: optional(object({ ...steps, source: text })),
  behaviour: object({
    crashedGuestIs: sourced(oneOf("crashed", "shutdown")),
    spawningInstanceIs: sourced(oneOf("pending", "shutdown", "paused")),
    softRebootShows: sourced(oneOf("running", "shutdown")),
    snapshotGuest: optional(sourced(oneOf("runs", "paused"))),
    consoleKeepsKib: optional(sourced(count)),
    fullStoreGuest: sourced(oneOf("paused", "runs")),
    ownStopsToldAfterMs: sourced(count),
    usesPostCopy: optional(sourced(flag)),
    unreachableVolumeAtReboot: optional(sourced(oneOf("fails", "dropped"))),
  }),
  capabilities: object({ offers: mapOf(text), lacks: mapOf(text) }),
});
