// How a run was kept to its site, for reports: whatever was not as it is by default.
import type { Settings } from "../harness/settings.ts";
import { USUAL_ANSWER_MS } from "./answer-limits.ts";
import type { DetachReport } from "./run-record.ts";

/** What of the configuration decided what a run could try, and how patiently. */
export interface SiteFacts {
  /** How many instances there could be at a time; absent if nobody had said. */
  readonly instancesAtOnce?: number;
  /** How many times the checks of a soak went round; absent in a run that was none. */
  readonly soakCycles?: number;
  /** The nodes that could be used, as the configuration names them; absent for all. */
  readonly nodes?: readonly string[];
  /** The resources that the configuration brought, such as `volumes`. */
  readonly resources: readonly string[];
  /** What every wait in real time was multiplied with. */
  readonly timeScale: number;
  /** How long a call of any operation could stay without an answer, in milliseconds before scaling, if not as usual. */
  readonly answerMs?: number;
  /** The same of single operations. */
  readonly operationsMs: Readonly<Record<string, number>>;
  /** How often each hook was run; 0 if there was one and no check needed it. */
  readonly hooks: Readonly<Record<string, number>>;
}

/** Tells how a run was kept to its site. */
export function siteFacts(settings: Settings, { hookRuns = {} }: Pick<DetachReport, "hookRuns">): SiteFacts {
  const {
    instancesAtOnce,
    soakCycles,
    nodes,
    images,
    networks,
    volumes,
    answerWithinMs,
    operationsWithinMs = {},
  } = settings;
  const resources = Object.entries({ images, networks, volumes }).filter(([, value]) => value !== undefined);
  const isUsual = Object.keys(USUAL_ANSWER_MS).every((operation) => operation in operationsWithinMs);
  const limits = Object.entries(operationsWithinMs).filter(([name, ms]) => !isUsual || USUAL_ANSWER_MS[name] !== ms);
  const hooks = Object.keys(settings.hooks ?? {}).map((name) => [name, hookRuns[name] ?? 0] as const);
  return {
    ...(instancesAtOnce !== undefined && { instancesAtOnce }),
    ...(soakCycles !== undefined && { soakCycles }),
    ...(nodes !== undefined && { nodes }),
    resources: resources.map(([name]) => name),
    timeScale: settings.timeScale,
    ...(!isUsual && { answerMs: answerWithinMs }),
    operationsMs: Object.fromEntries(limits),
    hooks: Object.fromEntries(hooks),
  };
}
