// The secrets that a run sent to the driver, so that they can be taken out of whatever the run shows: what the spec marks
// sensitive, and every other place where the same value turns up.
import { redactMessage } from "@virt-driver-kit/spec";
import type { WireMessage } from "@virt-driver-kit/spec";

const REDACTED = "[redacted]";

/** Shorter values turn up by chance. */
const SHORTEST_SECRET = 4;

/** Knows the secrets of a run. */
export interface Secrets {
  /** Remembers what the spec marks sensitive in a message of the kit's: a request, or an answer with the operation that it answers. */
  learn(message: WireMessage, method?: string): void;
  /** Copies plain data with the secrets met so far replaced, wherever they stand in its strings. */
  scrub<T>(data: T): T;
}

/** Makes an empty collection. */
export function secrets(): Secrets {
  const known = new Set<string>();
  return {
    learn: (message, method) => collect(message, redactMessage(message, method), known),
    scrub: (data) => (known.size === 0 ? data : scrubbed(data, known)),
  };
}

function scrubbed<T>(data: T, known: ReadonlySet<string>): T {
  if (typeof data === "string")
    return [...known].reduce((text, secret) => text.replaceAll(secret, REDACTED), data as string) as T;
  if (Array.isArray(data)) return data.map((item: unknown) => scrubbed(item, known)) as T;
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, member]) => [name, scrubbed<unknown>(member, known)]),
  ) as T;
}

/** Walks a value beside its redacted copy; what differs is secret. */
function collect(value: unknown, redacted: unknown, into: Set<string>): void {
  if (value === redacted) return;
  if (typeof value === "string" && value.length >= SHORTEST_SECRET) into.add(value);
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const copy =
      typeof redacted === "object" && redacted !== null ? (redacted as Record<string, unknown>)[name] : redacted;
    collect(member, copy, into);
  }
}
