// Checks of `configure`: all of it or nothing, at once, and without a guest noticing.
import type { ConfigurationSetting } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { badValues, described, expectInForce, givenOptions, otherSettings } from "../steps/configuration.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectUnchanged, givenOverview } from "../steps/overview.ts";

const UNKNOWN: ConfigurationSetting = { key: "vdk.noSuchOption", value: { type: "boolean", value: true } };

/** The checks of `configure`. */
export const configureChecks: readonly Check[] = [
  {
    id: "configure/takes-effect-at-once",
    requirement: "configure/takes-effect-at-once",
    title:
      "configure() of all options has put each in force when it returns, or lists it as waiting, if it needs a restart",
    run: async (t) => {
      const options = await givenOptions(t);
      const settings = otherSettings(t, options);
      const { waiting } = await t.driver.configure({ settings });
      const mayWait = options.filter(({ restartNeeded }) => restartNeeded === true).map(({ key }) => key);
      const early = waiting.filter((key) => !mayWait.includes(key));
      t.expectEqual(early, [], "options that wait although they are not marked restartNeeded");
      const expected = settings.filter(({ key }) => !waiting.includes(key));
      await expectInForce(
        t,
        expected,
        "after configure of all options",
        "What has not taken effect has to be in `waiting`.",
      );
    },
  },
  {
    id: "configure/takes-effect-at-once[first]",
    requirement: "configure/takes-effect-at-once",
    title: "configure() in a new run of the driver puts every option in force, those too that need a restart",
    needs: { restart: true },
    run: async (t) => {
      const settings = otherSettings(t, await givenOptions(t));
      await t.restartDriver();
      const { waiting } = await t.driver.configure({ settings });
      t.expectEqual(waiting, [], "options that wait after the first configure of a run");
      await expectInForce(t, settings, "after the first configure of a run");
      // Only another run can set back what needs a restart.
      await t.restartDriver();
    },
  },
  {
    id: "configure/all-or-nothing",
    requirement: "configure/all-or-nothing",
    title:
      "configure() with one setting that is not allowed is answered CONFIGURATION_INVALID with its key, and changes nothing",
    run: async (t) => {
      const options = await givenOptions(t);
      const good = otherSettings(
        t,
        options.filter(({ restartNeeded }) => restartNeeded !== true),
      );
      const [first, ...others] = good;
      if (first === undefined) return t.notApplicable("The driver has no option that can be set at once");
      await t.given("configure", () => t.driver.configure({ settings: [first] }));
      const before = await t.given("describeConfiguration", () => described(t));
      const refused = async (settings: readonly ConfigurationSetting[], key: string, what: string): Promise<void> => {
        const { details } = await t.expectError(
          t.driver.configure({ settings: [...settings] }),
          "CONFIGURATION_INVALID",
          {
            effect: "none",
            hint: `Check all settings before the first is put in force. This one has ${what}.`,
          },
        );
        t.expectEqual(details["key"], key, `key in the answer to configure with ${what}`);
        t.expectEqual(await described(t), before, `answer of describeConfiguration after configure with ${what}`);
      };
      await refused([...others, UNKNOWN], UNKNOWN.key, "an unknown key");
      await refused([...good, first], first.key, "a key twice");
      for (const option of options) {
        const rest = good.filter(({ key }) => key !== option.key);
        for (const [flaw, value] of Object.entries(badValues(option)))
          await refused([...rest, { key: option.key, value }], option.key, `a value of "${option.key}" ${flaw}`);
      }
    },
  },
  {
    id: "configure/left-out-means-default",
    requirement: "configure/left-out-means-default",
    title: "configure() of one option after another leaves only the last one set",
    run: async (t) => {
      const options = await givenOptions(t);
      const settings = otherSettings(
        t,
        options.filter(({ restartNeeded }) => restartNeeded !== true),
      );
      const hint = "What is in force follows from the last call alone.";
      for (const setting of settings) {
        await t.driver.configure({ settings });
        await t.driver.configure({ settings: [setting] });
        await expectInForce(t, [setting], `after configure of all options and then of "${setting.key}" alone`, hint);
      }
      await t.driver.configure({ settings: [] });
      await expectInForce(t, [], "after configure of all options and then of none", hint);
    },
  },
  {
    id: "configure/spares-instances",
    requirement: "configure/spares-instances",
    title:
      "configure() of each option, and of all, leaves instances that are on and off in their power states and places",
    run: async (t) => {
      const options = await givenOptions(t);
      await t.givenInstance();
      await t.givenInstance({ powerState: "shutdown" });
      const before = await givenOverview(t);
      const settings = otherSettings(t, options);
      for (const some of [...settings.map((setting) => [setting]), settings, []]) {
        await t.given("configure", () => t.driver.configure({ settings: some }));
        const what = some.length === 1 ? `"${some[0]?.key}"` : some.length === 0 ? "nothing" : "all options";
        await expectUnchanged(t, before, `after configure of ${what}`, "A configuration is for what is built next.");
      }
    },
  },
  {
    id: "configure/spares-instances[guest]",
    requirement: "configure/spares-instances",
    title: "configure() of all options lets a guest tick on, in the same boot",
    needs: { probeGuest: true },
    run: async (t) => {
      const options = await givenOptions(t);
      const { instance, boot } = await givenTickingGuest(t);
      await t.given("configure", () => t.driver.configure({ settings: otherSettings(t, options) }));
      await t.given("configure", () => t.driver.configure({ settings: [] }));
      await expectUndisturbed(t, instance, boot, "by configure");
    },
  },
];
