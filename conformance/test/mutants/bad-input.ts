// Drivers that cannot take what is no request, or do not notice the end of their input.
import { asProcess, restarting, standing } from "./attachments.ts";
import type { Meddler, Relay } from "./interposer.ts";
import type { Mutant } from "./mutant.ts";

/** Takes nothing in any more after a message that is malformed. */
function deafened(): Meddler {
  let isDeaf = false;
  return {
    request: (request) => {
      // A driver that was started again hears again.
      if (request.method === "initialize") isDeaf = false;
      return isDeaf ? [] : [request];
    },
    malformed: () => {
      isDeaf = true;
      return [];
    },
  };
}

/** Ends every connection when one of them carries a message that is malformed. */
function panicking(): Meddler {
  const relays = new Set<Relay>();
  return {
    request: (request, relay) => {
      relays.add(relay);
      return [request];
    },
    malformed: () => {
      for (const relay of relays) relay.hangUp();
      relays.clear();
      return [];
    },
  };
}

/** The mutants of input that is no request, and of its end. */
export const badInputMutants: readonly Mutant[] = [
  {
    id: "protocol/survives-malformed-requests: dies",
    requirement: "protocol/survives-malformed-requests",
    title: "The process dies of JSON that it cannot parse",
    message: "The driver's process died of a malformed message",
    attach: asProcess("dies-of-bad-json.ts"),
    only: ["protocol/survives-malformed-requests*"],
  },
  {
    id: "protocol/survives-malformed-requests: deaf",
    requirement: "protocol/survives-malformed-requests",
    title: "After a malformed message no request is read any more",
    message: "The driver answers no more after a malformed message",
    attach: restarting(deafened),
    only: ["protocol/survives-malformed-requests[not-json]"],
    patience: 0.1,
  },
  {
    id: "protocol/survives-malformed-requests: panics",
    requirement: "protocol/survives-malformed-requests",
    title: "A malformed message on one connection ends all of them",
    message: "it closed its connection",
    attach: standing(panicking),
  },
  {
    id: "protocol/ends-with-its-input: stays",
    requirement: "protocol/ends-with-its-input",
    title: "The process goes on when its input has ended",
    message: "The driver's process is still there although its standard input has ended",
    attach: asProcess("stays-after-its-input.ts"),
    only: ["protocol/ends-with-its-input"],
    patience: 0.5,
  },
  {
    id: "protocol/ends-with-its-input: takes the guests along",
    requirement: "protocol/ends-with-its-input",
    title: "The process powers its guests off when its input has ended",
    message: "The instance is shutdown after the driver's input ended",
    attach: asProcess("stops-guests-at-its-end.ts"),
    only: ["protocol/ends-with-its-input*"],
  },
];
