import type { NodeInfo } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { nodeStatus } from "./node-status.ts";

/** Describes a node as `listNodes` does. */
export function nodeInfo(context: Pick<DriverContext, "hypervisor" | "persona">, node: NodeRecord): NodeInfo {
  const { uuid, name } = node;
  return { uuid, name, status: nodeStatus(context, node), accepts: context.persona.accepts };
}
