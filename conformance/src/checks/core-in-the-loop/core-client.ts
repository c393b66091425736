// A user of the core's REST API.
import type { PowerState } from "@virt-driver-kit/spec";

/** A server as the API shows it, in the driver API's words. */
export interface ServerView {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** What is in progress on it; nothing if it is at rest. */
  readonly task: string | undefined;
  /** What the core last read of it. `pending` also for one that the driver does not have. */
  readonly powerState: PowerState | undefined;
  /** The node that holds it. */
  readonly node: string | undefined;
  /** Why it failed. */
  readonly fault: string | undefined;
}

/** An answer of the API. */
export interface CoreAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const POWER_STATES: Readonly<Record<number, PowerState>> = {
  0: "pending",
  1: "running",
  3: "paused",
  4: "shutdown",
  6: "crashed",
  7: "suspended",
};

/** Makes a request. A body is sent as JSON. */
export async function ask(url: string, method: string, path: string, body?: object): Promise<CoreAnswer> {
  const response = await fetch(`${url}/v2.1${path}`, {
    method,
    ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as CoreAnswer["body"]) };
}

/** Reads a server out of an answer. */
export function viewOf(server: unknown): ServerView {
  const shown = server as Readonly<Record<string, unknown>>;
  const { message } = (shown["fault"] ?? {}) as { message?: string };
  return {
    id: String(shown["id"]),
    name: String(shown["name"]),
    status: String(shown["status"]),
    task: textOf(shown["OS-EXT-STS:task_state"]),
    powerState: POWER_STATES[Number(shown["OS-EXT-STS:power_state"])],
    node: textOf(shown["OS-EXT-SRV-ATTR:hypervisor_hostname"]),
    fault: message,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
