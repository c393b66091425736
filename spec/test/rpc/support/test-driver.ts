// Drivers for tests: only the methods that a test needs, and a way to reach them.
import { onTestFinished } from "vitest";
import { connectDriver, defineDriver } from "../../../src/index.ts";
import type {
  Call,
  Capabilities,
  Clock,
  ConnectOptions,
  DriverConnection,
  DriverDefinition,
  DriverHost,
} from "../../../src/index.ts";

/** What a test's driver does, by operation. */
export type Methods = Record<string, (params: Record<string, unknown>, call: Call) => unknown>;

export const UUID = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
export const OTHER_UUID = "00000000-0000-4000-8000-000000000002";
export const NODE = "6f1d5f0e-9c0b-4a57-8f2f-2a4a6c1b7d11";

/** An operation id that is easy to tell from others. */
export function operationId(number: number): string {
  return `00000000-0000-4000-a000-${number.toString().padStart(12, "0")}`;
}

/** Makes a driver of some methods. */
export function driverOf(
  methods: Methods | ((host: DriverHost) => Methods),
  capabilities: Capabilities = {},
): DriverDefinition {
  const create = (host: DriverHost): never => (typeof methods === "function" ? methods(host) : methods) as never;
  return defineDriver({ name: "test", version: "1.2.3", capabilities, create });
}

/** Connects to a driver in this process, opens a session, and closes both with the test. */
export async function attach(
  definition: DriverDefinition,
  options: ConnectOptions & { driverClock?: Clock; log?: (line: string) => void } = {},
): Promise<DriverConnection> {
  const { driverClock, log = () => undefined, ...rest } = options;
  const clock = driverClock === undefined ? {} : { clock: driverClock };
  const connection = await connectDriver({ kind: "memory", definition, log, ...clock }, rest);
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1 });
  return connection;
}

/** A promise and the way to settle it: the gate at which a test holds a driver. */
export function gate(): { open: () => void; opened: Promise<void> } {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { open, opened };
}

/** What a call rejects with; fails the test if it resolves. */
export async function failureOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as never;
  }
  throw new Error("the call succeeded");
}

/** Waits until a call is told to stop, then rejects with the reason, or with what a test puts in its place. */
export function untilAborted(call: Call, reasonOf: (reason: Error) => Error = (reason) => reason): Promise<never> {
  const { signal } = call;
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(reasonOf(signal.reason as Error))));
}
