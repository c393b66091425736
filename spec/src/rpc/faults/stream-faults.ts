// Faults of the byte stream: text between messages, headers and bodies that cannot be read.
import { excerptOf, firstLineOf } from "./excerpt.ts";
import { redactText } from "../redact.ts";
import type { Speaker } from "./speaker.ts";
import { wireFault } from "./wire-fault.ts";
import type { WireFault } from "./wire-fault.ts";

const HEADER_FORM = '"Content-Length: <number of bytes>\\r\\n\\r\\n"';

/** Text where a header should begin. */
export function strayText(speaker: Speaker, text: string): WireFault {
  const blank = text.trim() === "";
  const excerpt = excerptOf(redactText(firstLineOf(text)));
  return wireFault({
    kind: "stray-text",
    blame: speaker.blame,
    message: `Cannot read a message from the ${speaker.blame}: its ${speaker.stream} carries text outside any message, ${excerpt}`,
    hint: strayTextHint(speaker, blank),
    excerpt,
  });
}

function strayTextHint(speaker: Speaker, blank: boolean): string {
  if (blank) return "Write nothing after the body of a message, not even a line break";
  if (speaker.stream === "stdout") return "stdout carries only protocol; print to stderr";
  return `Begin every message with ${HEADER_FORM}`;
}

/** A header that cannot be understood; where the message ends is unknown. */
export function badHeader(speaker: Speaker, header: string, problem: string): WireFault {
  const excerpt = excerptOf(header);
  return wireFault({
    kind: "bad-header",
    blame: speaker.blame,
    message: `Cannot read a message from the ${speaker.blame}: ${problem} in the header ${excerpt}`,
    hint: `Begin every message with ${HEADER_FORM}`,
    excerpt,
  });
}

/** A header that can be understood but is not in the agreed form. */
export function oddHeader(speaker: Speaker, header: string, problem: string): WireFault {
  const excerpt = excerptOf(header);
  return wireFault({
    kind: "bad-header",
    blame: speaker.blame,
    message: `Cannot accept the form of a header of the ${speaker.blame}, though it was read: ${problem} in ${excerpt}`,
    hint: `Begin every message with exactly ${HEADER_FORM}; a stream in text mode rewrites line ends, so write bytes`,
    excerpt,
  });
}

/** A declared length beyond what this side accepts. */
export function tooLong(speaker: Speaker, bytes: number, limit: number): WireFault {
  return wireFault({
    kind: "message-too-long",
    blame: speaker.blame,
    message: `Cannot accept a message from the ${speaker.blame}: its header declares ${bytes} bytes and the limit is ${limit}`,
    hint: "Count the bytes of the body in Content-Length, and keep messages within the maxMessageBytes given in initialize",
  });
}

/** A body that is not UTF-8. */
export function invalidUtf8(speaker: Speaker, text: string): WireFault {
  return wireFault({
    kind: "invalid-utf8",
    blame: speaker.blame,
    message: `Cannot decode a message from the ${speaker.blame}: its body is not valid UTF-8`,
    hint: "Encode the body in UTF-8, and count its bytes after encoding",
    excerpt: excerptOf(redactText(text)),
  });
}

/** A body that is not JSON. */
export function invalidJson(speaker: Speaker, text: string, bytes: number, problem: string): WireFault {
  return wireFault({
    kind: "invalid-json",
    blame: speaker.blame,
    message: `Cannot parse a message from the ${speaker.blame}: its body of ${bytes} bytes is not JSON, ${problem}`,
    hint: invalidJsonHint(text, problem),
    excerpt: excerptOf(redactText(text)),
  });
}

function invalidJsonHint(text: string, problem: string): string {
  if (/content-length/iu.test(text))
    return "Content-Length is larger than the body: the next message's header was read as part of it";
  if (endsTooEarly(text, problem))
    return "Content-Length is smaller than the body: count bytes after encoding, not characters";
  return "Send exactly one JSON object per message, and count its bytes in Content-Length";
}

/** Whether the parser wanted more text, by its own words. */
function endsTooEarly(text: string, problem: string): boolean {
  const position = /at position (\d+)/u.exec(problem)?.[1];
  return /end of JSON|Unterminated/u.test(problem) || (position !== undefined && Number(position) >= text.length);
}

/** A stream that ended in the middle of something. */
export function truncated(speaker: Speaker, state: string): WireFault {
  return wireFault({
    kind: "truncated-message",
    blame: speaker.blame,
    message: `Cannot read a message from the ${speaker.blame}: its ${speaker.stream} ended in the middle of it, after ${state}`,
    hint: "Flush the whole message before exiting, and count the bytes of the body in Content-Length",
  });
}
