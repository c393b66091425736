// Checks of `getConsoleOutput`: the guest's own bytes, whole, in pieces of any size, for as long as the instance is there.
import type { GetConsoleOutputParams, GetConsoleOutputResult } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { ConsoleReading } from "../../harness/console-reading.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import {
  givenGuestThatWasCutOff,
  givenGuestThatWasPaused,
  givenTickingGuest,
  type TickingGuest,
  untilRebooted,
} from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

/** Only for an absent instance does the model say all: one that has just been built may have no log yet. */
function requirementOf({ from }: Cell): Check["requirement"] | undefined {
  return from === "absent" ? "getConsoleOutput/absent-instance-is-refused" : undefined;
}

/** How much of a log the checks of pieces read: some lines, in bytes. */
const PART_BYTES = 100;

/** How often a guest ticks that then powers itself off. */
const LAST_TICK = 20;

/** A guest whose log is at least {@link PART_BYTES} long. */
async function givenLongLog(t: CheckContext): Promise<TestInstance> {
  const { instance } = await givenTickingGuest(t);
  await t.given("getConsoleOutput", () =>
    t.waitFor("the guest writes some lines", async () => (await t.console(instance)).text.length >= 2 * PART_BYTES),
  );
  return instance;
}

/** One read, with what it says of itself checked. */
async function readPiece(
  t: CheckContext,
  instance: TestInstance,
  offset: number,
  limit: number,
): Promise<GetConsoleOutputResult & { readonly bytes: Buffer }> {
  const params: GetConsoleOutputParams = { ...instance.target, offset, limit };
  const piece = await t.driver.getConsoleOutput(params);
  const bytes = Buffer.from(piece.data, "base64");
  const asked = `read of ${limit} bytes from ${offset}`;
  t.expectThat(bytes.length <= limit, `A ${asked} gave ${bytes.length} bytes`, { expected: `at most ${limit}` });
  t.expectEqual(piece.offset, Math.max(offset, piece.firstOffset), `offset of a ${asked}`);
  t.expectEqual(
    piece.nextOffset,
    piece.offset + bytes.length,
    `nextOffset of a ${asked} that gave ${bytes.length} bytes`,
  );
  return { ...piece, bytes };
}

/** Reads a part of a log that the guest has already written. */
async function readInPieces(t: CheckContext, instance: TestInstance, from: number, limit: number): Promise<string> {
  const pieces: Buffer[] = [];
  for (let offset = from; offset < from + PART_BYTES;) {
    const piece = await readPiece(t, instance, offset, limit);
    t.expectThat(piece.bytes.length > 0, `A read from ${offset} gave nothing of a log that ends at ${piece.endOffset}`);
    pieces.push(piece.bytes);
    offset = piece.nextOffset;
  }
  return Buffer.concat(pieces).subarray(0, PART_BYTES).toString("latin1");
}

/** What the probe writes in its first boot if it ticks so often. */
function probeText(ticks: number): string {
  const lines = Array.from({ length: ticks }, (_, index) => `tick ${index + 1}\r\n`);
  return ["boot 1\r\n", ...lines].join("");
}

async function expectLinesKept(t: CheckContext, { instance, boot }: TickingGuest, when: string): Promise<void> {
  const { text, boots } = await t.console(instance);
  const kept = boots.find(({ number }) => number === boot.number);
  t.expectThat(kept !== undefined && kept.lastTick >= boot.lastTick, `The log has lost what the guest wrote ${when}`, {
    expected: `the ${boot.lastTick} ticks of boot ${boot.number}`,
    got: text.slice(0, 200),
    hint: "Keep the log with the instance, not with the guest's process.",
  });
}

/** The checks of `getConsoleOutput`. */
export const getConsoleOutputChecks: readonly Check[] = [
  {
    id: "getConsoleOutput/returns-what-the-guest-wrote",
    requirement: "getConsoleOutput/returns-what-the-guest-wrote",
    title: "getConsoleOutput() gives every line of the guest, in order, byte by byte",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      const { text } = await t.console(instance);
      const expected = probeText(boot.lastTick);
      const begin = Math.max(0, text.indexOf("boot 1"));
      t.expectEqual(
        text.slice(begin, begin + expected.length),
        expected,
        "console output of a guest's first boot",
        "Pass the bytes on as they are, line ends included.",
      );
    },
  },
  {
    id: "getConsoleOutput/returns-what-the-guest-wrote[again]",
    requirement: "getConsoleOutput/returns-what-the-guest-wrote",
    title: "getConsoleOutput(), read again and again, shows what the guest has written since",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await t.givenInstance({ image: { powerOffAfterTicks: LAST_TICK } });
      let last: ConsoleReading | undefined;
      // That the guest has ticked to the end is known without its console: it is off then. The log may be gone by that time.
      await t.given("spawn", () =>
        t.waitFor(
          "the guest powers itself off",
          async () => {
            const { info } = await t.driver.getInfo(instance.target);
            if (info.powerState === "shutdown") return true;
            last = await t.console(instance);
            return false;
          },
          { withinMs: 15_000 },
        ),
      );
      const ticks = last?.current?.lastTick ?? 0;
      t.expectThat(ticks >= LAST_TICK / 2, "The log did not grow while the guest wrote, although it had been read", {
        expected: `most of the ${LAST_TICK} ticks of a guest that then powered itself off`,
        got: last?.text.slice(-200),
        hint: "Read the log anew for each call, and look whether what fills it still runs.",
      });
    },
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput() in pieces of any size gives the same bytes as at once",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenLongLog(t);
      const { firstOffset } = await readPiece(t, instance, 0, 1);
      const whole = await readInPieces(t, instance, firstOffset, 65_536);
      for (const limit of [1, 7, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1]) {
        t.expectEqual(
          await readInPieces(t, instance, firstOffset, limit),
          whole,
          `log read in pieces of ${limit} bytes`,
        );
      }
    },
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit[from-the-middle]",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput() from an offset gives the log from there",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenLongLog(t);
      const { firstOffset } = await readPiece(t, instance, 0, 1);
      const whole = await readInPieces(t, instance, firstOffset, 65_536);
      for (const skipped of [1, 10, PART_BYTES - 1]) {
        const tail = await readInPieces(t, instance, firstOffset + skipped, 65_536);
        t.expectEqual(
          tail.slice(0, PART_BYTES - skipped),
          whole.slice(skipped),
          `log read from offset ${firstOffset + skipped}`,
        );
      }
    },
  },
  {
    id: "getConsoleOutput/returns-what-the-guest-wrote[from-paused]",
    requirement: "getConsoleOutput/returns-what-the-guest-wrote",
    title: "getConsoleOutput() gives the lines of a guest that is paused",
    needs: { probeGuest: true, capabilities: ["supportsPause"] },
    run: async (t) => expectLinesKept(t, await givenGuestThatWasPaused(t), "before it was paused"),
  },
  {
    id: "getConsoleOutput/outlives-the-guest-run[from-shutdown]",
    requirement: "getConsoleOutput/outlives-the-guest-run",
    title: "getConsoleOutput() gives the lines of a guest that was powered off",
    needs: { probeGuest: true },
    run: async (t) => expectLinesKept(t, await givenGuestThatWasCutOff(t), "before it was powered off"),
  },
  {
    id: "getConsoleOutput/outlives-the-guest-run[from-crashed]",
    requirement: "getConsoleOutput/outlives-the-guest-run",
    title: "getConsoleOutput() gives the last lines of a guest that has crashed",
    needs: { probeGuest: true, fault: "guestCrash" },
    run: async (t) => {
      const guest = await givenTickingGuest(t);
      await t.fault({ kind: "guestCrash", instanceUuid: guest.instance.uuid });
      await expectLinesKept(t, guest, "before it crashed");
    },
  },
  {
    id: "getConsoleOutput/outlives-the-guest-run[next-boot]",
    requirement: "getConsoleOutput/outlives-the-guest-run",
    title: "getConsoleOutput() goes on after the lines of earlier boots when the guest boots again",
    needs: { probeGuest: true },
    run: async (t) => {
      const guest = await givenGuestThatWasCutOff(t);
      await t.given("powerOn", async () => {
        await t.driver.powerOn(guest.instance.target);
        await untilRebooted(t, guest.instance, guest.boot, "after powerOn");
      });
      await expectLinesKept(t, guest, "before its last boot");
    },
  },
  ...stateMatrix("getConsoleOutput", requirementOf),
];
