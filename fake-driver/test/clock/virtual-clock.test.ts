import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../src/clock/virtual-clock.ts";

const START = 1_000_000;

/** One turn of the real event loop. */
const realTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A request that sleeps some times and notes when it woke. */
const sleeper =
  (clock: VirtualClock, name: string, naps: readonly number[], log: string[]) => async (): Promise<void> => {
    for (const ms of naps) {
      await clock.sleep(ms);
      log.push(`${name} ${clock.now() - START}`);
    }
  };

async function heldClock(): Promise<VirtualClock> {
  const clock = new VirtualClock(START);
  await clock.serve(() => clock.hold(true));
  return clock;
}

describe("VirtualClock, running free", () => {
  it("lets an operation of 20 s finish within one turn of the event loop", async () => {
    const clock = new VirtualClock(START);
    let hasTurned = false;
    setImmediate(() => (hasTurned = true));
    await clock.serve(() => clock.sleep(20_000));
    expect(clock.now()).toBe(START + 20_000);
    expect(hasTurned).toBe(false);
  });

  it("does not move while nobody sleeps", async () => {
    const clock = new VirtualClock(START);
    clock.setTimer(1000, () => undefined);
    await clock.serve(realTurn);
    await realTurn();
    expect(clock.now()).toBe(START);
  });

  it("runs a request to its end before it looks at the next", async () => {
    const clock = new VirtualClock(START);
    const log: string[] = [];
    await Promise.all([
      clock.serve(sleeper(clock, "a", [10, 10], log)),
      clock.serve(sleeper(clock, "b", [5], log)),
      clock.serve(() => log.push(`read ${clock.now() - START}`)),
    ]);
    expect(log).toEqual(["a 10", "a 20", "b 25", "read 25"]);
  });

  it("stands still while a request waits for something real", async () => {
    const clock = new VirtualClock(START);
    const seen: number[] = [];
    const work = clock.serve(async () => {
      await clock.sleep(10);
      await realTurn();
      seen.push(clock.now() - START);
      await clock.sleep(10);
    });
    const next = clock.serve(() => seen.push(clock.now() - START));
    await Promise.all([work, next]);
    expect(seen).toEqual([10, 20]);
  });

  it("gives the same timestamps however the requests arrive", async () => {
    const pauses = { atOnce: async () => undefined, microtask: () => Promise.resolve(), turn: realTurn };
    const request = fc.record({
      naps: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 4 }),
      isReal: fc.boolean(),
      pause: fc.constantFrom(...Object.values(pauses)),
    });
    const run = async (
      requests: readonly { naps: readonly number[]; isReal: boolean; pause: () => Promise<void> }[],
    ) => {
      const clock = new VirtualClock(START);
      const log: string[] = [];
      const answers: Promise<void>[] = [];
      for (const [index, { naps, isReal, pause }] of requests.entries()) {
        const work = sleeper(clock, `${index}`, naps, log);
        answers.push(clock.serve(async () => (isReal ? realTurn().then(work) : work())));
        await pause();
      }
      await Promise.all(answers);
      return { log, end: clock.now() };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 6 }), async (requests) => {
        const together = requests.map((each) => ({ ...each, pause: pauses.atOnce }));
        expect(await run(requests)).toEqual(await run(together));
      }),
    );
  });

  it("lets the event loop turn during an operation of very many steps", async () => {
    const clock = new VirtualClock(START);
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error("enough")));
    const endless = clock.serve(async () => {
      for (;;) await clock.sleep(1, controller.signal);
    });
    await expect(endless).rejects.toThrow("enough");
  });

  it("answers what the request answered, and goes on after one that failed", async () => {
    const clock = new VirtualClock(START);
    await expect(clock.serve(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await clock.serve(() => 7)).toBe(7);
  });
});

describe("VirtualClock, held", () => {
  it("keeps an operation half way and answers reads meanwhile", async () => {
    const clock = await heldClock();
    const log: string[] = [];
    const operation = clock.serve(sleeper(clock, "spawn", [10_000, 10_000], log));
    await clock.serve(() => clock.advance(15_000));
    await clock.serve(() => log.push(`read ${clock.now() - START}`));
    expect(log).toEqual(["spawn 10000", "read 15000"]);
    await clock.serve(() => clock.hold(false));
    await operation;
    expect(log.at(-1)).toBe("spawn 20000");
  });

  it("wakes overlapping operations in order of time, then of arrival", async () => {
    const clock = await heldClock();
    const log: string[] = [];
    const both = [clock.serve(sleeper(clock, "a", [10, 10], log)), clock.serve(sleeper(clock, "b", [5, 5, 10], log))];
    await clock.serve(() => clock.advance(20));
    await Promise.all(both);
    expect(log).toEqual(["b 5", "a 10", "b 10", "a 20", "b 20"]);
  });

  it("waits for real work before it moves on", async () => {
    const clock = await heldClock();
    const log: string[] = [];
    const operation = clock.serve(async () => {
      await realTurn();
      await clock.sleep(10);
      await realTurn();
      log.push(`first ${clock.now() - START}`);
      await clock.sleep(10);
      log.push(`second ${clock.now() - START}`);
    });
    await clock.serve(() => clock.advance(100));
    await operation;
    expect(log).toEqual(["first 10", "second 20"]);
    expect(clock.now()).toBe(START + 100);
  });

  it("does all that falls due at the end of an advance, also what was begun on the way", async () => {
    const clock = await heldClock();
    const log: string[] = [];
    const operation = clock.serve(sleeper(clock, "a", [4, 6], log));
    await clock.serve(() => clock.advance(10));
    await operation;
    expect(log).toEqual(["a 4", "a 10"]);
  });

  it("stops an advance where it is when the request is aborted", async () => {
    const clock = await heldClock();
    const controller = new AbortController();
    clock.setTimer(10, () => controller.abort(new Error("enough")));
    clock.setTimer(20, () => undefined);
    await expect(clock.serve(() => clock.advance(100, controller.signal))).rejects.toThrow("enough");
    expect(clock.now()).toBe(START + 10);
    await clock.serve(() => clock.advance(100));
    expect(clock.now()).toBe(START + 110);
  });

  it("ends a sleep at once when its signal aborts, without moving", async () => {
    const clock = await heldClock();
    const controller = new AbortController();
    const operation = clock.serve(() => clock.sleep(10, controller.signal));
    await clock.serve(() => controller.abort(new Error("cancelled")));
    await expect(operation).rejects.toThrow("cancelled");
    expect(clock.now()).toBe(START);
  });
});

describe("VirtualClock.setTimer", () => {
  it("fires when time passes it, in order, and not if cancelled", async () => {
    const clock = new VirtualClock(START);
    const log: number[] = [];
    clock.setTimer(20, () => log.push(clock.now() - START));
    clock.setTimer(10, () => log.push(clock.now() - START));
    clock.setTimer(15, () => log.push(clock.now() - START)).cancel();
    await clock.serve(() => clock.advance(30));
    expect(log).toEqual([10, 20]);
  });

  it("admits others while a request waits for its caller, and lets it go on before those that have not begun", async () => {
    const clock = new VirtualClock(START);
    const log: string[] = [];
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const asking = clock.serve(async () => {
      await clock.outside(() => answered);
      await sleeper(clock, "asker", [10], log)();
    });
    await clock.serve(() => clock.advance(100));
    await clock.serve(() => log.push(`read ${clock.now() - START}`));
    const working = clock.serve(async () => {
      answer();
      await realTurn();
      log.push("working");
    });
    const next = clock.serve(() => log.push("next"));
    await Promise.all([asking, working, next]);
    expect(log).toEqual(["read 100", "working", "asker 110", "next"]);
  });

  it("throws what the caller answered when the request is admitted again", async () => {
    const clock = new VirtualClock(START);
    const refusal = new RangeError("No");
    await expect(clock.serve(() => clock.outside(() => Promise.reject(refusal)))).rejects.toBe(refusal);
    expect(await clock.serve(() => "next")).toBe("next");
  });

  it("keeps delays longer than the library's timers do", async () => {
    const clock = new VirtualClock(START);
    const year = 365 * 86_400_000;
    let firedAt: number | undefined;
    clock.setTimer(year, () => (firedAt = clock.now() - START));
    await clock.serve(() => clock.advance(year - 1));
    expect(firedAt).toBeUndefined();
    await clock.serve(() => clock.advance(1));
    expect(firedAt).toBe(year);
  });
});
