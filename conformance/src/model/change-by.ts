// What a command changes, if it does.
import type { Command } from "./commands.ts";
import { type Expectation, expectationsOf, type InstanceModel } from "./instance-model.ts";

/** What comes of a command that boots the guest or brings the instance to another power state; `undefined` for one that does neither. */
export function changeBy(before: InstanceModel, command: Command): Expectation | undefined {
  const [expected] = expectationsOf(before, command);
  if (expected === undefined || expected.outcome !== "done") return undefined;
  return expected.boots || expected.after.state !== before.state ? expected : undefined;
}
