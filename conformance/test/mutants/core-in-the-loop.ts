// Drivers whose defects have to show with a core in the loop too: each is tried with the one check in which they do.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Call, ComputeDriver, DriverEvent, RequirementId, SpawnParams } from "@virt-driver-kit/spec";

import { afterDeath } from "./after-death.ts";
import { standing } from "./attachments.ts";
import { onAnswer, onEvent, withResult } from "./meddling.ts";
import { backendFailed, hiding, isRefusal, type Mutant, notFound, replacing, within } from "./mutant.ts";
import { cancellingLostCalls, sharingControl } from "./sessions.ts";

type Wrong = Pick<Mutant, "title" | "message" | "keepsState" | "alsoBreaks"> & { readonly word?: string } & (
    | { readonly driver: Extract<Mutant, { driver: unknown }>["driver"] }
    | { readonly attach: Extract<Mutant, { attach: unknown }>["attach"] }
  );

/** A mutant that is tried with the check of its requirement that has a core in the loop, and with no other. */
function inTheLoop(requirement: RequirementId, { word = "in the loop", ...wrong }: Wrong): Mutant {
  return {
    id: `${requirement}: with a core ${word}`,
    requirement,
    only: [`${requirement}[core-in-the-loop]`],
    ...wrong,
  };
}

const life: readonly Mutant[] = [
  inTheLoop("spawn/starts-the-guest", {
    title: "spawn leaves the guest off, and a core stops its server",
    message: "With the reference core in the loop, the server is SHUTOFF after it was built, and not ACTIVE",
    driver: replacing((driver) => ({ spawn: (params, call) => driver.spawn({ ...params, powerOn: false }, call) })),
  }),
  inTheLoop("powerOff/stops-the-guest", {
    title: "powerOff does nothing, and a core's server ticks on",
    message: "after a user's stop, with the reference core in the loop",
    driver: replacing((driver) => {
      const stopped = new Set<string>();
      return {
        powerOff: async ({ instanceUuid }) => {
          stopped.add(instanceUuid);
          return {};
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: stopped.has(info.uuid) ? { ...info, powerState: "shutdown" } : info };
        },
      };
    }),
  }),
  inTheLoop("powerOn/boots-the-guest", {
    title: "powerOn does nothing, and a core stops the server that it was to start",
    message: "With the reference core in the loop, the server is SHUTOFF after start was asked for, and not ACTIVE",
    driver: replacing(() => ({ powerOn: async () => ({}) })),
  }),
  ...(["soft", "hard"] as const).map((type) =>
    inTheLoop(`reboot/${type}-boots-once`, {
      title: `A ${type} reboot that a core asks for boots nothing`,
      message: `until the guest boots after a user's reboot-${type}, with the reference core in the loop`,
      driver: replacing((driver) => ({
        reboot: async (params, call) => (params.type === type ? {} : driver.reboot(params, call)),
      })),
    }),
  ),
  inTheLoop("pause/stops-execution", {
    title: "pause does nothing but say so, and a core's server ticks on",
    message: "after a user's pause, with the reference core in the loop",
    driver: replacing((driver) => {
      const paused = new Set<string>();
      return {
        pause: async ({ instanceUuid }) => {
          paused.add(instanceUuid);
          return {};
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: paused.has(info.uuid) ? { ...info, powerState: "paused" } : info };
        },
      };
    }),
  }),
  inTheLoop("unpause/goes-on-where-it-stopped", {
    title: "unpause boots the guest of a core's server anew",
    message: "The guest was restarted after a user's unpause, with the reference core in the loop",
    driver: replacing((driver) => ({
      unpause: async (params, call) => {
        await driver.unpause(params, call);
        await driver.reboot({ ...params, type: "hard" }, within(call));
        return {};
      },
    })),
  }),
  inTheLoop("getConsoleOutput/returns-what-the-guest-wrote", {
    title: "getConsoleOutput takes the end of what it answers for the end of all, and a user sees one byte",
    message: "With the reference core in the loop, a user does not see what the guest wrote",
    driver: replacing((driver) => ({
      getConsoleOutput: async (params, call) => {
        const output = await driver.getConsoleOutput(params, call);
        return params.limit === 1 ? { ...output, endOffset: output.nextOffset } : output;
      },
    })),
  }),
  inTheLoop("destroy/removes-the-instance", {
    title: "destroy leaves the instance of a server that a user deletes",
    message: "listInstances and the records of the reference core in the loop differ after a server was deleted",
    driver: replacing((driver) => {
      let destroys = 0;
      return { destroy: async (params, call) => (++destroys === 1 ? {} : driver.destroy(params, call)) };
    }),
  }),
  inTheLoop("listInstances/agrees-with-other-reads", {
    title: "listInstanceStates takes every server that was stopped for one that runs",
    message: "listInstanceStates and the records of the reference core in the loop differ",
    driver: replacing((driver) => ({
      listInstanceStates: async (params, call) => {
        const { states, ...rest } = await driver.listInstanceStates(params, call);
        return { ...rest, states: states.map((state) => ({ ...state, powerState: "running" })) };
      },
    })),
  }),
  inTheLoop("getAvailableResource/usage-counts-instances", {
    title: "getAvailableResource counts no processors, and a core asks for what does not fit",
    message: "Unexpected number of times that a core asked for spawn",
    driver: replacing((driver) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        return { resource: { ...resource, vcpusUsed: 0 } };
      },
    })),
  }),
];

/** A call that nobody cancels. */
function uncancelled(call: Call): Call {
  return { ...within(call), signal: new AbortController().signal };
}

/** What to build, with the digest that the image really has. */
function withGoodImage({ instance, ...params }: SpawnParams): SpawnParams {
  const { image } = instance;
  const bytes = readFileSync(image.source.kind === "file" ? image.source.path : "");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...params, instance: { ...instance, image: { ...image, sha256 } }, powerOn: false };
}

/** Builds an instance all the same, off, when its spawn fails with a code. */
function builtAllTheSame(
  code: "IMAGE_UNACCEPTABLE" | "BACKEND_FAILED",
): Extract<Mutant, { driver: unknown }>["driver"] {
  return replacing((driver) => ({
    spawn: async (params, call) => {
      try {
        return await driver.spawn(params, call);
      } catch (error) {
        if (isRefusal(error, code)) await driver.spawn(withGoodImage(params), within(call));
        throw error;
      }
    },
  }));
}

/** Once an operation has failed on an instance, it always fails. */
function failingForEver(operation: "powerOff" | "destroy"): Extract<Mutant, { driver: unknown }>["driver"] {
  return replacing((driver) => {
    const failed = new Set<string>();
    const method = driver[operation] as (params: { instanceUuid: string }, call: Call) => Promise<object>;
    const failing: typeof method = async (params, call) => {
      if (failed.has(params.instanceUuid)) throw backendFailed("lock the instance");
      return method(params, call).catch((error: unknown) => {
        failed.add(params.instanceUuid);
        throw error;
      });
    };
    return { [operation]: failing };
  });
}

const failures: readonly Mutant[] = [
  inTheLoop("spawn/leaves-nothing-when-it-fails", {
    title: "A spawn that is refused for its image leaves an instance that no core knows of",
    message: "listInstances and the records of the reference core in the loop differ after a build from a bad image",
    driver: builtAllTheSame("IMAGE_UNACCEPTABLE"),
  }),
  inTheLoop("spawn/survives-failure-at-each-step", {
    title: "A spawn that fails in the hypervisor leaves an instance that no core knows of",
    message: "differ after a build that failed at hypervisor call number 1",
    driver: builtAllTheSame("BACKEND_FAILED"),
  }),
  inTheLoop("spawn/leaves-nothing-when-cancelled", {
    title: "A spawn that is cancelled is answered, and goes on",
    message: "differ after a server was deleted while it was built",
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        const built = driver.spawn(params, uncancelled(call));
        built.catch(() => undefined);
        const cancelled = new Promise<never>((_, reject) => {
          call.signal.addEventListener("abort", () => reject(call.signal.reason as Error), { once: true });
        });
        return Promise.race([built, cancelled]);
      },
    })),
  }),
  inTheLoop("operations/failed-call-can-be-repeated", {
    title: "A powerOff that has failed once always fails, and a user cannot stop the server",
    message: "With the reference core in the loop, the server is ACTIVE after it was stopped again",
    driver: failingForEver("powerOff"),
  }),
  inTheLoop("destroy/can-be-repeated-after-failure", {
    title: "A destroy that has failed once always fails, and a user cannot delete the server",
    message: "With the reference core in the loop, the server is ERROR after its removal failed once, and not gone",
    alsoBreaks: ["destroy/removes-the-instance"],
    driver: failingForEver("destroy"),
  }),
  inTheLoop("errors/unreachable-is-never-absent", {
    title: "While its hypervisor cannot be reached a driver says that nothing is there, and a core believes it",
    message: "Unexpected record of the reference core in the loop, of a server whose hypervisor cannot be reached",
    driver: replacing((driver, { driverEpoch, lastSequence }) => ({
      listInstanceStates: (params, call) =>
        hiding(driver.listInstanceStates(params, call), "BACKEND_UNREACHABLE", () => ({
          states: [],
          driverEpoch,
          lastSequence,
        })),
      getInfo: (params, call) =>
        hiding(driver.getInfo(params, call), "BACKEND_UNREACHABLE", () => {
          throw notFound(params.instanceUuid);
        }),
    })),
  }),
];

/** Shows an instance as running that is off, unless the driver was asked to stop it. */
function missingOwnStops(): Extract<Mutant, { driver: unknown }>["driver"] {
  return replacing((driver) => {
    const stopped = new Set<string>();
    const seen = <Row extends { uuid: string; powerState: string }>(row: Row): Row =>
      row.powerState === "shutdown" && !stopped.has(row.uuid) ? { ...row, powerState: "running" } : row;
    return {
      powerOff: async (params, call) => {
        stopped.add(params.instanceUuid);
        return driver.powerOff(params, call);
      },
      getInfo: async (params, call) => ({ info: seen((await driver.getInfo(params, call)).info) }),
      listInstanceStates: async (params, call) => {
        const { states, ...rest } = await driver.listInstanceStates(params, call);
        return { ...rest, states: states.map(seen) };
      },
    };
  });
}

const guests: readonly Mutant[] = [
  inTheLoop("event/tells-what-the-guest-did", {
    title: "A guest that powers itself off is not told of, and its server stays ACTIVE",
    message: "until the reference core in the loop learns by an event that a guest has powered itself off",
    attach: standing(() =>
      onEvent((event) => ((event.params as Partial<DriverEvent>).operationId === undefined ? undefined : event)),
    ),
  }),
  inTheLoop("getInfo/sees-a-guest-that-stopped-itself", {
    title: "A guest that powers itself off is shown as running, and its server stays ACTIVE",
    message: "until the reference core in the loop learns by its periodic look that a guest has powered itself off",
    driver: missingOwnStops(),
  }),
  inTheLoop("listInstanceStates/names-the-last-event", {
    title: "listInstanceStates names an event that has yet to come, so that a core takes the next ones for old",
    message: "until the reference core in the loop learns by an event after a gap",
    attach: standing(() =>
      onAnswer("listInstanceStates", (answer) =>
        withResult(answer, { lastSequence: Number(answer.result?.["lastSequence"]) + 1_000 }),
      ),
    ),
  }),
];

type Locking = Pick<ComputeDriver, "powerOff" | "destroy">;

const interruptions: readonly Mutant[] = [
  inTheLoop("getOperation/knows-running-calls", {
    title: "getOperation does not know a call in progress, and a core takes its build for lost",
    message: "the server is ERROR after the core was restarted in the middle of its build, and not ACTIVE",
    attach: standing(() =>
      onAnswer("getOperation", (answer) =>
        answer.result?.["state"] === "running"
          ? withResult(answer, { state: "unknown", operation: undefined })
          : answer,
      ),
    ),
  }),
  inTheLoop("sessions/disconnect-cancels-nothing", {
    title: "A lost connection cancels a core's build",
    message: "the server is ERROR after the core's connection was lost in the middle of its build, and not ACTIVE",
    attach: standing(cancellingLostCalls),
  }),
  inTheLoop("sessions/newer-session-fences-older", {
    title: "A core that was replaced can still stop a server",
    message: "Unexpected powerState after a stop by a core that was replaced",
    attach: standing(sharingControl("SESSION_FENCED", ({ method }) => method !== "initialize")),
  }),
  inTheLoop("cleanup/death-leaves-one-or-none", {
    title: "A build that the driver died in can never be removed, and its server cannot be deleted",
    message: "The core could not remove what was left after its driver was killed in the middle of its build",
    keepsState: true,
    attach: afterDeath((driver, found) => lockedFor(driver, "destroy", found)),
  }),
  inTheLoop("recovery/interrupted-change-can-be-repeated", {
    title: "An instance stays locked by the powerOff that its driver died in, and its server is not stopped",
    message: "With the reference core in the loop, the server is ACTIVE after its driver was killed",
    keepsState: true,
    attach: afterDeath((driver, found) => lockedFor(driver, "powerOff", found)),
  }),
];

/** Refuses an operation on each instance that was found half done. */
function lockedFor(
  driver: Locking,
  operation: keyof Locking,
  found: ReadonlyMap<string, unknown>,
): Partial<ComputeDriver> {
  const method = driver[operation] as (params: { instanceUuid: string }, call: Call) => Promise<object>;
  const locked: typeof method = async (params, call) => {
    if (found.has(params.instanceUuid)) throw backendFailed("lock the instance");
    return method(params, call);
  };
  return { [operation]: locked };
}

/** The mutants of the checks with a core in the loop. */
export const coreInTheLoopMutants: readonly Mutant[] = [...life, ...failures, ...guests, ...interruptions];
