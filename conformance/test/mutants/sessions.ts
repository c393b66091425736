// Drivers that are wrong about who controls them.
import { restarting, standing } from "./attachments.ts";
import type { Meddler, Relay, Request } from "./interposer.ts";
import { answering, codeOf, onAnswer, refusing } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Opens a session by itself for a caller that has not done so. */
function openingSessions(): Meddler {
  const open = new WeakSet<Relay>();
  let epoch = 0;
  return {
    request: (request, relay) => {
      if (request.method === "initialize") epoch = Math.max(epoch, Number(request.params["epoch"]));
      const needsSession = request.method !== "initialize" && !open.has(relay);
      open.add(relay);
      if (!needsSession) return [request];
      void openSession(relay, ++epoch).then(() => relay.toDriver(request));
      return [];
    },
  };
}

async function openSession(relay: Relay, epoch: number): Promise<void> {
  const caller = { name: "nobody", version: "1" };
  await relay.ask("initialize", { specVersions: ["0.10.0"], caller, epoch, maxMessageBytes: 65_536 });
}

/** Passes what a connection may not ask on through the one that is in control, if `shares` says so. */
export function sharingControl(
  code: string,
  shares: (request: Request) => boolean,
  isHidden: boolean = true,
): () => Meddler {
  return () => {
    let controlling: Relay | undefined;
    return {
      answer: (answer, request, relay) => {
        if (request.method === "initialize" && answer.result !== undefined) controlling = relay;
        if (codeOf(answer) !== code || controlling === undefined || !shares(request)) return [answer];
        void controlling.ask(request.method, request.params).then((shared) => {
          relay.toCaller(isHidden ? { ...shared, id: answer.id } : answer);
        });
        return [];
      },
    };
  };
}

/** Does something about the calls in progress when their connection is lost. */
function onLostCalls(react: (operationId: string, relay: Relay) => void): Meddler {
  const calls = new Set<string>();
  return {
    request: (request) => {
      const { operationId } = request.params.call ?? {};
      if (operationId !== undefined) calls.add(operationId);
      return [request];
    },
    answer: (answer, request) => {
      calls.delete(request.params.call?.operationId ?? "");
      return [answer];
    },
    end: async (relay) => {
      for (const operationId of calls) react(operationId, relay);
      // What was sent is read before the connection ends.
      await relay.ask("probe", {});
    },
  };
}

/** Cancels the calls whose connection is lost. */
export function cancellingLostCalls(): Meddler {
  return onLostCalls((operationId, relay) =>
    relay.toDriver({ jsonrpc: "2.0", method: "cancelOperation", params: { operationId } }),
  );
}

/** Forgets, for later sessions, the calls whose connection was lost. */
export function forgettingLostCalls(): Meddler {
  const lost = new Set<unknown>();
  const watch = onLostCalls((operationId) => lost.add(operationId));
  const forget = onAnswer("getOperation", (answer, request) => {
    const { operationId } = request.params;
    return lost.has(operationId) ? answering(request, { operationId, state: "unknown" }) : answer;
  });
  return {
    ...watch,
    answer: (answer, request, relay) => {
      watch.answer?.(answer, request, relay);
      return forget.answer?.(answer, request, relay) ?? [answer];
    },
  };
}

const isChange = ({ method }: Request): boolean => ["spawn", "powerOff", "destroy"].includes(method);

/** The mutants of sessions. */
export const sessionMutants: readonly Mutant[] = [
  {
    id: "sessions/nothing-before-initialize: opens one",
    requirement: "sessions/nothing-before-initialize",
    title: "A call without a session opens one",
    message: "succeeded instead of being refused with SESSION_NOT_INITIALIZED",
    attach: restarting(openingSessions),
  },
  {
    id: "sessions/nothing-before-initialize: other code",
    requirement: "sessions/nothing-before-initialize",
    title: "A call without a session is an invalid request",
    message: "answered INVALID_REQUEST instead of SESSION_NOT_INITIALIZED",
    attach: restarting(() =>
      onAnswer("*", (answer, request) =>
        codeOf(answer) === "SESSION_NOT_INITIALIZED"
          ? refusing(request, "INVALID_REQUEST", { path: "method", problem: "comes before initialize" })
          : answer,
      ),
    ),
  },
  {
    id: "sessions/nothing-before-initialize: shares",
    requirement: "sessions/nothing-before-initialize",
    title: "A connection without a session uses the one of another",
    message: "succeeded instead of being refused with SESSION_NOT_INITIALIZED",
    attach: standing(sharingControl("SESSION_NOT_INITIALIZED", () => true)),
  },
  {
    id: "sessions/nothing-before-initialize: done all the same",
    requirement: "sessions/nothing-before-initialize",
    title: "A spawn without a session is refused, and carried out",
    message: "The instance is running after a spawn before initialize",
    attach: standing(sharingControl("SESSION_NOT_INITIALIZED", isChange, false)),
  },
  {
    id: "sessions/newer-session-fences-older: shares",
    requirement: "sessions/newer-session-fences-older",
    title: "An older session goes on beside a newer one",
    message: "succeeded instead of being refused with SESSION_FENCED",
    attach: standing(sharingControl("SESSION_FENCED", ({ method }) => method !== "initialize")),
  },
  {
    id: "sessions/newer-session-fences-older: changes only",
    requirement: "sessions/newer-session-fences-older",
    title: "An older session may still read",
    message: "succeeded instead of being refused with SESSION_FENCED",
    attach: standing(sharingControl("SESSION_FENCED", ({ method }) => method === "getInfo")),
  },
  {
    id: "sessions/newer-session-fences-older: done all the same",
    requirement: "sessions/newer-session-fences-older",
    title: "A change of an older session is refused, and carried out",
    message: "Unexpected powerState after a powerOff of a session that was fenced",
    attach: standing(sharingControl("SESSION_FENCED", isChange, false)),
  },
  {
    id: "sessions/disconnect-cancels-nothing: cancels",
    requirement: "sessions/disconnect-cancels-nothing",
    title: "A lost connection cancels its calls",
    message: "Unexpected state of a powerOff whose connection was lost",
    attach: standing(cancellingLostCalls),
  },
  {
    id: "sessions/disconnect-cancels-nothing: forgets",
    requirement: "sessions/disconnect-cancels-nothing",
    title: "A lost connection takes the record of its calls along",
    message: "Unexpected state of a powerOff whose connection was lost",
    attach: standing(forgettingLostCalls),
  },
];
