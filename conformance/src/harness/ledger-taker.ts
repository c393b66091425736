// Takes the stocks of a run: what its hosts tell, what the system tells of their drivers, and what lies beside the images.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import type { DriverClient } from "@virt-driver-kit/spec";

import type { Doings } from "./ledger.ts";
import { type DriverSize, type RunTraces, stockOfProcess, stockOfThisThread } from "./ledger-processes.ts";
import { type OwnedInstance, type ReadStock, readStock } from "./ledger-reads.ts";
import type { Stock, StockItem } from "./ledger-stock.ts";
import { hasProcessTable } from "./process-table.ts";
import type { RunServices } from "./run-services.ts";
import type { SessionKeeper } from "./session-keeper.ts";

/** Takes stocks. */
export interface StockTaker {
  /** Takes the stock of what was there before any check. */
  takeFirst(): Promise<Stock>;
  /**
   * Takes the stock of what is there after a check.
   *
   * @param time - `first` right after its clean-up, whose reads are used; `again` to read everything anew.
   */
  take(doings: Doings, time: "first" | "again"): Promise<Stock>;
  /** The check that made a thing of the run: an instance by its uuid, a file by its path. */
  makerOf(thing: string): string | undefined;
  /** Where the process of the driver is at the last stock, if it is one of the kit's on a system that tells. */
  readonly size: DriverSize | undefined;
}

/** So many nodes are read after each check, beside those that its instances were planned on. */
const USUAL_NODES = 2;
const MOST_FIRST_NODES = 16;
const UNENDING = new AbortController().signal;

interface Host {
  readonly keeper: SessionKeeper;
  readonly reads: ReadStock;
}

/** Makes the taker of a run. */
export function stockTaker(services: RunServices): StockTaker {
  const { settings, runId, attachment, keeper, peer, watch } = services;
  const makers = new Map<string, string>();
  const canSee = hasProcessTable();
  let size: DriverSize | undefined;

  const isExplained = ({ uuid, name }: OwnedInstance): boolean =>
    makers.has(uuid) || isOfAnotherRun(name, settings.prefix, runId);
  const first: Host = { keeper, reads: readStock("of the first host", isExplained) };
  const second: Host | undefined = peer && {
    keeper: peer.keeper,
    reads: readStock("of the second host", isExplained),
  };
  const traces: RunTraces = { isInstance: (uuid) => makers.has(uuid), isVolume: (path) => makers.has(path) };

  const driverOf = async (host: Host): Promise<DriverClient> =>
    watch.watch((await host.keeper.session()).connection.driver, UNENDING);

  const processes = (host: Host): ReadonlyMap<string, StockItem> => {
    const pid = canSee ? host.keeper.driverPid : undefined;
    const stock = pid === undefined ? undefined : stockOfProcess(pid, traces);
    if (host === first) size = stock?.size;
    return stock?.items ?? new Map<string, StockItem>();
  };

  const nodesOf = async (host: Host, doings: Doings): Promise<Set<string>> => {
    const all = await (host === first ? services.nodes() : peer?.nodes());
    const planned = host === first ? doings.entries.map(({ node }) => node) : [];
    return new Set([...(all ?? []).slice(0, USUAL_NODES).map(({ uuid }) => uuid), ...planned]);
  };

  const ofHost = async (host: Host, doings: Doings, time: "first" | "again"): Promise<Map<string, StockItem>> => {
    const stock = new Map(processes(host));
    if (!doings.hasChanged) return stock;
    const { listed } = doings.cleaned;
    const driver = await driverOf(host);
    const nodes = await nodesOf(host, doings);
    const known = time === "first" ? (host === first ? listed.first : listed.second) : undefined;
    return new Map([...stock, ...(await host.reads.take(driver, nodes, known))]);
  };

  return {
    takeFirst: async () => {
      const nodes = await services.nodes();
      const uuids = nodes.slice(0, MOST_FIRST_NODES).map(({ uuid }) => uuid);
      const reads = await first.reads.take(await driverOf(first), uuids);
      return new Map([...processes(first), ...reads]);
    },
    take: async (doings, time) => {
      for (const { uuid, check } of doings.entries) makers.set(uuid, check);
      for (const file of doings.files) makers.set(file, doings.check);
      const hosts = second !== undefined && doings.usedSecondHost ? [first, second] : [first];
      const stock = new Map<string, StockItem>();
      for (const host of hosts) for (const [key, item] of await ofHost(host, doings, time)) stock.set(key, item);
      if (attachment.transport === "memory")
        for (const [key, item] of stockOfThisThread(keeper.sessions, traces, canSee && doings.files.length > 0))
          stock.set(key, item);
      return doings.hasChanged ? withStrays(stock, services, makers) : stock;
    },
    makerOf: (thing) => makers.get(thing),
    get size() {
      return size;
    },
  };
}

/** Several runs may share a hypervisor; each knows its own instances by their names. */
function isOfAnotherRun(name: string, prefix: string, runId: string): boolean {
  return prefix !== "" && name.startsWith(prefix) && !name.startsWith(`${prefix}${runId}`);
}

/** Only a directory of the run's own is looked into: what lies in another one may be anybody's. */
function withStrays(
  stock: Map<string, StockItem>,
  { settings: { imageDirectory }, journal }: RunServices,
  makers: ReadonlyMap<string, string>,
): Map<string, StockItem> {
  if (dirname(imageDirectory) !== dirname(journal.path)) return stock;
  const things = filesIn(imageDirectory).filter(
    (name) => !KIT_IMAGE.test(name) && !makers.has(join(imageDirectory, name)),
  );
  stock.set("strays", {
    kind: "strays",
    noun: ["file beside the images", "files beside the images"],
    count: things.length,
    things,
  });
  return stock;
}

/** What the image store writes. */
const KIT_IMAGE = /^probe[\w-]*\.img$/u;

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
