/** The contents of a volume that is a chain of real files in the format qcow2, over a raw one or none. */

import { SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { Contents, Part } from "./contents.ts";
import { fileContents } from "./file-contents.ts";
import { addCluster, clusterPlace, ownClusters } from "./qcow2-clusters.ts";
import { type Backing, readQcow2Header } from "./qcow2-header.ts";

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
    const parts: Buffer[] = [];
    for (const { cluster, at, count } of clustersOf(path, offset, length)) {
      parts.push(readCluster(path, cluster).subarray(at, at + count));
    }
    return Buffer.concat(parts);
  };
  const write = (offset: number, bytes: Buffer): void => {
    let written = 0;
    for (const { cluster, at, count } of clustersOf(path, offset, bytes.length)) {
      writeCluster(path, cluster, at, bytes.subarray(written, written + count));
      written += count;
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

function* clustersOf(path: string, offset: number, length: number): Iterable<ClusterPart> {
  const { clusterBytes } = readQcow2Header(path);
  for (let position = offset; position < offset + length;) {
    const at = position % clusterBytes;
    const count = Math.min(clusterBytes - at, offset + length - position);
    yield { cluster: Math.floor(position / clusterBytes), at, count };
    position += count;
  }
}

function readCluster(path: string, cluster: number): Buffer {
  const header = readQcow2Header(path);
  const place = clusterPlace(path, header, cluster);
  const { clusterBytes, backing } = header;
  if (typeof place === "number") return fileContents(path).read(place, clusterBytes);
  if (place === "zeros" || backing === null) return Buffer.alloc(clusterBytes);
  return layerContents(backing).read(cluster * clusterBytes, clusterBytes);
}

function writeCluster(path: string, cluster: number, at: number, bytes: Buffer): void {
  const header = readQcow2Header(path);
  const place = clusterPlace(path, header, cluster);
  if (typeof place === "number") {
    fileContents(path).write(place + at, bytes);
    return;
  }
  const whole = Buffer.from(readCluster(path, cluster));
  bytes.copy(whole, at);
  addCluster(path, header, cluster, whole);
}
