// Drivers that take their caller for the owner of the instances.
import { restarting, standing } from "./attachments.ts";
import type { Meddler, Relay } from "./interposer.ts";
import { onAnswer, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

const STRANGER = "another cloud core";

interface Entry {
  readonly ownership: string;
  readonly uuid?: string;
  readonly node: string;
}

function comesFromAStranger(params: Readonly<Record<string, unknown>>): boolean {
  return (params["caller"] as { name?: string } | undefined)?.name === STRANGER;
}

/** Does something to every instance before a session of another caller is opened. */
function whenAStrangerComes(operation: string, params: Readonly<Record<string, unknown>>): () => Meddler {
  const disturb = async (relay: Relay): Promise<void> => {
    const { result } = await relay.ask("listInstances", {});
    for (const { uuid } of (result?.["instances"] ?? []) as readonly Entry[]) {
      await relay.ask(operation, { instanceUuid: uuid, ...params, call: { operationId: crypto.randomUUID() } });
    }
  };
  return () => ({
    request: (request, relay) => {
      if (!comesFromAStranger(request.params)) return [request];
      void disturb(relay).then(() => relay.toDriver(request));
      return [];
    },
  });
}

/** Shows instances to another caller as somebody else's. */
function disowning(): Meddler {
  let isStranger = false;
  const disowned = onAnswer("listInstances", (answer) => {
    const entries = (answer.result?.["instances"] ?? []) as readonly Entry[];
    const foreign = entries.map(({ uuid, node }) => ({ ownership: "foreign", internalId: uuid, node }));
    return isStranger ? withResult(answer, { instances: foreign }) : answer;
  });
  return {
    ...disowned,
    request: (request) => {
      if (request.method === "initialize") isStranger = comesFromAStranger(request.params);
      return [request];
    },
  };
}

/** Shows all instances as off in every session but the first. */
function showingAllOff(): Meddler {
  let sessions = 0;
  const shownOff = onAnswer("listInstanceStates", (answer) => {
    const rows = (answer.result?.["states"] ?? []) as readonly object[];
    const off = rows.map((row) => ({ ...row, powerState: "shutdown" }));
    return sessions > 1 ? withResult(answer, { states: off }) : answer;
  });
  return {
    ...shownOff,
    request: (request) => {
      if (request.method === "initialize") sessions += 1;
      return [request];
    },
  };
}

/** The mutants of who owns what. */
export const ownershipMutants: readonly Mutant[] = [
  {
    id: "ownership/orphans-stay: destroys them",
    requirement: "ownership/orphans-stay",
    title: "A session of another caller begins with an empty hypervisor",
    message: "Unexpected entries of listInstances in a session of another caller",
    attach: restarting(whenAStrangerComes("destroy", { destroyDisks: true })),
  },
  {
    id: "ownership/orphans-stay: stops them",
    requirement: "ownership/orphans-stay",
    title: "A session of another caller begins with all instances off",
    message: "Unexpected rows of listInstanceStates in a session of another caller",
    attach: restarting(whenAStrangerComes("powerOff", { timeoutSeconds: 0, retryIntervalSeconds: 0 })),
  },
  {
    id: "ownership/orphans-stay: reboots them",
    requirement: "ownership/orphans-stay",
    title: "A session of another caller begins with a reboot of all instances that run",
    message: "The guest was restarted by a session of another caller",
    attach: restarting(whenAStrangerComes("reboot", { type: "hard" })),
    only: ["ownership/orphans-stay[guest]"],
  },
  {
    id: "ownership/orphans-stay: ends with its connection",
    requirement: "ownership/orphans-stay",
    title: "A session on a new connection is shown all instances as off",
    message: "Unexpected rows of listInstanceStates",
    attach: standing(showingAllOff),
    only: ["ownership/orphans-stay[connection]"],
  },
  {
    id: "ownership/orphans-stay: disowns them",
    requirement: "ownership/orphans-stay",
    title: "Another caller is shown the instances as foreign",
    message: "Unexpected entries of listInstances in a session of another caller",
    attach: restarting(disowning),
  },
];
