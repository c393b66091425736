/** The contents of a volume that is a chain of real files in the format qcow2, over a raw one or none. */

import { SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { Contents, Part } from "./contents.ts";
import { fileContents, readFromFile, writeToFile } from "./file-contents.ts";
import { addCluster, clusterPlace, ownClusters } from "./qcow2-clusters.ts";
import { type Backing, type Qcow2Header, readQcow2Header } from "./qcow2-header.ts";

/** The parts of a device that a file of its chain says something of itself. */
export interface LayeredContents extends Contents {
  /** Those parts; all others show what is underneath. */
  ownParts(): Iterable<Part>;
}

/** The contents of a file of a chain, with all files below it. */
export function layerContents({ path, format }: Backing): Contents {
  return format === "qcow2" ? qcow2Contents(path) : fileContents(path);
}

/**
 * Makes the contents of a qcow2 file and of those below it. Writes go to this file and no other.
 *
 * @param path - Where it is. Each access reads the file anew, and throws the system's error or a RangeError if it cannot be used.
 */
export function qcow2Contents(path: string): LayeredContents {
  const read = (offset: number, length: number): Buffer => {
    const header = readQcow2Header(path);
    return Buffer.concat([...clustersOf(header, offset, length)].map((part) => readPart(path, header, part)));
  };
  const write = (offset: number, bytes: Buffer): void => {
    let written = 0;
    const header = readQcow2Header(path);
    for (const part of clustersOf(header, offset, bytes.length)) {
      writePart(path, header, part, bytes.subarray(written, written + part.count));
      written += part.count;
    }
  };
  return {
    get sizeBytes() {
      return readQcow2Header(path).sizeBytes;
    },
    isReadOnly: false,
    read,
    readSector: (sector) => read(sector * SECTOR_BYTES, SECTOR_BYTES),
    write,
    writeSector: (sector, bytes) => write(sector * SECTOR_BYTES, bytes),
    *ownParts() {
      const header = readQcow2Header(path);
      for (const cluster of ownClusters(path, header)) {
        yield { offset: cluster * header.clusterBytes, length: header.clusterBytes };
      }
    },
    *usedParts() {
      const { backing } = readQcow2Header(path);
      yield* this.ownParts();
      if (backing !== null) yield* layerContents(backing).usedParts();
    },
  };
}

/** A part of a device within one of its clusters. */
interface ClusterPart {
  readonly cluster: number;
  readonly at: number;
  readonly count: number;
}

function* clustersOf({ clusterBytes }: Qcow2Header, offset: number, length: number): Iterable<ClusterPart> {
  for (let position = offset; position < offset + length;) {
    const at = position % clusterBytes;
    const count = Math.min(clusterBytes - at, offset + length - position);
    yield { cluster: Math.floor(position / clusterBytes), at, count };
    position += count;
  }
}

function readPart(path: string, header: Qcow2Header, { cluster, at, count }: ClusterPart): Buffer {
  const place = clusterPlace(path, header, cluster);
  const { clusterBytes, backing } = header;
  if (typeof place === "number") return readFromFile(path, place + at, count);
  if (place === "zeros" || backing === null) return Buffer.alloc(count);
  return layerContents(backing).read(cluster * clusterBytes + at, count);
}

function writePart(path: string, header: Qcow2Header, { cluster, at }: ClusterPart, bytes: Buffer): void {
  const place = clusterPlace(path, header, cluster);
  if (typeof place === "number") {
    writeToFile(path, place + at, bytes);
    return;
  }
  const whole = readPart(path, header, { cluster, at: 0, count: header.clusterBytes });
  bytes.copy(whole, at);
  addCluster(path, header, cluster, whole);
}
