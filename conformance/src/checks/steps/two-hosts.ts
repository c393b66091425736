// The second host as a place where checks look: every step that is written for the first one works there too.
import { uuidOf } from "../../harness/test-instance.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { parseConsole } from "../../harness/console-reading.ts";
import { expectAbsent, expectListed, expectPowerState } from "../../harness/instance-expectations.ts";
import { readConsole } from "../../harness/read-all.ts";

/**
 * The context of a check as it is seen from the second host: driver, node, events, simulation and console are those of the other one.
 *
 * Instances are still made by the first one, and time is the same. Needs `peer`.
 */
export async function atPeer(t: CheckContext): Promise<CheckContext> {
  const peer = await t.peer();
  const own: Partial<CheckContext> = {
    console: async (instance) => parseConsole(await readConsole(peer.driver, uuidOf(instance))),
    expectPowerState: (instance, expected) => expectPowerState(peer.driver, instance, expected),
    expectAbsent: (instance) => expectAbsent(peer.driver, instance),
    expectListed: (instance) => expectListed(peer.driver, instance),
    restartDriver: (how) => peer.restart(how),
  };
  const there = new Set<string | symbol>(["driver", "connection", "session", "node", "events", "core", "simulation"]);
  return new Proxy(t, {
    get: (target, name) => {
      if (there.has(name)) return Reflect.get(peer, name);
      if (Object.hasOwn(own, name)) return Reflect.get(own, name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
