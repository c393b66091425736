/**
 * Judging what a caller expects of a driver that has just started.
 *
 * @see Requirements `processInstancesAtStartup/judges-each-once`, `processInstancesAtStartup/tells-missing-from-broken`,
 *   `processInstancesAtStartup/foreign-driver-state-is-an-objection`
 */

import type {
  ProcessInstancesAtStartupParams,
  ProcessInstancesAtStartupResult,
  StartupInstance,
  StartupVerdict,
} from "@virt-driver-kit/spec";
import type { HostView } from "../../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { problemOfDriverState } from "./driver-state.ts";

/** Why the driver cannot answer for an instance as the host is now. */
type Objection = Required<Pick<StartupVerdict, "reason" | "problem">>;

/** Says of each instance, in the order of the request, whether the driver has it and can answer for it. Changes nothing. */
export function processInstancesAtStartup(
  { hypervisor }: DriverContext,
  { instances }: ProcessInstancesAtStartupParams,
): ProcessInstancesAtStartupResult {
  const host = hypervisor.look("judge the instances that the caller expects");
  return { verdicts: instances.map((expected) => verdictOn(host, expected)) };
}

function verdictOn(host: HostView, expected: StartupInstance): StartupVerdict {
  const instanceUuid = expected.instance.uuid;
  const record = host.instance(instanceUuid);
  if (record === undefined) return { instanceUuid, verdict: "missing" };
  const objection = objectionTo(host, record, expected);
  return objection === undefined
    ? { instanceUuid, verdict: "accepted" }
    : { instanceUuid, verdict: "objection", ...objection };
}

function objectionTo(
  host: HostView,
  record: InstanceRecord,
  { instance: { driverState }, node }: StartupInstance,
): Objection | undefined {
  if (record.node !== node) {
    return { reason: "other-node", problem: `The instance is on node "${record.node}" and not on node "${node}"` };
  }
  const problem = driverState === undefined ? undefined : problemOfDriverState(record, driverState);
  if (problem !== undefined) return { reason: "driver-state", problem: `The driver state ${problem}` };
  const there = host.node(record.node);
  return there === undefined ? undefined : (missingCpus(there, record) ?? missingDevice(there, record));
}

/** The node may have been configured otherwise since the instance was placed there. */
function missingCpus({ name, hardware: { cells } }: NodeRecord, { placement }: InstanceRecord): Objection | undefined {
  const there = new Set(cells.flatMap(({ sharedCpus, dedicatedCpus }) => [...sharedCpus, ...dedicatedCpus]));
  const missing = placement?.exclusiveCpus.find((cpu) => !there.has(cpu));
  if (missing === undefined) return undefined;
  return { reason: "cpu-placement", problem: `The instance has CPU ${missing}, and node "${name}" no longer has it` };
}

function missingDevice({ name, hardware }: NodeRecord, { pciDevices }: InstanceRecord): Objection | undefined {
  const there = new Set(hardware.pciDevices.map(({ address }) => address));
  const missing = pciDevices.find(({ address }) => !there.has(address));
  if (missing === undefined) return undefined;
  const problem = `The instance has device "${missing.address}", and node "${name}" no longer has it`;
  return { reason: "device-missing", problem };
}
