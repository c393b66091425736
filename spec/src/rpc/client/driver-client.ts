// The operations of a driver as methods, for whoever calls it.
import { specModel } from "../../generated/spec-model.ts";
import type { OperationMap } from "../../generated/types.ts";
import type { CallOptions } from "./call-options.ts";

/**
 * The arguments of one operation: its parameters, which may be left out where none is required, and what else there is
 * to say.
 */
export type OperationArguments<Name extends keyof OperationMap> =
  Record<string, never> extends OperationMap[Name]["params"]
    ? [params?: OperationMap[Name]["params"], options?: CallOptions]
    : [params: OperationMap[Name]["params"], options?: CallOptions];

/**
 * A driver as its caller sees it: one method per operation, such as `driver.pause({ instanceUuid })`.
 *
 * Each resolves with the operation's result, and rejects with a `DriverError` if the driver said why not, or with a
 * `WireError` if no proper answer came.
 */
export type DriverClient = {
  readonly [Name in keyof OperationMap]: (...args: OperationArguments<Name>) => Promise<OperationMap[Name]["result"]>;
};

/** Makes a call. */
export type Caller = (name: string, params: object, options: CallOptions) => Promise<object>;

/**
 * Makes the methods of a driver.
 *
 * @param call - Makes the calls.
 * @returns The methods.
 */
export function driverClient(call: Caller): DriverClient {
  const requests = Object.values(specModel.operations).filter(
    ({ direction, kind }) => direction === "coreToDriver" && kind !== "notification",
  );
  const methods = requests.map(({ name }) => [
    name,
    (params: object = {}, options: CallOptions = {}) => call(name, params, options),
  ]);
  return Object.fromEntries(methods) as DriverClient;
}
