// Reads an ISO 9660 file system: the names of Joliet or Rock Ridge where it has them, and its plain ones where it has not.
import type { FileSystem, ReadDisk } from "./file-system.ts";

const SECTOR_BYTES = 2048;
const DESCRIPTOR_SECTOR = 16;
/** There are few descriptors, and the last one says so. */
const MOST_DESCRIPTORS = 16;
/** So that folders which are in themselves come to an end. */
const MOST_FOLDERS = 1000;

const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const IS_FOLDER = 2;
const JOLIET = /^%\/[@CE]/u;

interface Place {
  readonly sector: number;
  readonly bytes: number;
}

interface Found extends Place {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Reads one record of a folder's: what it stands for, and its name. */
type NameOf = (record: Buffer, plain: Buffer) => string;

/** Finds an ISO 9660 file system on a disk; undefined if there is none. */
export function readIso9660(read: ReadDisk): FileSystem | undefined {
  const descriptors: Buffer[] = [];
  for (let index = 0; index < MOST_DESCRIPTORS; index += 1) {
    const descriptor = read((DESCRIPTOR_SECTOR + index) * SECTOR_BYTES, SECTOR_BYTES);
    if (descriptor.toString("latin1", 1, 6) !== "CD001" || descriptor[0] === 0xff) break;
    descriptors.push(descriptor);
  }
  const primary = descriptors.find((descriptor) => descriptor[0] === PRIMARY);
  if (primary === undefined) return undefined;
  const joliet = descriptors.find(
    (descriptor) => descriptor[0] === SUPPLEMENTARY && JOLIET.test(descriptor.toString("latin1", 88, 91)),
  );
  const files = new Map<string, Buffer>();
  // Rock Ridge has the names in the primary tree, and they are the longer ones.
  const isRockRidge = namesOf(read, primary, rockRidgeName(read)).some(({ name }) => name !== "");
  const [root, nameOf] =
    joliet !== undefined && !isRockRidge
      ? [joliet, jolietName]
      : [primary, isRockRidge ? rockRidgeName(read) : plainName];
  walk(read, root, nameOf, files);
  return { format: "iso9660", label: primary.toString("latin1", 40, 72).trimEnd(), files };
}

function namesOf(read: ReadDisk, descriptor: Buffer, nameOf: NameOf): Found[] {
  return recordsIn(read, placeIn(descriptor.subarray(156)), nameOf);
}

function walk(read: ReadDisk, descriptor: Buffer, nameOf: NameOf, files: Map<string, Buffer>): void {
  const folders: { readonly path: string; readonly place: Place }[] = [
    { path: "", place: placeIn(descriptor.subarray(156)) },
  ];
  for (const { path, place } of folders) {
    for (const found of recordsIn(read, place, nameOf)) {
      const inside = `${path}${found.name}`;
      if (!found.isFolder) files.set(inside, read(found.sector * SECTOR_BYTES, found.bytes));
      else if (folders.length < MOST_FOLDERS) folders.push({ path: `${inside}/`, place: found });
    }
  }
}

function placeIn(record: Buffer): Place {
  return { sector: record.readUInt32LE(2), bytes: record.readUInt32LE(10) };
}

/** What a folder has in it, without itself and its parent. */
function recordsIn(read: ReadDisk, { sector, bytes }: Place, nameOf: NameOf): Found[] {
  const all = read(sector * SECTOR_BYTES, bytes);
  const found: Found[] = [];
  for (let at = 0; at < all.length;) {
    const length = all[at] ?? 0;
    if (length < 34) {
      // No record crosses from one sector to the next.
      at = (Math.floor(at / SECTOR_BYTES) + 1) * SECTOR_BYTES;
      continue;
    }
    const record = all.subarray(at, at + length);
    at += length;
    const plain = record.subarray(33, 33 + (record[32] ?? 0));
    if (plain.length === 1 && (plain[0] ?? 0) <= 1) continue;
    const isFolder = ((record[25] ?? 0) & IS_FOLDER) !== 0;
    found.push({ ...placeIn(record), isFolder, name: nameOf(record, plain) });
  }
  return found;
}

/** `NAME.TXT;1`, without its version and in small letters, as systems show it. */
function plainName(_record: Buffer, plain: Buffer): string {
  return plain
    .toString("latin1")
    .replace(/\.?;\d+$/u, "")
    .toLowerCase();
}

function jolietName(_record: Buffer, plain: Buffer): string {
  const text = Buffer.from(plain).swap16().toString("utf16le");
  return text.replace(/;\d+$/u, "");
}

/** The name in the entries of Rock Ridge behind the plain one, and where those go on; empty if there is none. */
function rockRidgeName(read: ReadDisk): NameOf {
  return (record, plain) => {
    let area: Buffer | undefined = record.subarray(33 + plain.length + (plain.length % 2 === 0 ? 1 : 0));
    let name = "";
    for (let areas = 0; area !== undefined && areas < MOST_DESCRIPTORS; areas += 1) {
      let next: Buffer | undefined;
      for (let at = 0; at + 4 <= area.length;) {
        const signature = area.toString("latin1", at, at + 2);
        const length = area[at + 2] ?? 0;
        if (length < 4) break;
        if (signature === "NM") name += area.toString("utf8", at + 5, at + length);
        if (signature === "CE") {
          const start = area.readUInt32LE(at + 4) * SECTOR_BYTES + area.readUInt32LE(at + 12);
          next = read(start, area.readUInt32LE(at + 20));
        }
        at += length;
      }
      area = next;
    }
    return name;
  };
}
