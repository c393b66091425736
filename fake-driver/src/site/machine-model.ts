/** What the guests of a node can be made of, as plain data. */

import type { GuestFirmware, MemoryEncryptionModel, TpmVersion } from "@virt-driver-kit/spec";

/**
 * Which values of a property can be obeyed: `any` of those that the spec allows, those of a list, or numbers up to the greatest. `hint`: the
 * spec says that a driver without a use for it ignores it.
 */
export type Obedience = "any" | "hint" | readonly string[] | { readonly atMost: number };

/** What guests can be made of. Of each list, the first is what a guest is given that nobody asked anything for. */
export interface MachineModel {
  /** Chipsets or hardware versions, by the hypervisor's own names. */
  readonly platformTypes: readonly string[];
  readonly firmware: readonly GuestFirmware["type"][];
  /** Whether UEFI can be made to start only signed code. */
  readonly canBootSecurely: boolean;
  /** The interfaces of trusted platform modules, by the version of the module. */
  readonly tpmModels: Readonly<Partial<Record<TpmVersion, readonly string[]>>>;
  /** Ways to encrypt memory, each with the number of guests that can have it at one time. */
  readonly memoryEncryption: readonly EncryptionContexts[];
  /** Every other property that can be obeyed, by its path below the image's `properties` or the flavor's `hardware`. */
  readonly properties: Readonly<Record<string, Obedience>>;
}

/** For how many guests a node can encrypt memory in one way. */
export interface EncryptionContexts {
  readonly model: MemoryEncryptionModel;
  readonly total: number;
}
