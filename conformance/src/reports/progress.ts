// Progress while the checks run: one line that rewrites itself on a terminal, a line now and then elsewhere.
import type { CheckOutcome } from "../harness/outcome.ts";
import type { AttachReport } from "../engine/run-record.ts";
import type { Paint } from "./paint.ts";

/** Where progress is written. */
export interface ProgressTarget {
  readonly write: (text: string) => void;
  /** Whether the line can rewrite itself. */
  readonly isTerminal: boolean;
  /** The width of the terminal, in characters. */
  readonly columns: number;
  readonly paint: Paint;
}

/** Hears what happens in a run. */
export interface Progress {
  begun(report: AttachReport): void;
  checked(outcome: CheckOutcome): void;
  /** Clears the line. */
  done(): void;
}

const PLAIN_STEPS = 10;

/** Makes a progress display for `total` checks. What goes wrong appears at once, each cause once. */
export function progress(total: number, target: ProgressTarget): Progress {
  const { paint, write } = target;
  const told = new Set<string>();
  let finished = 0;
  let bad = 0;
  let mute = false;

  const clear = (): void => {
    if (target.isTerminal) write("\r\u001b[2K");
  };
  const showLine = (id: string): void => {
    const head = `${String(finished).padStart(String(total).length)}/${total}${bad > 0 ? `  ${bad} not passed` : ""}  `;
    clear();
    write(paint.faint(head + id.slice(0, Math.max(0, target.columns - head.length - 1))));
  };
  const showStep = (): void => {
    const stepOf = (count: number): number => Math.floor((count * PLAIN_STEPS) / total);
    if (stepOf(finished) > stepOf(finished - 1)) write(`${finished}/${total} checks, ${bad} not passed\n`);
  };

  return {
    begun: ({ driver }) => {
      // Without a session every check is blocked by the same thing, which the report tells once.
      mute = driver === undefined;
      if (driver === undefined) return;
      const capabilities = driver.capabilities.length > 0 ? driver.capabilities.join(", ") : "no optional capability";
      clear();
      write(
        `Driver ${paint.strong(`${driver.name} ${driver.version}`)}, spec ${driver.specVersion}, ${capabilities}\n`,
      );
    },
    checked: (outcome) => {
      if (mute) return;
      finished += 1;
      const mishaps = mishapsOf(outcome);
      if (mishaps.length > 0) bad += 1;
      for (const { key, name, message } of mishaps.filter((mishap) => !told.has(mishap.key))) {
        told.add(key);
        clear();
        write(`${paint.bad(name)}: ${message}\n`);
      }
      if (target.isTerminal) showLine(outcome.id);
      else showStep();
    },
    done: clear,
  };
}

interface ToldMishap {
  readonly key: string;
  readonly name: string;
  readonly message: string;
}

/** Blocked checks are told of in the end, once per cause. */
function mishapsOf({ id, verdict, problem, incidents = [] }: CheckOutcome): ToldMishap[] {
  const seen = incidents.map(({ key, requirement, problem: { message, cause } }) => {
    return { key: cause?.key ?? key, name: requirement === undefined ? "note" : `fail ${requirement}`, message };
  });
  if (problem === undefined || (verdict !== "fail" && verdict !== "harness-error")) return seen;
  return [{ key: problem.cause?.key ?? id, name: `${verdict} ${id}`, message: problem.message }, ...seen];
}
