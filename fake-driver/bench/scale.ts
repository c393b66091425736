// How the simulation does with 1, 1,000 and 10,000 instances on up to 100 hosts: simulated seconds per second, calls per second, bytes per
// instance, and reads against those of a site with one instance. Run it after a build with `tsx fake-driver/bench/scale.ts`; it exits 1 if a day takes
// a second, or reads of 10,000 instances are ten times as slow.
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { connectDriver, type DriverConnection, type ImageMeta } from "@virt-driver-kit/spec";
import { fakeSite } from "../src/index.ts";

const SIZES = [1, 1000, 10_000];
const MOST_HOSTS = 100;
const DAY_MS = 86_400_000;
const READS = 2000;
const FLAVOR = { name: "tiny", vcpus: 1, memoryMib: 64, rootGib: 1 };

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** How wide the columns after the first two are, in characters. */
const WIDTHS = [19, 12, 17, 11, 18];

interface Attached {
  readonly connection: DriverConnection;
  readonly node: string;
}

const directory = mkdtempSync(join(tmpdir(), "vdk-bench-"));
const image = ((): ImageMeta => {
  const bytes = Buffer.alloc(1 << 20, 0x90);
  const path = join(directory, "image.raw");
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {
    id: randomUUID(),
    name: "bench",
    diskFormat: "raw",
    sizeBytes: bytes.length,
    sha256,
    source: { kind: "file", path },
  };
})();

async function attach(hosts: number): Promise<Attached[]> {
  const site = fakeSite({ hosts, nodes: 1, vcpus: 1024 });
  const attached: Attached[] = [];
  for (const host of site.hosts) {
    const connection = await connectDriver({ kind: "memory", definition: site.driver(host), log: () => undefined });
    await connection.initialize({ epoch: 1 });
    const { nodes } = await connection.driver.listNodes();
    attached.push({ connection, node: nodes[0]?.uuid ?? "" });
  }
  return attached;
}

/** Runs some work; returns how long it took, in seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function heapBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

interface Measured {
  readonly row: string;
  readonly daySeconds: number;
  readonly readSeconds: number;
}

/** Measures a site with so many instances. Their bytes include their share of the site and its drivers. */
async function measure(size: number): Promise<Measured> {
  const before = heapBytes();
  const drivers = await attach(Math.min(size, MOST_HOSTS));
  const at = (index: number): Attached => drivers[index % drivers.length] as Attached;
  const uuids = Array.from({ length: size }, () => randomUUID());
  const spawning = await timed(async () => {
    for (const [index, uuid] of uuids.entries()) {
      const { connection, node } = at(index);
      await connection.driver.spawn({
        instance: { uuid, name: `bench-${index}`, flavor: FLAVOR, image },
        node,
        powerOn: true,
      });
    }
  });
  const bytes = (heapBytes() - before) / size;
  const day = await timed(() => at(0).connection.driver["simulation/advance"]({ durationMs: DAY_MS }));
  const reading = await timed(async () => {
    for (let read = 0; read < READS; read += 1) {
      const index = (read * 7919) % size;
      await at(index).connection.driver.getInfo({ instanceUuid: uuids[index] as string });
    }
  });
  const changing = await timed(async () => {
    for (const [index, instanceUuid] of uuids.slice(0, 500).entries()) {
      const { driver } = at(index).connection;
      await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
      await driver.powerOn({ instanceUuid });
    }
  });
  const changes = Math.min(size, 500) * 2;
  const figures = [DAY_MS / 1000 / day, size / spawning, changes / changing, READS / reading, bytes].map(
    (figure, column) =>
      Math.round(figure)
        .toLocaleString("en")
        .padStart(WIDTHS[column] ?? 0),
  );
  const row = [String(size).padStart(9), String(drivers.length).padStart(5), ...figures].join("  ");
  for (const { connection } of drivers) await connection.close();
  return { row, daySeconds: day, readSeconds: reading / READS };
}

try {
  process.stdout.write(
    "instances  hosts  simulated s per s  spawns per s  power calls per s  reads per s  bytes per instance\n",
  );
  // Once for the compiler.
  await measure(1);
  const results = [];
  for (const size of SIZES) {
    const measured = await measure(size);
    process.stdout.write(`${measured.row}\n`);
    results.push(measured);
  }
  const slowestDay = Math.max(...results.map(({ daySeconds }) => daySeconds));
  const ratio = (results.at(-1)?.readSeconds ?? Number.NaN) / (results[0]?.readSeconds ?? Number.NaN);
  process.stdout.write(
    `a day takes at most ${slowestDay.toFixed(3)} s (bar 1 s); reads at 10,000 take ${ratio.toFixed(2)} times as long as at 1 (bar 10)\n`,
  );
  process.exitCode = slowestDay < 1 && ratio < 10 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
