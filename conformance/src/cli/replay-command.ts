// The one line that runs a single check again.
import type { DriverOptions } from "./driver-options.ts";

/** The options of a run that its checks depend on. */
export interface ReplayedOptions extends DriverOptions {
  readonly soak?: boolean;
}

/**
 * Makes the command that replays a check.
 *
 * @param check - The check's id.
 * @param seed - The seed of the run.
 * @param options - The options that named the driver, and what else the check depends on.
 * @param sequence - The steps that the check is to play, if it found them by chance.
 */
export function replayCommand(check: string, seed: number, options: ReplayedOptions, sequence?: string): string {
  const named = (["driver", "exec", "connect", "peer", "config"] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name} ${quoted(value)}`];
  });
  const soak = options.soak === true ? ["--soak"] : [];
  const steps = sequence === undefined ? [] : [`--sequence ${quoted(sequence)}`];
  return ["npx vdk test", ...named, `--only ${quoted(check)}`, `--seed ${seed}`, ...soak, ...steps].join(" ");
}

function quoted(text: string): string {
  return /^[\w./:=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
