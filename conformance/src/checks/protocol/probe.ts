// Checks of `probe`: it tells a driver in trouble from a hypervisor in trouble.
import type { Check } from "../../harness/check.ts";

/** The checks of `probe`. */
export const probeChecks: readonly Check[] = [
  {
    id: "probe/reports-a-working-backend",
    requirement: "probe/reports-a-working-backend",
    title: "probe() says reachable while the driver can list its instances",
    run: async (t) => {
      await t.given("listInstances", () => t.driver.listInstances({}));
      const health = await t.driver.probe({});
      t.expectEqual(health.backend, "reachable", "backend of probe right after listInstances was answered");
    },
  },
  {
    id: "probe/reports-a-working-backend[after-an-outage]",
    requirement: "probe/reports-a-working-backend",
    title: "probe() says reachable again once the hypervisor is back",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      await t.fault({ kind: "backendUnreachable" });
      await t.given("probe", () => t.driver.probe({}));
      await t.endFaults();
      await t.given("listInstances", () => t.driver.listInstances({}));
      const health = await t.driver.probe({});
      t.expectEqual(health.backend, "reachable", "backend of probe after the hypervisor came back");
    },
  },
  {
    id: "probe/answers-without-the-backend",
    requirement: "probe/answers-without-the-backend",
    title: "probe() answers, and says unreachable, while the hypervisor does not",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      await t.fault({ kind: "backendUnreachable" });
      const health = await t.driver.probe({});
      t.expectEqual(health.backend, "unreachable", "backend of probe while the hypervisor does not answer");
    },
  },
];
