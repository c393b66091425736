// The lifecycle events that a driver sent while a check ran.
import type { EventParams } from "@virt-driver-kit/spec";

import type { TestInstance } from "./test-instance.ts";
import { uuidOf } from "./test-instance.ts";

/** Events since the check began, in the order in which they came. */
export interface EventRecorder {
  /** All of them. */
  readonly all: readonly EventParams[];
  /** Those of one instance. */
  of(instance: string | TestInstance): readonly EventParams[];
  /** Forgets what came so far. */
  clear(): void;
}

/** A recorder that the harness feeds. */
export interface EventSink extends EventRecorder {
  /** Adds an event. */
  record(event: EventParams): void;
}

/** Makes an empty recorder. */
export function eventRecorder(): EventSink {
  let all: EventParams[] = [];
  return {
    get all() {
      return all;
    },
    of: (instance) => all.filter((event) => event.instanceUuid === uuidOf(instance)),
    clear: () => {
      all = [];
    },
    record: (event) => all.push(event),
  };
}
