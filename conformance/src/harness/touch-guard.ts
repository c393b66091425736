// Keeps the kit's hands off what it did not make: before a call that may change something is sent, what it names is looked at.
import { specModel } from "@virt-driver-kit/spec";

import { NotApplicable } from "./not-applicable.ts";

/** Looks at a call before it is sent. Throws if the call may not be. */
export type TouchGuard = (operation: string, params: object) => void;

/** What tells the kit's own from the rest. */
export interface OwnThings {
  /** With which every uuid that the run makes begins. */
  readonly runId: string;
  /** Whether an instance is in the run's journal. */
  readonly isPlanned: (uuid: string) => boolean;
  /** Whether a node is one of those that may be used; nothing is known before the nodes were listed. */
  readonly mayUse: (node: string) => boolean;
}

/** As the spec writes them; in capitals it is none. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

/**
 * Makes a guard.
 *
 * It lets through reads, uuids of the run's own, those of its journal, and what is no uuid at all, since a driver has to refuse that.
 */
export function touchGuard({ runId, isPlanned, mayUse }: OwnThings): TouchGuard {
  const isOwn = (uuid: string): boolean => !UUID.test(uuid) || uuid.startsWith(runId) || isPlanned(uuid);
  return (operation, params) => {
    const model = specModel.operations[operation];
    if (model?.kind === "read") return;
    // A simulated guest is nobody's; a node may well be kept for another purpose.
    const uuid = model?.group === "simulation" ? undefined : instanceIn(params);
    const node = nodeIn(params);
    if (uuid !== undefined && !isOwn(uuid))
      throw new TypeError(`Cannot call "${operation}" on instance "${uuid}": this run did not make it`);
    if (node !== undefined && !isOwn(node) && !mayUse(node))
      throw new NotApplicable(
        `The check changes something on node "${node}", and the configuration keeps the kit to others`,
        "resources.nodes",
      );
  };
}

/** Where a call says what it is about. */
interface Named {
  readonly instanceUuid?: unknown;
  readonly instance?: { readonly uuid?: unknown };
  readonly node?: unknown;
  readonly fault?: { readonly node?: unknown };
}

/** The uuid of the instance that a call is about, if it is about one. */
export function instanceIn(params: object): string | undefined {
  const { instanceUuid, instance }: Named = params;
  return asText(instanceUuid ?? instance?.uuid);
}

function nodeIn(params: object): string | undefined {
  const { node, fault }: Named = params;
  return asText(node ?? fault?.node);
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
