// The operations that drivers are made wrong in.
import { type OperationModel, specModel } from "@virt-driver-kit/spec";

/** Every request that a caller can make to a driver. */
export const REQUESTS: readonly OperationModel[] = Object.values(specModel.operations).filter(
  ({ direction, kind }) => direction === "coreToDriver" && kind !== "notification",
);

/** Those of them that the driver's own code serves; the library serves the others for it. */
export const SERVED: readonly OperationModel[] = REQUESTS.filter(({ servedBy }) => servedBy === "driver");

/** What a driver says unasked, and what it asks its caller. */
export const SAID: readonly OperationModel[] = Object.values(specModel.operations).filter(
  ({ direction }) => direction === "driverToCore",
);

/** Whether a driver's own code serves an operation. */
export function isServed({ servedBy, name }: OperationModel): boolean {
  // The fake driver meets no faults in the simulation of itself.
  return servedBy === "driver" && !name.startsWith("simulation/");
}
