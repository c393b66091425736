/** Places in messages, as JSON pointers name them: RFC 6901, with `*` for every entry of a list and every member of an object. */

import type { FaultChange, FaultCondition } from "@virt-driver-kit/spec";
import { isDeepStrictEqual } from "node:util";

type Holder = Record<string, unknown>;

/** Splits a pointer into the names that lead to its place. */
export function partsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Finds what is at a pointer: several values if it has a `*`, none if it leads nowhere. */
export function valuesAt(message: unknown, pointer: string): unknown[] {
  const parts = partsOf(pointer);
  const name = parts.pop();
  if (name === undefined) return [];
  return holdersAt(message, parts).flatMap((holder) => namesIn(holder, name).map((key) => holder[key]));
}

/** Tells whether a message says what a condition asks. */
export function isMet({ pointer, json }: FaultCondition, message: unknown): boolean {
  const values = valuesAt(message, pointer);
  if (json === undefined) return values.length > 0;
  const wanted: unknown = JSON.parse(json);
  return values.some((value) => isDeepStrictEqual(value, wanted));
}

/**
 * Makes changes to a message.
 *
 * @param message - The message, which stays as it is.
 * @param changes - What to change, in this order.
 * @returns A copy with the changes. One whose pointer leads nowhere changes nothing.
 */
export function withChanges<T extends object>(message: T, changes: readonly FaultChange[]): T {
  // By its text, since two members that are one object here are two on the wire.
  const changed = JSON.parse(JSON.stringify(message)) as T;
  for (const change of changes) apply(change, changed);
  return changed;
}

function apply({ pointer, was, json }: FaultChange, message: object): void {
  const parts = partsOf(pointer);
  const name = parts.pop();
  if (name === undefined) return;
  for (const holder of holdersAt(message, parts)) {
    const isNewMember = name !== "*" && !Array.isArray(holder) && json !== undefined && was === undefined;
    // From the end, so that taking an entry out of a list does not move those still to come.
    for (const key of isNewMember ? [name] : namesIn(holder, name).toReversed()) {
      if (was !== undefined && !isDeepStrictEqual(holder[key], JSON.parse(was))) continue;
      if (json !== undefined) holder[key] = JSON.parse(json);
      else if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
    }
  }
}

function holdersAt(message: unknown, parts: readonly string[]): Holder[] {
  let holders = [message].filter(isHolder);
  for (const part of parts) {
    holders = holders.flatMap((holder) => namesIn(holder, part).map((key) => holder[key])).filter(isHolder);
  }
  return holders;
}

function namesIn(holder: Holder, part: string): string[] {
  if (part === "*") return Object.keys(holder);
  return Object.hasOwn(holder, part) && part !== "length" ? [part] : [];
}

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}
