/** What makes the one simulated hypervisor declare and behave as a certain driver. */

import type { Capability, NodeAccepts } from "@virt-driver-kit/spec";
import type { HypervisorStep } from "../hypervisor/steps.ts";
import type { NodeModel } from "../site/node-record.ts";

/** What a persona does where the spec leaves room. A switch is absent where the capability that it is about is not offered. */
export interface Behaviour {
  /** The power state of a guest that crashed, in reads and in its event. */
  readonly crashedGuestIs: "crashed" | "shutdown";
  /** What reads show during `spawn`: `pending` from its beginning, or one of the others from the end of `defineInstance` and nothing before. */
  readonly spawningInstanceIs: "pending" | "shutdown" | "paused";
  /** What reads show between the two runs of a soft reboot. */
  readonly softRebootShows: "running" | "shutdown";
  /** Whether a running guest is held while `snapshot` reads its disk. */
  readonly snapshotGuest?: "runs" | "paused";
  /** How much of a console log is kept, in KiB; all of it if absent. */
  readonly consoleKeepsKib?: number;
  /** Whether the hypervisor holds a guest that writes to a full store, or the guest meets an error. */
  readonly fullStoreGuest: "paused" | "runs";
  /** How long after a guest stopped or crashed by itself the event is sent, in milliseconds. Reads know at once. */
  readonly ownStopsToldAfterMs: number;
  /** Whether a live migration ends by post-copy where the caller permits it. */
  readonly usesPostCopy?: boolean;
  /** What a hard reboot does with a volume that it cannot connect. */
  readonly unreachableVolumeAtReboot?: "fails" | "dropped";
}

/** A persona. */
export interface Persona {
  readonly name: string;
  /** For people, such as `Bare metal under ironic`. */
  readonly title: string;
  readonly capabilities: readonly Capability[];
  readonly hypervisor: { readonly type: string; readonly version: number };
  /** How many nodes a host has. */
  readonly nodes: number;
  /** What each node is like. */
  readonly node: NodeModel;
  /** Whether all nodes of the site reach one store. */
  readonly hasSharedStorage: boolean;
  readonly guest: {
    readonly kind: "machine" | "container" | "bareMetal";
    /** How the hypervisor names a guest: a text in which `{serial}`, `{serial:05X}`, `{uuid}`, `{node}` and `{digest}` stand for what they say. */
    readonly internalId: string;
  };
  readonly accepts: NodeAccepts;
  /** Usual durations of steps that differ from the common ones, in milliseconds. */
  readonly latency: Readonly<Partial<Record<HypervisorStep, number>>>;
  readonly behaviour: Behaviour;
}
