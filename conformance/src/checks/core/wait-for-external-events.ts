// Checks of what drivers ask of the core: to be told when a guest's interfaces are wired, before it executes.
import type { WaitForExternalEventsParams, WaitForExternalEventsResult } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenVisiblePorts, isTaken } from "../steps/ports.ts";
import { expectState } from "../steps/power-state.ts";
import { awaited, bootNumberOf, GUEST_STARTS, type GuestStart, type StartableGuest } from "./held-guests.ts";

/** How long a guest is watched that should not execute, in milliseconds. It would boot in half of that. */
const WATCHED_MS = 2_000;

type Status = WaitForExternalEventsResult["events"][number]["status"];

function answered({ events }: WaitForExternalEventsParams, status: Status): WaitForExternalEventsResult {
  return { events: events.map(({ name, tag }) => ({ name, tag, status })) };
}

/** The requests for events that came since the check began. */
function requestsOf({ core }: CheckContext): WaitForExternalEventsParams[] {
  return core.asked.flatMap((asked) => (asked.method === "waitForExternalEvents" ? [asked.params] : []));
}

const held = GUEST_STARTS.flatMap(({ operation, needs, prepare }) =>
  (["completed", "waived"] as const).map((status): Check => ({
    id: `waitForExternalEvents/guest-waits-for-its-interfaces[${operation}-${status}]`,
    requirement: "waitForExternalEvents/guest-waits-for-its-interfaces",
    title: `${operation}() keeps the guest from executing until the core says that its interface is ${status}`,
    needs,
    run: async (t) => {
      const guest = await prepare(t);
      const seen: number[] = [];
      t.core.answer("waitForExternalEvents", async (params) => {
        await t.elapse(WATCHED_MS);
        seen.push(await bootNumberOf(t, guest.uuid));
        return answered(params, status);
      });
      await guest.start({ networkInterfaces: [awaited(t, 60)] });
      const hint = "Plug, ask, wait for the answer, and only then let the guest execute.";
      t.expectThat(
        seen.length > 0,
        `${operation} has not asked for the event of an interface that it was to wait for`,
        {
          expected: "waitForExternalEvents",
          hint,
        },
      );
      t.expectEqual(seen[0], guest.bootNumber, `boot of the guest while ${operation} waited for its network`, hint);
      await t.waitFor(
        `the guest boots after ${operation}`,
        async () => (await bootNumberOf(t, guest.uuid)) > guest.bootNumber,
      );
    },
  })),
);

/** The answers that let no guest execute, and what the operation is then answered with. */
const FAILURES = [
  {
    name: "timeout",
    code: "EXTERNAL_EVENT_TIMEOUT",
    answer: ({ events: [first] }: WaitForExternalEventsParams): never => {
      const event = `${first?.name ?? ""}:${first?.tag ?? ""}`;
      throw new DriverError("EXTERNAL_EVENT_TIMEOUT", `Cannot wait any longer: "${event}" has not come`, {
        effect: "none",
        details: { event },
      });
    },
  },
  {
    name: "failed",
    code: "EXTERNAL_EVENT_FAILED",
    // What had not come by then is missing from the answer.
    answer: (params: WaitForExternalEventsParams) => ({ events: answered(params, "failed").events.slice(0, 1) }),
  },
  {
    name: "no-answer",
    code: "EXTERNAL_EVENT_FAILED",
    answer: (): never => {
      throw new DriverError("INTERNAL_ERROR", "Cannot tell whether the interfaces are wired: the kit says no more", {});
    },
  },
] as const;

async function expectNotStarted(t: CheckContext, { operation }: GuestStart, guest: StartableGuest): Promise<void> {
  const when = `after ${operation} failed for want of its network`;
  if (operation === "spawn") await expectState(t, guest.uuid, "absent", when);
  if (operation === "powerOn") await expectState(t, guest.uuid, "shutdown", when);
  await t.elapse(WATCHED_MS);
  t.expectEqual(await bootNumberOf(t, guest.uuid), guest.bootNumber, `boot of the guest ${when}`);
}

const failures = GUEST_STARTS.flatMap((subject) =>
  FAILURES.map(({ name, code, answer }): Check => ({
    id: `waitForExternalEvents/failure-fails-the-operation[${subject.operation}-${name}]`,
    requirement: "waitForExternalEvents/failure-fails-the-operation",
    title: `${subject.operation}() is answered ${code} and starts no guest when the event of an interface ${name === "failed" ? "has failed" : name === "timeout" ? "does not come in time" : "is not told"}`,
    needs: subject.needs,
    run: async (t) => {
      const guest = await subject.prepare(t);
      t.core.answer("waitForExternalEvents", answer);
      await t.expectError(guest.start({ networkInterfaces: [awaited(t, 60), awaited(t, 60)] }), code, {
        hint: "Whatever is not an answer that says completed or waived is a failure.",
      });
      await expectNotStarted(t, subject, guest);
    },
  })),
);

const nothingElse = GUEST_STARTS.map(({ operation, needs, prepare }): Check => ({
  id: `waitForExternalEvents/waits-for-nothing-else[${operation}]`,
  requirement: "waitForExternalEvents/waits-for-nothing-else",
  title: `${operation}() awaits no event of an interface without awaitPlugSeconds, and asks nothing if there is no other`,
  needs,
  run: async (t) => {
    const { start } = await prepare(t);
    await start({ networkInterfaces: [t.networkInterface(), awaited(t, 0)] });
    const hint = "Await what awaitPlugSeconds of this very request says, and nothing else.";
    t.expectEqual(
      requestsOf(t),
      [],
      `requests for events in ${operation} with interfaces that are wired already`,
      hint,
    );
    const [known, expected] = [t.networkInterface(), awaited(t, 60)];
    const other = await prepare(t);
    await other.start({ networkInterfaces: [known, expected] });
    const tags = requestsOf(t).flatMap(({ events }) => events.map(({ tag }) => tag));
    t.expectEqual(tags, [expected.portId], `ports whose events ${operation} awaited`, hint);
  },
}));

/** The checks of the requests for external events. */
export const waitForExternalEventsChecks: readonly Check[] = [
  ...held,
  {
    id: "waitForExternalEvents/plugs-before-it-waits",
    requirement: "waitForExternalEvents/plugs-before-it-waits",
    title: "spawn() asks for the events of its interfaces when all of them are plugged",
    run: async (t) => {
      const networkInterfaces = (await givenVisiblePorts(t, 2)).map((port) => ({ ...port, awaitPlugSeconds: 60 }));
      const params = await t.newInstance({ devices: { networkInterfaces } });
      const plugged: boolean[] = [];
      t.core.answer("waitForExternalEvents", async (request) => {
        for (const port of networkInterfaces) plugged.push(await isTaken(t, port));
        return answered(request, "completed");
      });
      await t.driver.spawn(params);
      t.expectEqual(plugged, [true, true], "interfaces that were plugged when spawn asked for their events");
    },
  },
  ...GUEST_STARTS.map(({ operation, needs, prepare }): Check => ({
    id: `waitForExternalEvents/plugs-before-it-waits[${operation}-asks-once]`,
    requirement: "waitForExternalEvents/plugs-before-it-waits",
    title: `${operation}() asks once for the events of all interfaces, with the longest of their times`,
    needs,
    run: async (t) => {
      const { uuid, start } = await prepare(t);
      const networkInterfaces = [awaited(t, 30), awaited(t, 90), awaited(t, 60)];
      await start({ networkInterfaces });
      const asked = requestsOf(t).map(({ instanceUuid, timeoutSeconds, events }) => ({
        instanceUuid,
        timeoutSeconds,
        tags: events.map(({ tag }) => tag).toSorted(),
      }));
      const tags = networkInterfaces.map(({ portId }) => portId).toSorted();
      t.expectEqual(
        asked,
        [{ instanceUuid: uuid, timeoutSeconds: 90, tags }],
        `requests for events in ${operation} with three interfaces`,
        "Ask once for all: deadlines that follow one another add up.",
      );
    },
  })),
  ...nothingElse,
  {
    id: "waitForExternalEvents/waits-for-nothing-else[no-start]",
    requirement: "waitForExternalEvents/waits-for-nothing-else",
    title: "spawn() that starts no guest, and starts that say nothing of interfaces, await no event",
    run: async (t) => {
      const params = await t.newInstance({ powerOn: false, devices: { networkInterfaces: [awaited(t, 60)] } });
      await t.driver.spawn(params);
      t.expectEqual(requestsOf(t), [], "requests for events in spawn that starts no guest");
      const target = { instanceUuid: params.instance.uuid };
      await t.driver.powerOn(target);
      await t.driver.reboot({ ...target, type: "hard" });
      t.expectEqual(requestsOf(t), [], "requests for events in starts whose requests name no interface");
    },
  },
  ...failures,
];
