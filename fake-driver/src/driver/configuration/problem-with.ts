import type { ConfigurationOption, ConfigurationValue } from "@virt-driver-kit/spec";

/**
 * Tells what is wrong with a value for an option, without saying the value.
 *
 * @param option - The option; undefined if the driver has none of that name.
 * @returns What is wrong, to be read after the option's name; undefined if nothing is.
 */
export function problemWith(option: ConfigurationOption | undefined, value: ConfigurationValue): string | undefined {
  if (option === undefined) return "is none that describeConfiguration lists";
  const { type, choices, minimum = -Infinity, maximum = Infinity } = option;
  if (value.type !== type) return `takes a value of type "${type}", and one of type "${value.type}" is given`;
  if (value.type === "integer" && (value.value < minimum || value.value > maximum))
    return `takes a number from ${minimum} to ${maximum}`;
  const texts = value.type === "list" ? value.value : value.type === "string" ? [value.value] : [];
  if (choices !== undefined && texts.some((text) => !choices.includes(text)))
    return `takes only ${choices.map((choice) => `"${choice}"`).join(", ")}`;
  return undefined;
}
