/** Reads what a fake driver has stored in its state directory, for tests that look at what no operation tells. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DiskRecord } from "../../src/site/disk-record.ts";
import type { HostRecord } from "../../src/site/host-record.ts";
import type { InstanceRecord } from "../../src/site/instance-record.ts";

const DIGEST_CHARACTERS = 16;

/** All values by key, as of the last step. */
function storedValues(stateDirectory: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const line of readFileSync(join(stateDirectory, "journal"), "utf8").trimEnd().split("\n")) {
    const { set = {} } = JSON.parse(line.slice(DIGEST_CHARACTERS + 1)) as { set?: Record<string, unknown> };
    for (const [key, value] of Object.entries(set)) {
      if (value === null) values.delete(key);
      else values.set(key, value);
    }
  }
  return values;
}

/** The record of an instance on the first host. */
export function storedInstance(stateDirectory: string, uuid: string): InstanceRecord {
  const record = storedValues(stateDirectory).get(`instance/fake-host-1/${uuid}`);
  if (record === undefined) throw new RangeError(`No instance "${uuid}" is stored`);
  return record as InstanceRecord;
}

/** What a host knows beside its instances, the first one if none is named. */
export function storedHost(
  stateDirectory: string,
  host = "fake-host-1",
): Pick<HostRecord, "connections" | "plugs" | "secrets" | "incoming" | "outgoing"> {
  const record = storedValues(stateDirectory).get(`host/${host}`) as HostRecord | undefined;
  return record ?? { connections: [], plugs: [], secrets: [], incoming: [], outgoing: [] };
}

/** The disks of a uuid in all stores. */
export function storedDisks(stateDirectory: string, uuid: string): DiskRecord[] {
  return [...storedValues(stateDirectory)]
    .filter(([key]) => key.startsWith("disks/") && key.endsWith(uuid))
    .flatMap(([, disks]) => disks as DiskRecord[]);
}
