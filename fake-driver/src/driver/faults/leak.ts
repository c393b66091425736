/** Lets out what a request says, where nobody should see it. */

import { spawn } from "node:child_process";
import { DriverError, type DriverHost, type LeakFault } from "@virt-driver-kit/spec";
import { valuesAt } from "../../faults/json-places.ts";

/** Lets part of a request out into the log, or into the arguments of a process. */
export function leak(host: DriverHost, fault: LeakFault, params: object | undefined): void {
  for (const text of textsOf(fault, params)) {
    if (fault.into === "log") host.log(text);
    else startProcessWith(text);
  }
}

/** Puts part of a request into the message of an error. What is no {@link DriverError} is returned as it is. */
export function withLeak(error: unknown, fault: LeakFault, params: object | undefined): unknown {
  const texts = textsOf(fault, params);
  if (!(error instanceof DriverError) || texts.length === 0) return error;
  const { code, message, effect, details } = error;
  return new DriverError(code, `${message} (${texts.join(", ")})`, { effect, details, cause: error });
}

function textsOf({ pointer }: LeakFault, params: object | undefined): string[] {
  const values = pointer === undefined ? [params] : valuesAt(params, pointer);
  return values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

/** The process waits for the end of its input, which comes with the end of the driver. */
function startProcessWith(text: string): void {
  const wait = "process.stdin.resume()";
  const child = spawn(process.execPath, ["--eval", wait, text], { stdio: ["pipe", "ignore", "ignore"] });
  child.unref();
}
