// The one line that runs a single check again.
import type { DriverOptions } from "./driver-options.ts";

/**
 * Makes the command that replays a check.
 *
 * @param check - The check's id.
 * @param seed - The seed of the run.
 * @param options - The options that named the driver.
 */
export function replayCommand(check: string, seed: number, options: DriverOptions): string {
  const named = (["driver", "exec", "connect", "peer", "config"] as const).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name} ${quoted(value)}`];
  });
  return ["npx vdk test", ...named, `--only ${quoted(check)}`, `--seed ${seed}`].join(" ");
}

function quoted(text: string): string {
  return /^[\w./:=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
