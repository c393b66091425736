// Half of the kit where a site allows few instances: there are never more, and a right driver conforms in what is left.
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { runOn } from "../fixtures/run-on.ts";
import { halfOf, notPassed } from "./certify.ts";

const PATIENCE_MS = 180_000;
const LIMIT = 2;

describe("half of the kit with a budget of instances", { timeout: PATIENCE_MS }, () => {
  test("never has more of them, and passes a right driver", async () => {
    const definition = fakeDriver();
    let most = 0;
    const counted = {
      ...definition,
      create: async (host: Parameters<typeof definition.create>[0]) => {
        const right = await definition.create(host);
        const count = async (): Promise<void> => {
          const { instances } = await right.listInstances(
            {},
            { signal: host.closing, reportProgress: () => undefined },
          );
          most = Math.max(most, instances.filter(({ ownership }) => ownership === "owned").length);
        };
        return new Proxy(right, {
          get: (target, name) => {
            const method: unknown = Reflect.get(target, name);
            if (name !== "spawn" || typeof method !== "function") return method;
            return async (...args: unknown[]): Promise<unknown> => {
              const answer = (await method.apply(target, args)) as unknown;
              await count().catch(() => undefined);
              return answer;
            };
          },
        });
      },
    };
    const { record, result } = await runOn(counted, {
      checks: halfOf(allChecks, 1),
      config: { instancesAtOnce: LIMIT },
    });
    expect(most).toBe(LIMIT);
    expect(notPassed(record.outcomes)).toEqual([]);
    const [short] = result.lacking.filter(({ member }) => member === "instancesAtOnce");
    expect(short?.checks.length).toBeGreaterThan(10);
    const tried = record.outcomes.filter(({ verdict }) => verdict === "pass").length;
    expect(tried / record.outcomes.length).toBeGreaterThan(0.5);
  });
});
