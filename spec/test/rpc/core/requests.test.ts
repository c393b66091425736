import { describe, expect, it } from "vitest";
import { DriverError } from "../../../src/index.ts";
import type { CoreRequests, TappedMessage } from "../../../src/index.ts";
import { ASKING, CAME, RENEW, RENEWED, WAIT, askingDriver } from "../support/core-requests.ts";
import type { Asking } from "../support/core-requests.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { UUID, attach, driverOf, failureOf, gate } from "../support/test-driver.ts";

const POWER_ON = { instanceUuid: UUID };

/** Has a driver ask, and tells what came of it: the answer, or the error. */
async function outcomeOf(ask: Asking, requests: CoreRequests, log?: (line: string) => void): Promise<unknown> {
  let outcome: unknown;
  const noting: Asking = async (core, call) => {
    outcome = await ask(core, call).catch((error: unknown) => error);
  };
  const connection = await attach(askingDriver(noting), log === undefined ? { requests } : { requests, log });
  await connection.driver.powerOn(POWER_ON);
  expect(connection.faults).toEqual([]);
  return outcome;
}

const waiting: Asking = (core, call) => core.waitForExternalEvents(WAIT, call);

/** Waits twice and renews once, all at the same time. */
const tagsOfThree: Asking = async (core, call) => {
  const waits = [core.waitForExternalEvents(WAIT, call), core.waitForExternalEvents(WAIT, call)];
  const renewed = core.renewCredentials(RENEW);
  return [...(await Promise.all(waits)).map(({ events }) => events[0]?.tag), await renewed];
};

const forNothing: Asking = (core) => core.waitForExternalEvents({ ...WAIT, events: [] });

describe("a request of a driver's to the core", () => {
  it("is served while the driver's own call goes on, and comes back with the result", async () => {
    const seen: unknown[] = [];
    const requests: CoreRequests = {
      waitForExternalEvents: async (params) => {
        seen.push(params);
        return CAME;
      },
    };
    expect(await outcomeOf(waiting, requests)).toEqual(CAME);
    expect(seen).toEqual([WAIT]);
  });

  it("may be one of many, each with its own answer, in any order", async () => {
    const gates = [gate(), gate()];
    let asked = 0;
    const requests: CoreRequests = {
      waitForExternalEvents: async () => {
        const index = (asked += 1) - 1;
        await gates[index]?.opened;
        if (index === 1) gates[0]?.open();
        return { events: [{ ...CAME.events[0], name: "other", tag: `${index}`, status: "failed" }] };
      },
      renewCredentials: () => {
        gates[1]?.open();
        return RENEWED;
      },
    };
    expect(await outcomeOf(tagsOfThree, requests)).toEqual(["0", "1", RENEWED]);
  });

  it("rejects with the core's own error, typed", async () => {
    const details = { event: "network-vif-plugged" };
    const requests: CoreRequests = {
      waitForExternalEvents: () => {
        throw new DriverError("EXTERNAL_EVENT_TIMEOUT", "Cannot wait any longer", { details });
      },
    };
    expect(await outcomeOf(waiting, requests)).toMatchObject({
      code: "EXTERNAL_EVENT_TIMEOUT",
      effect: "none",
      details,
      recovery: "retry-elsewhere",
    });
  });

  it.each([
    ["that the core does not serve is answered NOT_SUPPORTED", {}, "NOT_SUPPORTED", "this caller does not serve it"],
    [
      "on which the core trips is answered INTERNAL_ERROR",
      { waitForExternalEvents: () => Promise.reject(new RangeError("no such port")) },
      "INTERNAL_ERROR",
      "no such port",
    ],
    [
      "whose result the core makes wrong is answered INTERNAL_ERROR",
      { waitForExternalEvents: () => ({ events: [] }) },
      "INTERNAL_ERROR",
      "Cannot answer waitForExternalEvents: the caller's result.events must have at least 1 entry, got 0",
    ],
    [
      "that the core answers with an error without its details is answered INTERNAL_ERROR",
      {
        waitForExternalEvents: () => {
          throw new DriverError("EXTERNAL_EVENT_TIMEOUT", "late", { details: {} as never });
        },
      },
      "INTERNAL_ERROR",
      'error.data.details lacks the field "event"; it said "late"',
    ],
  ])("%s", async (_, requests, code, text) => {
    expect(await outcomeOf(waiting, requests as CoreRequests)).toMatchObject({
      code,
      message: expect.stringContaining(text),
    });
  });

  it("is a mistake of the driver's author if it does not match the schema, and is not sent", async () => {
    const outcome = await outcomeOf(forNothing, { waitForExternalEvents: () => CAME });
    expect(outcome).toBeInstanceOf(TypeError);
    expect(outcome).toMatchObject({
      message: "Cannot ask the core waitForExternalEvents: params.events must have at least 1 entry, got 0",
    });
  });

  it("is a mistake of the driver's author if the driver does not declare what it needs", async () => {
    let outcome: unknown;
    const definition = askingDriver(async (core) => (outcome = await failureOf(core.waitForExternalEvents(WAIT))), {});
    const connection = await attach(definition, { requests: { waitForExternalEvents: () => CAME } });
    await connection.driver.powerOn(POWER_ON);
    expect(outcome).toMatchObject({
      name: "TypeError",
      message: "Cannot ask the core waitForExternalEvents: the driver does not declare supportsExternalEvents",
    });
  });

  it("ends with the call that asks, with the reason of its signal, and a late answer is ignored", async () => {
    const { opened, open } = gate();
    const asked = gate();
    const outcomes: unknown[] = [];
    const definition = askingDriver((core, call) =>
      core.waitForExternalEvents(WAIT, call).catch((error: unknown) => {
        outcomes.push(error);
        throw error;
      }),
    );
    const requests: CoreRequests = { waitForExternalEvents: () => (asked.open(), opened.then(() => CAME)) };
    const connection = await attach(definition, { requests });
    const controller = new AbortController();
    const call = failureOf(connection.driver.powerOn(POWER_ON, { signal: controller.signal }));
    await asked.opened;
    controller.abort();
    expect(await call).toMatchObject({ code: "OPERATION_CANCELLED" });
    expect(outcomes).toMatchObject([{ code: "OPERATION_CANCELLED" }]);
    open();
    await connection.driver.listNodes();
    expect(connection.faults).toEqual([]);
  });

  it("is seen by taps, in both directions and with its operation", async () => {
    const connection = await attach(askingDriver(waiting), { requests: { waitForExternalEvents: () => CAME } });
    const seen: string[] = [];
    connection.onMessage(({ direction, method, message }: TappedMessage) =>
      seen.push(`${direction} ${"method" in message ? "call" : "answer"} ${method}`),
    );
    await connection.driver.powerOn(POWER_ON);
    expect(seen).toEqual([
      "sent call powerOn",
      "received call waitForExternalEvents",
      "sent answer waitForExternalEvents",
      "received answer powerOn",
    ]);
  });
});

describe("an error of the core's that a driver lets pass", () => {
  it("is the answer of the driver's call where it tells of the work", async () => {
    const details = { event: "network-vif-plugged" };
    const timeout = new DriverError("EXTERNAL_EVENT_TIMEOUT", "Cannot wait any longer", { details });
    const requests: CoreRequests = { waitForExternalEvents: () => Promise.reject(timeout) };
    const { driver } = await attach(askingDriver(waiting), { requests });
    await expect(driver.powerOn(POWER_ON)).rejects.toMatchObject({ code: "EXTERNAL_EVENT_TIMEOUT", details });
  });

  it("does not pass for the driver's own refusal where it tells of the request", async () => {
    const { driver } = await attach(askingDriver(waiting));
    await expect(driver.powerOn(POWER_ON)).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
      message: expect.stringContaining("Cannot answer powerOn with NOT_SUPPORTED: it is the core's"),
      // The core did nothing; what the driver has done before it asked, nobody knows.
      effect: "unknown",
    });
  });
});

describe("a call in which the driver asks the core", () => {
  it("is not taken for hanging while the core works, and is again afterwards", async () => {
    const clock = new ManualClock();
    const [asked, answered] = [gate(), gate()];
    const forever = askingDriver(async (core) => {
      await core.waitForExternalEvents(WAIT);
      answered.open();
      await new Promise(() => undefined);
    });
    const work = gate();
    const requests: CoreRequests = { waitForExternalEvents: () => (asked.open(), work.opened.then(() => CAME)) };
    const connection = await attach(forever, { clock, hangTimeoutMs: 1000, requests });
    const call = failureOf(connection.driver.powerOn(POWER_ON));
    await asked.opened;
    clock.advance(100_000);
    expect(connection.faults).toEqual([]);
    work.open();
    await answered.opened;
    clock.advance(1000);
    expect(await call).toMatchObject({ kind: "no-answer" });
  });
});

describe("the core", () => {
  it("cannot be asked with no session open", async () => {
    let outcome: Promise<Error> | undefined;
    const definition = driverOf(({ core }) => {
      outcome = failureOf(core.renewCredentials(RENEW));
      return {};
    }, ASKING);
    await attach(definition);
    expect(await outcome).toMatchObject({
      code: "SESSION_NOT_INITIALIZED",
      effect: "none",
      message: "Cannot ask the core renewCredentials: no session is open",
    });
  });
});
