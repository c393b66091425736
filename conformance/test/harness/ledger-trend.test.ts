import { describe, expect, test } from "vitest";

import { trend } from "../../src/harness/ledger-trend.ts";

const MIB = 1024;
const CHECKS = 200;

/** What is suspected of a driver whose memory after each check is as given, in MiB. */
function suspicions(memoryMib: (check: number) => number, pidOf: (check: number) => number = () => 1): string[] {
  const sizes = trend();
  for (let check = 0; check < CHECKS; check++)
    sizes.note(`check ${check}`, { pid: pidOf(check), residentKib: memoryMib(check) * MIB, threads: 4 });
  return sizes.suspicions().map(({ culprit, problem }) => `${culprit}: ${problem.cause?.text}`);
}

describe("the trend of a driver's memory", () => {
  test("is suspected where it rises to the end, with the check in which it rose most", () => {
    expect(suspicions((check) => 100 + check + (check >= 77 ? 5 : 0))).toEqual([
      "check 77: The driver's memory grows and grows",
    ]);
  });

  test.for<[string, (check: number) => number]>([
    ["levels off", (check) => 100 + 300 * (1 - Math.exp(-check / 40))],
    ["jumps once", (check) => (check < 90 ? 100 : 500)],
    ["is collected now and then", (check) => 100 + 4 * (check % 50)],
    ["rises slowly", (check) => 100 + check / 4],
    ["rises in the first checks only", (check) => 100 + 10 * Math.min(check, 20)],
  ])("is not suspected where it %s", ([, memoryMib]) => {
    expect(suspicions(memoryMib)).toEqual([]);
  });

  test("is judged for each process by itself, and not for one of few checks", () => {
    expect(
      suspicions(
        (check) => 100 + 3 * (check % 50),
        (check) => Math.floor(check / 50),
      ),
    ).toEqual([]);
  });
});

test("threads that become more and more are suspected too", () => {
  const sizes = trend();
  for (let check = 0; check < CHECKS; check++) sizes.note("a check", { pid: 1, residentKib: MIB, threads: 4 + check });
  expect(sizes.suspicions()).toMatchObject([{ culprit: "a check", key: "leak:threads" }]);
});
