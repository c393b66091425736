// What a wrong driver remembers of the interfaces of instances.
import type { ComputeDriver, NetworkInterface } from "@virt-driver-kit/spec";

/** The interfaces of instances, as the calls of a driver's caller tell of them. */
export class KnownPorts {
  readonly #ports = new Map<string, NetworkInterface[]>();

  of(instanceUuid: string): readonly NetworkInterface[] {
    return this.#ports.get(instanceUuid) ?? [];
  }

  has(instanceUuid: string, { portId }: NetworkInterface): boolean {
    return this.of(instanceUuid).some((port) => port.portId === portId);
  }

  add(instanceUuid: string, ports: readonly NetworkInterface[] = []): void {
    this.#ports.set(instanceUuid, [...this.of(instanceUuid), ...ports]);
  }

  remove(instanceUuid: string, ports: readonly NetworkInterface[]): void {
    const left = this.of(instanceUuid).filter(({ portId }) => !ports.some((port) => port.portId === portId));
    this.#ports.set(instanceUuid, left);
  }
}

/** A spawn that notes the interfaces that it was given. */
export function noting(known: KnownPorts, { spawn }: Required<ComputeDriver>): Pick<ComputeDriver, "spawn"> {
  return {
    spawn: (params, call) => {
      known.add(params.instance.uuid, params.devices?.networkInterfaces);
      return spawn(params, call);
    },
  };
}
