import type { EventParams } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";
import { EventFollower } from "../../src/compute/event-follower.ts";

/** A follower whose readings say `lastSequence`, and a record of what it does. */
function follower(
  readings: readonly number[],
  driverEpoch: string = "run-1",
): { subject: EventFollower; did: string[] } {
  const did: string[] = [];
  const left = [...readings];
  const subject = new EventFollower({
    readAll: async () => {
      did.push("read");
      const lastSequence = left.shift();
      if (lastSequence === undefined) throw new RangeError("No more readings");
      return { driverEpoch, lastSequence };
    },
    look: (uuid) => void did.push(uuid),
    isOwn: (operationId) => operationId === "own",
    giveUp: () => void did.push("gave up"),
  });
  return { subject, did };
}

function event(sequence: number, changes: Partial<EventParams> = {}): EventParams {
  const fixed = {
    node: "n",
    transition: "stopped",
    powerState: "shutdown",
    observedAt: "2026-01-01T00:00:00.000Z",
  } as const;
  return { driverEpoch: "run-1", sequence, instanceUuid: `event-${sequence}`, ...fixed, ...changes };
}

test("events in sequence are looked at in order, after one reading", async () => {
  const { subject, did } = follower([4]);
  subject.refresh();
  for (const sequence of [5, 6, 7]) subject.receive(event(sequence));
  await subject.settled();
  expect(did).toEqual(["read", "event-5", "event-6", "event-7"]);
});

test("an event that the reading contains, or that came before, is dropped", async () => {
  const { subject, did } = follower([6]);
  subject.refresh();
  for (const sequence of [5, 6, 7, 7, 6]) subject.receive(event(sequence));
  await subject.settled();
  expect(did).toEqual(["read", "event-7"]);
});

test("a gap makes it read before anything else is looked at", async () => {
  const { subject, did } = follower([0, 4]);
  subject.refresh();
  for (const sequence of [1, 4, 5]) subject.receive(event(sequence));
  await subject.settled();
  expect(did).toEqual(["read", "event-1", "read", "event-5"]);
});

test("a driver whose reading is behind its own events is read once per gap, and the event is looked at", async () => {
  const { subject, did } = follower([0, 0]);
  subject.refresh();
  for (const sequence of [9, 10]) subject.receive(event(sequence));
  await subject.settled();
  expect(did).toEqual(["read", "read", "event-9", "event-10"]);
});

test("an event of another run of the driver makes it read, and is dropped if the reading is of yet another", async () => {
  const { subject, did } = follower([3]);
  subject.receive(event(8, { driverEpoch: "run-0" }));
  subject.receive(event(4));
  await subject.settled();
  expect(did).toEqual(["read", "event-4"]);
});

test("an event that a call of its own caused is not looked at", async () => {
  const { subject, did } = follower([0]);
  subject.refresh();
  subject.receive(event(1, { operationId: "own" }));
  subject.receive(event(2, { operationId: "somebody else's" }));
  await subject.settled();
  expect(did).toEqual(["read", "event-2"]);
});

test("it gives up when nothing can be read any more", async () => {
  const { subject, did } = follower([]);
  subject.refresh();
  await subject.settled();
  expect(did).toEqual(["read", "gave up"]);
});
