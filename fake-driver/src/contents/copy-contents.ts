/** Copies what one device holds to another, part by part. */

import type { Contents, Part } from "./contents.ts";

/** How much is copied at a time at most, in bytes. */
const BLOCK_BYTES = 2 ** 20;
/** Parts begin and end at multiples of this, so that many small ones become few. */
const GRAIN_BYTES = 65_536;

/**
 * The parts of a device that have to be looked at to make another one like it.
 *
 * @param sizeBytes - How much of them, from the beginning.
 */
export function partsToCopy(from: Contents, to: Contents, sizeBytes: number): Part[] {
  return inBlocks([...from.usedParts(), ...to.usedParts()], sizeBytes);
}

/** Joins parts and cuts them into blocks, in rising order, none of them past the end. */
export function inBlocks(parts: Iterable<Part>, sizeBytes: number): Part[] {
  const grains = new Set<number>();
  const blocks: Part[] = [];
  for (const { offset, length } of parts) {
    if (length >= BLOCK_BYTES) blocks.push(...wholeBlocks(offset, Math.min(length, sizeBytes - offset)));
    else for (let at = offset - (offset % GRAIN_BYTES); at < offset + length; at += GRAIN_BYTES) grains.add(at);
  }
  for (const offset of grains) blocks.push({ offset, length: GRAIN_BYTES });
  return blocks
    .map(({ offset, length }) => ({ offset, length: Math.min(length, sizeBytes - offset) }))
    .filter(({ length }) => length > 0)
    .toSorted((left, right) => left.offset - right.offset);
}

/** Copies parts. What is the same already is not written. */
export function copyParts(from: Contents, to: Contents, parts: Iterable<Part>): void {
  for (const { offset, length } of parts) {
    const bytes = from.read(offset, length);
    if (!bytes.equals(to.read(offset, length))) to.write(offset, bytes);
  }
}

/** A share of a list: the `number`-th of `count`, from 1. */
export function shareOf<T>(list: readonly T[], number: number, count: number): readonly T[] {
  return list.slice(Math.floor((list.length * (number - 1)) / count), Math.floor((list.length * number) / count));
}

function* wholeBlocks(offset: number, length: number): Iterable<Part> {
  for (let at = 0; at < length; at += BLOCK_BYTES)
    yield { offset: offset + at, length: Math.min(BLOCK_BYTES, length - at) };
}
