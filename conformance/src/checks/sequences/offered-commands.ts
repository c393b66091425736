// The commands that a driver offers.
import type { CheckContext } from "../../harness/check-context.ts";
import { capabilityOf, type Command, COMMANDS } from "../../model/commands.ts";

/** The commands of some families that the driver's capabilities allow; of all families if none are named. */
export function offeredCommands({ session }: CheckContext, families?: readonly string[]): readonly Command[] {
  return COMMANDS.filter((command) => {
    const capability = capabilityOf(command);
    const isOffered = capability === undefined || session.capabilities[capability] === true;
    return isOffered && families?.includes(command.family) !== false;
  });
}
