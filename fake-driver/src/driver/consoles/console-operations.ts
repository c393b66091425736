/** The operations that tell where the consoles of a guest listen. */

import { type ComputeDriver, DriverError } from "@virt-driver-kit/spec";
import { invalidState } from "../../hypervisor/invalid-state.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { instanceOf } from "../not-found.ts";
import { mksConsole, rdpConsole, serialConsole, spiceConsole, vncConsole } from "./console-addresses.ts";

/** The names of the operations. */
export type ConsoleAddressOperation =
  "getVncConsole" | "getSpiceConsole" | "getRdpConsole" | "getSerialConsole" | "getMksConsole";

/** Makes the operations that tell where consoles listen. Asking disturbs nothing; it only uses up the number of a ticket. */
export function consoleAddressOperations(
  context: DriverContext,
): Required<Pick<ComputeDriver, ConsoleAddressOperation>> {
  const { hypervisor, site } = context;
  const { host } = hypervisor;
  const display = <Console>(
    instanceUuid: string,
    type: string,
    addressOf: (record: InstanceRecord) => Console | undefined,
  ): { console: Console } => {
    const { record, attempt } = guestOf(context, instanceUuid, type);
    if (hasNoDisplay(record)) throw notAvailable(attempt, record, "its image asks for a guest without a display");
    return { console: addressOf(record) ?? refuseWithoutPort(attempt, record) };
  };
  return {
    async getVncConsole({ instanceUuid }) {
      return display(instanceUuid, "VNC", (record) => vncConsole(host, record));
    },

    async getSpiceConsole({ instanceUuid }) {
      return display(instanceUuid, "SPICE", (record) => spiceConsole(host, record));
    },

    async getRdpConsole({ instanceUuid }) {
      return display(instanceUuid, "RDP", (record) => rdpConsole(host, record));
    },

    async getSerialConsole({ instanceUuid }) {
      const { record, attempt } = guestOf(context, instanceUuid, "serial");
      if (record.hardware?.serialPortCount === 0) throw notAvailable(attempt, record, "it has no serial port");
      return { console: serialConsole(host, record) ?? refuseWithoutPort(attempt, record) };
    },

    async getMksConsole({ instanceUuid }) {
      return display(instanceUuid, "MKS", (record) => {
        host.record.ticketsGiven += 1;
        host.recordChanged();
        return mksConsole(host, record, host.record.ticketsGiven, site.seed);
      });
    },
  };
}

/** Finds an instance whose guest is there. Throws `INSTANCE_NOT_FOUND`, or `INVALID_STATE` if it is off. */
function guestOf(
  { hypervisor }: DriverContext,
  instanceUuid: string,
  type: string,
): { readonly record: InstanceRecord; readonly attempt: string } {
  const attempt = `find the ${type} console of instance "${instanceUuid}"`;
  const record = instanceOf(hypervisor.look(attempt), instanceUuid, attempt);
  hypervisor.settle(record);
  if (record.run === null) throw invalidState(attempt, record);
  return { record, attempt };
}

function hasNoDisplay({ description }: InstanceRecord): boolean {
  return description.image.properties?.video?.model === "none";
}

function refuseWithoutPort(attempt: string, record: InstanceRecord): never {
  throw notAvailable(attempt, record, "no port of its host is set aside for it");
}

function notAvailable(attempt: string, { uuid }: InstanceRecord, state: string): DriverError {
  return new DriverError("CONSOLE_TYPE_NOT_AVAILABLE", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { instanceUuid: uuid },
  });
}
