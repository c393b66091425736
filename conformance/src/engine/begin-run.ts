// The first session of a run: who the driver is, and whether there is one at all.
import type { Capability, InitializeResult, NodeInfo } from "@virt-driver-kit/spec";
import { WireError } from "@virt-driver-kit/spec";

import { Blocked } from "../harness/blocked.ts";
import { judgeError } from "../harness/judge-error.ts";
import type { Incident } from "../harness/outcome.ts";
import { readNodes } from "../harness/read-all.ts";
import { ResourceError } from "../harness/resource-error.ts";
import type { RunServices } from "../harness/run-services.ts";
import { DriverModuleError } from "./load-driver-module.ts";
import type { AttachReport, DriverReport } from "./run-record.ts";

/** How a run began. */
export interface Beginning {
  readonly report: AttachReport;
  /** Why there is no session. */
  readonly failure?: Blocked;
}

/** Opens the first session and describes the driver. */
export async function beginRun(services: RunServices): Promise<Beginning> {
  const { keeper, monitor, watch, settings } = services;
  monitor.begin();
  try {
    const { connection, info } = await keeper.session();
    const nodes = await readNodes(watch.watch(connection.driver, new AbortController().signal)).catch(() => []);
    // A driver that cannot list its nodes is judged by the checks; a node that the configuration invents is the user's mistake.
    if (settings.nodes !== undefined && nodes.length > 0) await services.nodes();
    await services.images.prepare();
    return { report: { driver: describeDriver(info, nodes), ...incidentsOf(services) } };
  } catch (error) {
    return failed(services, error);
  }
}

function failed(services: RunServices, error: unknown): Beginning {
  const unusable =
    error instanceof Blocked ||
    error instanceof DriverModuleError ||
    error instanceof ResourceError ||
    (error instanceof WireError && error.kind === "cannot-connect");
  const failure = error instanceof Blocked ? error : new Blocked("initialize", error);
  const { problem, incidents } = judgeError(failure, {
    level: "MUST",
    operationOf: services.watch.operationOf,
    succeeded: services.watch.succeeded,
    cancelled: false,
  });
  const transcript = services.monitor.transcript.lines();
  return {
    failure,
    report: {
      ...(problem && { problem }),
      ...(unusable && { unusable }),
      ...incidentsOf(services, incidents),
      transcript,
    },
  };
}

function incidentsOf({ monitor }: RunServices, others?: readonly Incident[]): Pick<AttachReport, "incidents"> {
  const incidents = monitor.takeIncidents(others);
  return incidents.length > 0 ? { incidents } : {};
}

function describeDriver(info: InitializeResult, nodes: readonly NodeInfo[]): DriverReport {
  const declared = Object.entries(info.capabilities).filter(([, value]) => value === true);
  return {
    ...info.driver,
    specVersion: info.specVersion,
    capabilities: declared.map(([name]) => name as Capability),
    nodes: nodes.map(({ uuid, name }) => ({ uuid, name })),
  };
}
