// The messages of one check, kept so that a failure can show what was said.
import { redactMessage } from "@virt-driver-kit/spec";
import type { WireMessage } from "@virt-driver-kit/spec";

import { abbreviate } from "./abbreviate.ts";
import type { TranscriptLine } from "./outcome.ts";
import type { Secrets } from "./secrets.ts";

const FIRST_KEPT = 10;
const LAST_KEPT = 50;
const LONGEST_LINE = 600;

/** A message as it passed, or a remark of the kit. */
export interface SeenMessage {
  readonly direction: TranscriptLine["direction"];
  readonly message: WireMessage | string;
  /** For an answer, the operation that it answers. */
  readonly method?: string | undefined;
  /** Milliseconds on the clock of the run. */
  readonly atMs: number;
}

/** Keeps the first and the last messages of a check. */
export interface Transcript {
  /** Forgets everything; a new check begins at `atMs`. */
  begin(atMs: number): void;
  add(seen: SeenMessage): void;
  /** The messages, shortened, without secrets. */
  lines(): TranscriptLine[];
}

/** Makes a transcript that knows the secrets of the run. */
export function transcript(secrets: Secrets): Transcript {
  let start = 0;
  let first: SeenMessage[] = [];
  let last: SeenMessage[] = [];
  let dropped = 0;

  const render = ({ direction, message, method, atMs }: SeenMessage): TranscriptLine => {
    // Before anything is cut: a part of a secret is a secret too.
    const text =
      typeof message === "string" ? secrets.scrub(message) : textOf(secrets.scrub(redactMessage(message, method)));
    return { atMs: Math.max(0, atMs - start), direction, text: cut(text) };
  };

  return {
    begin: (atMs) => {
      [start, first, last, dropped] = [atMs, [], [], 0];
    },
    add: (seen) => {
      if (typeof seen.message !== "string" && seen.direction === "->") secrets.learn(seen.message, seen.method);
      if (first.length < FIRST_KEPT) first.push(seen);
      else if (last.push(seen) > LAST_KEPT) {
        last.shift();
        dropped += 1;
      }
    },
    lines: () => {
      const gap: SeenMessage[] =
        dropped === 0
          ? []
          : [{ direction: "--", message: `${dropped} messages left out`, atMs: last[0]?.atMs ?? start }];
      return [...first, ...gap, ...last].map(render);
    },
  };
}

function textOf(message: WireMessage): string {
  return JSON.stringify(abbreviate({ ...message, jsonrpc: undefined }));
}

function cut(text: string): string {
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
}
