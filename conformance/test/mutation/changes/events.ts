// Drivers that tell of what nobody asked for wrongly: a guest that stopped by itself, a node that went away.
import type { DriverDefinition, DriverEvent, DriverHost, NodesNews } from "@virt-driver-kit/spec";

import { changingHost } from "./methods.ts";

/** What becomes of a notification. */
export type EventChange = "lost" | "doubled" | "late";

/**
 * Makes a driver that tells wrongly of a transition, or of a change of nodes, that no call caused.
 *
 * What comes late is told after the next notification of any kind.
 */
export function tellingWrongly(transition: string, how: EventChange): (base: DriverDefinition) => DriverDefinition {
  return changingHost((host): Pick<DriverHost, "emitEvent" | "emitNodesChanged"> => {
    let heldBack: (() => void)[] = [];
    const tell = (isMeant: boolean, send: () => void): void => {
      if (!isMeant || how === "doubled") send();
      if (isMeant && how === "doubled") send();
      if (isMeant && how === "late") return void heldBack.push(send);
      const late = heldBack;
      heldBack = [];
      for (const each of late) each();
    };
    return {
      emitEvent: (event) => tell(isUncaused(event) && event.transition === transition, () => host.emitEvent(event)),
      emitNodesChanged: (news) => {
        const isMeant = isUncaused(news) && news.changes.some(({ change }) => change === transition);
        tell(isMeant, () => host.emitNodesChanged(news));
      },
    };
  });
}

function isUncaused({ operationId }: DriverEvent | NodesNews): boolean {
  return operationId === undefined;
}
