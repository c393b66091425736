// Checks of how long a configuration holds: for a run of the driver, through all its sessions, and no longer.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { described, expectInForce, givenOptions, otherSettings } from "../steps/configuration.ts";
import { givenNextSession } from "../steps/next-session.ts";
import { refusalOf } from "../steps/refusal.ts";

/** Reads that need a hypervisor, and so a driver that has all that it requires. */
const READS: readonly ((t: CheckContext) => Promise<unknown>)[] = [
  (t) => t.driver.listNodes({}),
  (t) => t.driver.listInstances({}),
  (t) => t.driver.listInstanceStates({}),
  (t) => t.driver.getInfo({ instanceUuid: t.uuid() }),
  (t) => t.driver.powerOn({ instanceUuid: t.uuid() }),
];

/** The checks of the topic `configuration`. */
export const runsChecks: readonly Check[] = [
  {
    id: "configuration/belongs-to-the-run",
    requirement: "configuration/belongs-to-the-run",
    title: "What configure() has set is in force in the next session too",
    run: async (t) => {
      const options = await givenOptions(t);
      const settings = otherSettings(
        t,
        options.filter(({ restartNeeded }) => restartNeeded !== true),
      );
      await t.given("configure", () => t.driver.configure({ settings }));
      await givenNextSession(t, {});
      await expectInForce(
        t,
        settings,
        "in the next session",
        "Keep it with the run of the driver, and not with a session.",
      );
    },
  },
  {
    id: "configuration/belongs-to-the-run[restarted]",
    requirement: "configuration/belongs-to-the-run",
    title: "A restarted driver begins with its defaults, whatever was configured before",
    needs: { restart: true },
    run: async (t) => {
      const settings = otherSettings(t, await givenOptions(t));
      await t.given("configure", () => t.driver.configure({ settings }));
      await t.restartDriver();
      await expectInForce(
        t,
        [],
        "in a new run of the driver",
        "Store nothing of it: a secret that was taken back is gone.",
      );
    },
  },
  {
    id: "configuration/answers-unconfigured",
    requirement: "configuration/answers-unconfigured",
    title:
      "A driver that was just started answers probe(), describeConfiguration() and configure() before it is configured",
    needs: { restart: true },
    run: async (t) => {
      await t.restartDriver();
      await t.driver.probe({});
      const { options } = await described(t);
      const required = options.filter((option) => option.required === true);
      const refusal = await refusalOf(t.driver.configure({ settings: [] }));
      const expected = required.length === 0 ? "success" : "CONFIGURATION_INVALID";
      t.expectEqual<string>(refusal?.code ?? "success", expected, "answer to configure of nothing in a new run");
    },
  },
  {
    id: "configuration/answers-unconfigured[required]",
    requirement: "configuration/answers-unconfigured",
    title: "A driver that lacks a required option answers reads and changes BACKEND_UNREACHABLE",
    needs: { restart: true },
    run: async (t) => {
      await t.restartDriver();
      const { options } = await t.given("describeConfiguration", () => described(t));
      const isLacking = options.some(({ required, isSet }) => required === true && isSet !== true);
      if (!isLacking) t.notApplicable("The driver has no required option that lacks a value");
      for (const read of READS) {
        await t.expectError(read(t), "BACKEND_UNREACHABLE", {
          hint: "Nobody knows yet what is there. Do not answer from a hypervisor that nobody has named.",
        });
      }
      await t.driver.probe({});
    },
  },
];
