// The options of a driver, and values for them that it has to take or to refuse, whatever they mean.
import type { ConfigurationOption, ConfigurationSetting, ConfigurationValue } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** What the driver tells of its configuration. */
export interface Described {
  readonly options: readonly ConfigurationOption[];
  readonly settings: readonly ConfigurationSetting[];
}

/** Reads what can be configured and what is in force. */
export function described(t: CheckContext): Promise<Described> {
  return t.driver.describeConfiguration({});
}

/**
 * Prepares a check that configures the driver: what is in force is put in force again when it ends.
 *
 * @throws NotApplicable if the driver has no options, or the kit could not put back what is in force.
 */
export async function givenOptions(t: CheckContext): Promise<readonly ConfigurationOption[]> {
  const { options, settings } = await t.given("describeConfiguration", () => described(t));
  if (options.length === 0) t.notApplicable("The driver has no options");
  const lost = options.find(({ required, type, isSet }) => required === true || (type === "secret" && isSet === true));
  if (lost !== undefined) t.notApplicable(`The kit does not know the value of option "${lost.key}", to put it back`);
  t.onCleanup(async () => void (await t.driver.configure({ settings: [...settings] })));
  await t.given("configure", () => t.driver.configure({ settings: [] }));
  return options;
}

/** A value that an option has to take, and that is not its default. `undefined` if it can have but one. */
function otherValue(t: CheckContext, option: ConfigurationOption): ConfigurationValue | undefined {
  const { type, choices, default: initial } = option;
  if (type === "integer") return otherNumber(option);
  if (type === "boolean") return { type, value: !(initial?.type === "boolean" && initial.value) };
  if (type === "secret") return { type, value: `vdk-secret-${t.uuid()}` };
  const texts = choices ?? [`vdk-${t.uuid()}`];
  if (type === "list") {
    const value = texts.slice(0, 1);
    return initial?.type === "list" && initial.value.join() === value.join() ? { type, value: [] } : { type, value };
  }
  const value = texts.find((text) => initial?.type !== "string" || text !== initial.value);
  return value === undefined ? undefined : { type, value };
}

function otherNumber({ minimum, maximum, default: initial }: ConfigurationOption): ConfigurationValue | undefined {
  const present = initial?.type === "integer" ? initial.value : undefined;
  const candidates = [minimum, maximum, (present ?? 0) + 1, (present ?? 0) - 1];
  const value = candidates.find(
    (number) =>
      number !== undefined && number !== present && number >= (minimum ?? -Infinity) && number <= (maximum ?? Infinity),
  );
  return value === undefined ? undefined : { type: "integer", value };
}

/** Settings for all options that can have another value than their default. */
export function otherSettings(t: CheckContext, options: readonly ConfigurationOption[]): ConfigurationSetting[] {
  return options.flatMap((option) => {
    const value = otherValue(t, option);
    return value === undefined ? [] : [{ key: option.key, value }];
  });
}

/** Values that an option must not take, each with what is wrong with it. */
export function badValues({
  type,
  choices,
  minimum,
  maximum,
}: ConfigurationOption): Readonly<Record<string, ConfigurationValue>> {
  const bad: Record<string, ConfigurationValue> = {
    "of another type": type === "boolean" ? { type: "integer", value: 1 } : { type: "boolean", value: true },
  };
  const unknown = `vdk-none-of-${choices?.join("-") ?? ""}`.slice(0, 255);
  if (type === "integer" && minimum !== undefined) bad["below the minimum"] = { type, value: minimum - 1 };
  if (type === "integer" && maximum !== undefined) bad["above the maximum"] = { type, value: maximum + 1 };
  if (type === "string" && choices !== undefined) bad["that is none of the choices"] = { type, value: unknown };
  if (type === "list" && choices !== undefined)
    bad["one of which is none of the choices"] = { type, value: [...choices.slice(0, 1), unknown] };
  return bad;
}

/** Settings in the order of their keys, for comparison: they come in no order. */
function byKey(settings: readonly ConfigurationSetting[]): ConfigurationSetting[] {
  return settings.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Checks that what is in force is just this: its settings but for secrets, and `isSet` of each option. */
export async function expectInForce(
  t: CheckContext,
  expected: readonly ConfigurationSetting[],
  when: string,
  hint?: string,
): Promise<void> {
  const { options, settings } = await described(t);
  const shown = expected.filter(({ value }) => value.type !== "secret");
  t.expectEqual(byKey(settings), byKey(shown), `settings of describeConfiguration ${when}`, hint);
  const set = options.filter(({ isSet }) => isSet === true).map(({ key }) => key);
  const wanted = options.map(({ key }) => key).filter((key) => expected.some((setting) => setting.key === key));
  t.expectEqual(set, wanted, `options that describeConfiguration says are set, ${when}`, hint);
}
