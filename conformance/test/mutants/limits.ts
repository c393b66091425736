// Drivers that say more than their caller can take.
import { restarting } from "./attachments.ts";
import type { Meddler, Relay, Request } from "./interposer.ts";
import { onAnswer, refusing, withoutResult, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Answers every list of instances whole, however long the message gets. */
function inOnePiece(): Meddler {
  return onAnswer("listInstances", (answer, request, relay) => {
    void theRest(answer.result?.["nextCursor"], request, relay).then((rest) => {
      const first = (answer.result?.["instances"] ?? []) as readonly unknown[];
      relay.toCaller(withoutResult(withResult(answer, { instances: [...first, ...rest] }), "nextCursor"));
    });
    return undefined;
  });
}

async function theRest(cursor: unknown, request: Request, relay: Relay): Promise<readonly unknown[]> {
  if (cursor === undefined) return [];
  const { result } = await relay.ask("listInstances", { ...request.params, cursor });
  const page = (result?.["instances"] ?? []) as readonly unknown[];
  return [...page, ...(await theRest(result?.["nextCursor"], request, relay))];
}

/** Keeps to pages of a size, and forgets what comes after the first. */
function firstPageOnly(bytes: number): () => Meddler {
  return () =>
    onAnswer("listInstances", (answer) => {
      const isLong = Buffer.byteLength(JSON.stringify(answer)) > bytes;
      return isLong ? withoutResult(answer, "nextCursor") : answer;
    });
}

/** The mutants of limits. */
export const limitsMutants: readonly Mutant[] = [
  {
    id: "limits/answers-fit-the-caller: in one piece",
    requirement: "limits/answers-fit-the-caller",
    title: "listInstances gives all in one message, however long it is",
    message: "Unexpected messages to a caller that accepts 65536 bytes",
    attach: restarting(inOnePiece),
  },
  {
    id: "limits/answers-fit-the-caller: cut off",
    requirement: "limits/answers-fit-the-caller",
    title: "listInstances leaves out what comes after a long page",
    message: "Unexpected instances that listInstances in pages of 10 does not show",
    attach: restarting(firstPageOnly(8_192)),
  },
  {
    id: "limits/answers-fit-the-caller: breaks down",
    requirement: "limits/answers-fit-the-caller",
    title: "listInstances breaks down over a message that is too long",
    message: "long names was refused",
    attach: restarting(() =>
      onAnswer("listInstances", (answer, request) =>
        answer.result?.["nextCursor"] !== undefined && request.params["limit"] === 1_000
          ? refusing(request, "INTERNAL_ERROR", undefined, "none")
          : answer,
      ),
    ),
  },
];
