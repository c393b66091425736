// Nodes on which a guest is, in each of the ways in which nobody may cut it off.
import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { readInstances } from "../../harness/read-all.ts";
import { expectUndisturbed, givenTickingGuest } from "./guest.ts";
import { expectState } from "./power-state.ts";

/** A guest on the node of the check. Only for simulated nodes: a real one would go down under a driver that is wrong. */
export interface Occupant {
  /** Names the check. */
  readonly variant: string;
  /** As in "a node with ...". */
  readonly what: string;
  readonly needs: Needs;
  /** Brings it there. Gives a check that it goes on; `when` is the end of the sentence. */
  readonly settle: (t: CheckContext) => Promise<(when: string) => Promise<void>>;
}

/** The guests that keep a node in use. */
export const OCCUPANTS: readonly Occupant[] = [
  {
    variant: "running",
    what: "an instance that runs",
    needs: { simulation: true, probeGuest: true },
    settle: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      return (when) => expectUndisturbed(t, instance, boot, when);
    },
  },
  {
    variant: "paused",
    what: "an instance that is paused",
    needs: { simulation: true, capabilities: ["supportsPause"] },
    settle: async (t) => {
      const instance = await t.givenInstance({ powerState: "paused" });
      return (when) => expectState(t, instance, "paused", when);
    },
  },
  {
    variant: "foreign",
    what: "a foreign guest",
    needs: { simulation: true },
    settle: async (t) => {
      const name = `vdk-foreign-${t.uuid()}`;
      await t.simulation.injectFault({
        kind: "foreignGuest",
        node: t.node.uuid,
        name,
        vcpus: 1,
        memoryMib: 64,
        localGib: 1,
      });
      return async (when) => {
        const names = (await t.given("listInstances", () => readInstances(t.driver))).map((entry) => entry.name);
        t.expectThat(names.includes(name), `The foreign guest is not listed any more ${when}`, { got: names });
      };
    },
  },
];
