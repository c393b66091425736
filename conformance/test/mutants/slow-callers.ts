// Drivers that cannot take long requests, requests in pieces, or callers that do not read.
import type { Socket } from "node:net";

import { exampleValue, specModel } from "@virt-driver-kit/spec";

import { behindBytes, type ByteFilter, restarting, standing } from "./attachments.ts";
import type { Meddler, Relay, Request } from "./interposer.ts";
import { answering, codeOf, onAnswer, onRequest, refusing, withErrorData } from "./meddling.ts";
import { type Mutant, replacing } from "./mutant.ts";

const bytesOf = (request: Request): number => Buffer.byteLength(JSON.stringify(request));

/** What the library takes, in bytes. */
const LIMIT_BYTES = 4 * 1024 * 1024;

/** Answers nothing any more once it has read a message that is too long. */
function deafenedByLength(): Meddler {
  let isDeaf = false;
  return {
    request: (request) => {
      if (request.method === "initialize") isDeaf = false;
      isDeaf ||= bytesOf(request) > LIMIT_BYTES;
      return isDeaf ? [] : [request];
    },
  };
}

/** Ends every connection when one of them carries a message that is too long. */
function panickingAtLength(): Meddler {
  const relays = new Set<Relay>();
  return {
    request: (request, relay) => {
      relays.add(relay);
      if (bytesOf(request) <= LIMIT_BYTES) return [request];
      for (const each of relays) each.hangUp();
      relays.clear();
      return [];
    },
  };
}

/** Where the first whole frame of some bytes ends; nothing if there is none at their beginning. */
function endOfFrame(bytes: Buffer): number | undefined {
  const header = bytes.indexOf("\r\n\r\n");
  const length = Number(/^Content-Length: (\d+)/iu.exec(bytes.subarray(0, Math.max(0, header)).toString())?.[1]);
  const end = header + 4 + length;
  return header >= 0 && end <= bytes.length ? end : undefined;
}

/** Takes each piece that comes for one message, and has no use for what is none. */
const wholeFrameOnly = (chunk: Buffer): Buffer | undefined => {
  const end = endOfFrame(chunk);
  return end === undefined ? undefined : chunk.subarray(0, end);
};

/** Whether some bytes end in the middle of a frame that began with them. */
function isHalf(chunk: Buffer): boolean {
  let rest = chunk;
  for (let end = endOfFrame(rest); end !== undefined; end = endOfFrame(rest)) rest = rest.subarray(end);
  return rest.length > 0;
}

/** Reads from one connection only, as long as that has sent half a message. */
function waitingForTheRest(): (caller: Socket) => ByteFilter {
  let waitsFor: Socket | undefined;
  return (caller) => ({
    fromCaller: (chunk) => {
      if (waitsFor !== undefined && waitsFor !== caller) return undefined;
      waitsFor = isHalf(chunk) ? caller : undefined;
      return chunk;
    },
    end: () => {
      if (waitsFor === caller) waitsFor = undefined;
    },
  });
}

/** Ends every connection when one of them ends in the middle of a message. */
function panickingAtTheEnd(): (caller: Socket) => ByteFilter {
  const callers = new Set<Socket>();
  return (caller) => {
    callers.add(caller);
    let isInside = false;
    return {
      fromCaller: (chunk) => {
        isInside = isHalf(chunk);
        return chunk;
      },
      end: () => {
        callers.delete(caller);
        if (isInside) for (const other of callers) other.destroy();
      },
    };
  };
}

/** Ends every connection when one of them announces more than anybody has. */
function panickingAtAnnouncements(): (caller: Socket) => ByteFilter {
  const callers = new Set<Socket>();
  return (caller) => {
    callers.add(caller);
    return {
      fromCaller: (chunk) => {
        if (!/Content-Length: \d{10}/u.test(chunk.toString("latin1"))) return chunk;
        for (const each of callers) each.destroy();
        return undefined;
      },
      end: () => callers.delete(caller),
    };
  };
}

/** What a driver with small buffers keeps for a caller, in bytes. */
const SMALL_BUFFER_BYTES = 65_536;

/** Counts what was written to a caller since the caller itself wrote last, whether it has read that or not. */
function buffering(): Required<Omit<ByteFilter, "end">> & { readonly isFull: () => boolean } {
  let buffered = 0;
  return {
    fromCaller: (chunk) => {
      buffered = 0;
      return chunk;
    },
    fromDriver: (chunk) => {
      buffered += chunk.length;
      return chunk;
    },
    isFull: () => buffered > SMALL_BUFFER_BYTES,
  };
}

/** Loses what is more than a small buffer holds. */
function losing(): ByteFilter {
  const { fromCaller, fromDriver, isFull } = buffering();
  return { fromCaller, fromDriver: (chunk) => ((fromDriver(chunk), isFull()) ? undefined : chunk) };
}

/** Reads from nobody else as long as there is more for somebody than a small buffer holds. */
function stuckWithOne(): (caller: Socket) => ByteFilter {
  const buffers = new Map<Socket, ReturnType<typeof buffering>>();
  return (caller) => {
    const own = buffering();
    buffers.set(caller, own);
    const isStuck = (): boolean => [...buffers].some(([other, { isFull }]) => other !== caller && isFull());
    return {
      fromCaller: (chunk) => (isStuck() ? undefined : own.fromCaller(chunk)),
      fromDriver: own.fromDriver,
      end: () => buffers.delete(caller),
    };
  };
}

/** Answers a request that is not valid with an example of a result. */
function unvalidating(): Meddler {
  return onAnswer("*", (answer, request) => {
    if (codeOf(answer) !== "INVALID_REQUEST") return answer;
    const { result = {} } = specModel.operations[request.method] ?? {};
    return answering(request, exampleValue(result, specModel.schemas) as Record<string, unknown>);
  });
}

const FEW = 100;

/** The mutants of long requests and slow callers. */
export const slowCallersMutants: readonly Mutant[] = [
  {
    id: "protocol/ignores-unknown-fields: largest refused",
    requirement: "protocol/ignores-unknown-fields",
    title: "A request as long as the driver says that it takes is too long for it",
    message: "which the driver says it takes, was refused",
    attach: restarting(() =>
      onRequest("listNodes", (request, relay) => {
        if (bytesOf(request) < LIMIT_BYTES) return request;
        const details = { sizeBytes: bytesOf(request), maxMessageBytes: LIMIT_BYTES };
        relay.toCaller(refusing(request, "MESSAGE_TOO_LARGE", details));
        return undefined;
      }),
    ),
    only: ["protocol/ignores-unknown-fields[largest-request]"],
  },
  {
    id: "protocol/survives-malformed-requests: deafened by length",
    requirement: "protocol/survives-malformed-requests",
    title: "After a message that is too long no request is read any more",
    message: "The driver answers no more after a malformed message",
    attach: restarting(deafenedByLength),
    only: ["protocol/survives-malformed-requests[one-byte-past]"],
    patience: 0.1,
  },
  {
    id: "protocol/survives-malformed-requests: panics at length",
    requirement: "protocol/survives-malformed-requests",
    title: "A message that is too long on one connection ends all of them",
    message: "The driver did not survive a malformed message on another connection",
    attach: standing(panickingAtLength),
    only: ["protocol/survives-malformed-requests[one-byte-past-beside-a-session]"],
  },
  {
    id: "protocol/survives-malformed-requests: panics at an announcement",
    requirement: "protocol/survives-malformed-requests",
    title: "A header that announces too much on one connection ends all of them",
    message: "The driver did not survive a malformed message on another connection",
    attach: behindBytes(panickingAtAnnouncements()),
    only: ["protocol/survives-malformed-requests[endless-beside-a-session]"],
  },
  {
    id: "protocol/survives-malformed-requests: panics at an end",
    requirement: "protocol/survives-malformed-requests",
    title: "A connection that ends in the middle of a message ends all of them",
    message: "The driver did not survive a malformed message on another connection",
    attach: behindBytes(panickingAtTheEnd()),
    only: ["protocol/survives-malformed-requests[cut-off-beside-a-session]"],
  },
  {
    id: "protocol/answers-in-time: whole pieces only",
    requirement: "protocol/answers-in-time",
    title: "The driver takes each piece that comes for a message",
    message: "A request that came byte by byte was not answered",
    attach: behindBytes(() => ({ fromCaller: wholeFrameOnly })),
    only: ["protocol/answers-in-time[byte-by-byte]"],
    patience: 0.1,
  },
  {
    id: "protocol/answers-each-request-once: one per piece",
    requirement: "protocol/answers-each-request-once",
    title: "The driver reads the first message of each piece that comes, and no more",
    message: "Unexpected number of answers to each of 25 requests in one write",
    attach: behindBytes(() => ({ fromCaller: wholeFrameOnly })),
    only: ["protocol/answers-each-request-once[in-one-write]"],
    patience: 0.05,
  },
  {
    id: "protocol/answers-in-time: waits for the rest",
    requirement: "protocol/answers-in-time",
    title: "While one connection is in the middle of a message no other is read",
    message: "A request was not answered while another connection had stopped in the middle of one",
    attach: behindBytes(waitingForTheRest()),
    only: ["protocol/answers-in-time[beside-half-a-message]"],
    patience: 0.1,
  },
  {
    id: "protocol/answers-in-time: loses what is not read",
    requirement: "protocol/answers-in-time",
    title: "Answers that do not fit a small buffer are lost",
    message: "requests of a caller that did not read were lost",
    attach: behindBytes(losing),
    only: ["protocol/answers-in-time[slow-reader]"],
    patience: 0.2,
  },
  {
    id: "protocol/answers-in-time: stuck with one",
    requirement: "protocol/answers-in-time",
    title: "While one caller does not read nobody is served",
    message: "A request was not answered while another caller did not read",
    attach: behindBytes(stuckWithOne()),
    only: ["protocol/answers-in-time[beside-a-slow-reader]"],
    patience: 0.2,
  },
  {
    id: "getInfo/keeps-identity: cut off",
    requirement: "getInfo/keeps-identity",
    title: "getInfo cuts a name off after 255 units of two bytes",
    message: "Unexpected name",
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: { ...info, name: info.name.slice(0, 255).replace(/[\uD800-\uDBFF]$/u, "") } };
      },
    })),
    only: ["getInfo/keeps-identity[longest-names]"],
  },
  {
    id: "listInstances/pages-are-complete: small pages only",
    requirement: "listInstances/pages-are-complete",
    title: "listInstances refuses pages of more than 100 entries",
    message: '"listInstances" answered INVALID_REQUEST',
    attach: restarting(() =>
      onAnswer("listInstances", (answer, request) =>
        Number(request.params["limit"]) > FEW
          ? refusing(request, "INVALID_REQUEST", { path: "params.limit", problem: "is too large" })
          : answer,
      ),
    ),
    only: ["listInstances/pages-are-complete[longest-page]"],
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit: wraps around",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput takes an offset of 53 bits for one of 32",
    message: "Unexpected data of getConsoleOutput from beyond its end",
    driver: replacing((driver) => ({
      getConsoleOutput: ({ offset = 0, ...params }, call) =>
        driver.getConsoleOutput({ ...params, offset: offset > 0xffff_ffff ? 0 : offset }, call),
    })),
    only: ["getConsoleOutput/honours-offset-and-limit[largest-limit]"],
  },
  {
    id: "protocol/refuses-invalid-requests: beyond every limit",
    requirement: "protocol/refuses-invalid-requests",
    title: "Values beyond their limits are taken",
    message: "just beyond its",
    attach: restarting(unvalidating),
    only: ["protocol/refuses-invalid-requests[limits-of-*]"],
  },
  {
    id: "protocol/refuses-invalid-requests: names nothing",
    requirement: "protocol/refuses-invalid-requests",
    title: "Values beyond their limits are refused without a word on which they are",
    message: "does not name the field",
    attach: restarting(() =>
      onAnswer("*", (answer) =>
        codeOf(answer) === "INVALID_REQUEST"
          ? withErrorData(answer, { details: { path: "params", problem: "is not valid" } })
          : answer,
      ),
    ),
    only: ["protocol/refuses-invalid-requests[limits-of-powerOff]"],
  },
];
