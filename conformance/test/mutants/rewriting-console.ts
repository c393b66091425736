// Drivers whose guests say something else than they do: what a wrong hypervisor would make of its guests, told by their consoles.
import type { DriverMutant } from "./mutant.ts";
import { replacing } from "./mutant.ts";

/**
 * Makes a driver whose consoles are changed.
 *
 * @param change - Makes the text that is read of the text that was written.
 */
export function rewritingConsole(change: (text: string) => string): DriverMutant["driver"] {
  return replacing((driver) => ({
    getConsoleOutput: async ({ instanceUuid, offset = 0, limit = Infinity }, call) => {
      let text = "";
      for (let at = 0; ;) {
        const piece = await driver.getConsoleOutput({ instanceUuid, offset: at }, call);
        text += Buffer.from(piece.data, "base64").toString("latin1");
        if (piece.nextOffset >= piece.endOffset) break;
        at = piece.nextOffset;
      }
      const changed = Buffer.from(change(text), "latin1");
      const from = Math.min(offset, changed.length);
      const data = changed.subarray(from, Math.min(changed.length, from + Math.min(limit, MOST_BYTES)));
      const nextOffset = from + data.length;
      return { data: data.toString("base64"), offset: from, nextOffset, firstOffset: 0, endOffset: changed.length };
    },
  }));
}

/** What fits into a message of any size that may be agreed on. */
const MOST_BYTES = 40_960;
