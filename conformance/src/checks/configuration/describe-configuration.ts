// Checks of `describeConfiguration`: options that a form can be made from, what is in force, and no secret.
import type { ConfigurationOption, ConfigurationValue } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { described, expectInForce, givenOptions, otherSettings } from "../steps/configuration.ts";

/** What is wrong with an option's description; nothing if all is well. */
function flawOf(option: ConfigurationOption): string | undefined {
  const { type, default: initial, minimum = -Infinity, maximum = Infinity, required } = option;
  if (minimum > maximum) return "its minimum is above its maximum";
  if (initial === undefined) return undefined;
  if (required === true) return "it is required, and has a default";
  if (type === "secret") return "it is a secret, and has a default";
  if (initial.type !== type) return `it is of type "${type}", and its default of type "${initial.type}"`;
  return flawOfValue(option, initial);
}

/** What is wrong with a value of the option's own type. */
function flawOfValue(
  { choices, minimum = -Infinity, maximum = Infinity }: ConfigurationOption,
  initial: ConfigurationValue,
): string | undefined {
  if (initial.type === "integer" && (initial.value < minimum || initial.value > maximum))
    return "its default is outside its limits";
  const texts = initial.type === "list" ? initial.value : initial.type === "string" ? [initial.value] : [];
  const strange = choices && texts.find((text) => !choices.includes(text));
  return strange === undefined ? undefined : `its default "${strange}" is none of its choices`;
}

/** The checks of `describeConfiguration`. */
export const describeConfigurationChecks: readonly Check[] = [
  {
    id: "describeConfiguration/describes-each-option-well",
    requirement: "describeConfiguration/describes-each-option-well",
    title: "describeConfiguration() has no key twice, and no default that its own option would not take",
    run: async (t) => {
      const { options } = await described(t);
      const keys = options.map(({ key }) => key);
      const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
      t.expectEqual(repeated, [], "keys that describeConfiguration has twice");
      for (const option of options) {
        const flaw = flawOf(option);
        t.expectThat(flaw === undefined, `Option "${option.key}" is described wrongly: ${flaw}`, { got: option });
      }
    },
  },
  {
    id: "describeConfiguration/describes-each-option-well[taken]",
    requirement: "describeConfiguration/describes-each-option-well",
    title: "configure() takes the default of each option, as describeConfiguration() has it",
    run: async (t) => {
      const options = await givenOptions(t);
      const settings = options.flatMap(({ key, default: value }) => (value === undefined ? [] : [{ key, value }]));
      await t.driver.configure({ settings });
    },
  },
  {
    id: "describeConfiguration/tells-what-is-in-force",
    requirement: "describeConfiguration/tells-what-is-in-force",
    title: "describeConfiguration() shows the value that configure() gave an option, and which options were given one",
    run: async (t) => {
      for (const setting of otherSettings(t, await givenOptions(t))) {
        const { waiting } = await t.given("configure", () => t.driver.configure({ settings: [setting] }));
        const hint = "Show what is in force, and not what waits for a restart.";
        const when = `after configure of "${setting.key}"${waiting.length > 0 ? ", which waits" : ""}`;
        await expectInForce(t, waiting.includes(setting.key) ? [] : [setting], when, hint);
      }
      await t.given("configure", () => t.driver.configure({ settings: [] }));
      await expectInForce(t, [], "after configure of nothing");
    },
  },
  {
    id: "describeConfiguration/keeps-secrets",
    requirement: "describeConfiguration/keeps-secrets",
    title: "describeConfiguration() shows no secret that configure() gave, nor any part of the answer with it",
    run: async (t) => {
      const settings = otherSettings(t, await givenOptions(t)).filter(({ value }) => value.type === "secret");
      if (settings.length === 0) t.notApplicable("The driver has no option that is a secret");
      await t.given("configure", () => t.driver.configure({ settings }));
      const answer = JSON.stringify(await described(t));
      for (const { key, value } of settings) {
        const text = String(value.value);
        const forms = [text, Buffer.from(text).toString("base64"), encodeURIComponent(text)];
        t.expectThat(!forms.some((form) => answer.includes(form)), `describeConfiguration tells the secret "${key}"`, {
          expected: "isSet true, and nothing more",
          hint: "Leave secrets out of the settings and out of every text.",
        });
      }
    },
  },
];
