// A driver that the kit did not start, ended and started again by the hooks of its site.
import type { Attachment } from "../harness/attachment.ts";
import type { HookRunner } from "../harness/hooks.ts";

/** Gives an attachment what the hooks `killDriver` and `restartDriver` allow, as far as there are any. */
export function attachByHand(attachment: Attachment, hooks: HookRunner): Attachment {
  const [kills, restarts] = [hooks.has("killDriver"), hooks.has("restartDriver")];
  if (!kills && !restarts) return attachment;
  return {
    ...attachment,
    startsDriver: attachment.startsDriver || restarts,
    canKill: attachment.canKill || kills,
    ...(kills && { kill: () => hooks.run("killDriver", "begin") }),
    ...(restarts && { restart: () => hooks.run("restartDriver", "begin") }),
  };
}
