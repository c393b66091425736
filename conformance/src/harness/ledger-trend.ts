// Memory and threads of the driver's process over a whole run. Both rise by themselves for a while, by caches, pools and heaps that are not collected
// yet, so only a rise that goes on steadily is told of, and as a suspicion.
import type { DriverSize } from "./ledger-processes.ts";
import type { Incident } from "./outcome.ts";

/** Follows the size of a driver's process. */
export interface Trend {
  /** Notes the size after a check. */
  note(check: string, size: DriverSize): void;
  /** What rose all the time, at most once each. */
  suspicions(): Incident[];
}

interface Sample extends DriverSize {
  readonly check: string;
}

interface Measure {
  readonly word: "memory" | "threads";
  readonly headline: string;
  readonly of: (size: DriverSize) => number;
  readonly unit: string;
  /** A rise is told of that is at least this large in all, and per check. */
  readonly least: number;
  readonly leastPerCheck: number;
  readonly hint: string;
}

const MEASURES: readonly Measure[] = [
  {
    word: "memory",
    headline: "The driver's memory grows and grows",
    of: ({ residentKib }) => residentKib / 1024,
    unit: "MiB of memory",
    least: 64,
    leastPerCheck: 0.75,
    hint: "Look for what is kept by uuid, by call or by session and never deleted; run the check named with --repeat 100",
  },
  {
    word: "threads",
    headline: "The driver's threads become more and more",
    of: ({ threads }) => threads,
    unit: "threads",
    least: 32,
    leastPerCheck: 0.25,
    hint: "End each thread with the call or the instance that it serves; run the check named with --repeat 100",
  },
];

/** A process begins with code that is compiled and caches that fill: so many checks are not judged, and so many after them are needed. */
const WARM_UP = 20;
const FEWEST = 40;
const PARTS = 4;
const MOST_NAMES = 3;

/** Makes a trend without samples. */
export function trend(): Trend {
  const samples: Sample[] = [];
  return {
    note: (check, size) => void samples.push({ check, ...size }),
    suspicions: () => {
      const runs = [...Map.groupBy(samples, ({ pid }) => pid).values()].map((run) => run.slice(WARM_UP));
      return MEASURES.flatMap((measure) => {
        const rises = runs.flatMap((run) => riseOf(run, measure) ?? []);
        const worst = rises.toSorted((a, b) => b.by - a.by)[0];
        return worst === undefined ? [] : [suspicion(measure, worst)];
      });
    },
  };
}

interface Rise {
  readonly from: number;
  readonly by: number;
  readonly checks: number;
  /** The steps between neighbours, the largest first. */
  readonly steps: readonly { readonly check: string; readonly by: number }[];
}

/**
 * The rise of one process, if it is steady and large. It is judged by the lows of four parts of its life, which neither a peak nor the way up to one
 * disturbs; and the last part has to rise as the others do.
 */
function riseOf(run: readonly Sample[], { of, least, leastPerCheck }: Measure): Rise | undefined {
  if (run.length < FEWEST) return undefined;
  const part = Math.floor(run.length / PARTS);
  const lows = Array.from({ length: PARTS }, (_, index) =>
    Math.min(...run.slice(index * part, (index + 1) * part).map(of)),
  );
  const rises = lows.slice(1).map((low, index) => low - (lows[index] ?? low));
  const by = rises.reduce((sum, rise) => sum + rise, 0);
  const between = part * (PARTS - 1);
  const isSteady = rises.every((rise) => rise >= by / (PARTS - 1) / 2);
  if (!isSteady || by < Math.max(least, leastPerCheck * between)) return undefined;
  const steps = run.slice(1).map((sample, index) => {
    const before = run[index] ?? sample;
    return { check: sample.check, by: of(sample) - of(before) };
  });
  return { from: lows[0] ?? 0, by, checks: between, steps: steps.toSorted((a, b) => b.by - a.by) };
}

function suspicion({ word, headline, unit, hint }: Measure, { from, by, checks, steps }: Rise): Incident {
  const most = steps.slice(0, MOST_NAMES).map((step) => `${step.check}: ${Math.round(step.by)} more`);
  const culprit = steps[0]?.check;
  return {
    ...(culprit !== undefined && { culprit }),
    key: `leak:${word}`,
    problem: {
      message: `The driver's process had ${Math.round(by)} ${unit} more after ${checks} checks, and the rise went on to the end`,
      cause: { key: `leak:${word}`, text: headline, decisive: true },
      expected: `after the first checks about ${Math.round(from)} ${unit}, whatever is run`,
      got: most,
      hint,
    },
  };
}
