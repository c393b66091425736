/** The configuration of one run of the driver. It is gone when the run ends. */

import {
  type Capabilities,
  type ConfigurationOption,
  type ConfigurationSetting,
  DriverError,
} from "@virt-driver-kit/spec";
import { type OptionKey, type OptionKeys, optionsFor } from "./options.ts";
import { problemWith } from "./problem-with.ts";

type Value = ConfigurationSetting["value"];

/**
 * What of the driver is configured, and how.
 *
 * @see Requirements `configure/all-or-nothing`, `configure/left-out-means-default`, `configuration/belongs-to-the-run`
 */
export class Configuration {
  readonly #options: readonly ConfigurationOption[];
  #given: ReadonlyMap<string, Value> = new Map();
  #isConfigured = false;

  /** Begins with the defaults of the options that a driver with these capabilities has. */
  constructor(capabilities: Capabilities) {
    this.#options = optionsFor(capabilities);
  }

  /** Every option, with whether a value is in force that was given. */
  get options(): ConfigurationOption[] {
    return this.#options.map((option) => ({ ...option, isSet: this.#given.has(option.key) }));
  }

  /** The values in force that were given, without secrets. */
  get settings(): ConfigurationSetting[] {
    return [...this.#given].filter(([, { type }]) => type !== "secret").map(([key, value]) => ({ key, value }));
  }

  /** The text in force; empty for an option that the driver has not. */
  text(key: OptionKeys["string"]): string {
    const value = this.#value(key);
    return value?.type === "string" ? value.value : "";
  }

  /** The number in force; 0 for an option that the driver has not. */
  number(key: OptionKeys["integer"]): number {
    const value = this.#value(key);
    return value?.type === "integer" ? value.value : 0;
  }

  /** Whether an option is on. One that the driver has not is off. */
  isOn(key: OptionKeys["boolean"]): boolean {
    const value = this.#value(key);
    return value?.type === "boolean" && value.value;
  }

  /** The texts in force; none for an option that the driver has not. */
  texts(key: OptionKeys["list"]): readonly string[] {
    const value = this.#value(key);
    return value?.type === "list" ? value.value : [];
  }

  /** Whether a secret was given. */
  hasSecret(key: OptionKeys["secret"]): boolean {
    return this.#given.has(key);
  }

  /**
   * Puts a configuration in force, in place of the one before: what it leaves out has its default.
   *
   * @returns The options whose value waits for the next run.
   * @throws {@link DriverError} `CONFIGURATION_INVALID` for the first setting that is not allowed; everything then stays as it was.
   */
  apply(settings: readonly ConfigurationSetting[]): OptionKey[] {
    for (const [index, { key, value }] of settings.entries()) {
      const option = this.#options.find((candidate) => candidate.key === key);
      const isTwice = settings.slice(0, index).some((earlier) => earlier.key === key);
      const problem = isTwice ? "is given twice" : problemWith(option, value);
      if (problem !== undefined) throw invalid(key, problem);
    }
    const wanted = new Map(settings.map(({ key, value }) => [key, value]));
    const waiting = this.#isConfigured ? this.#options.filter((option) => this.#mustWait(option, wanted)) : [];
    for (const { key } of waiting) {
      const inForce = this.#given.get(key);
      if (inForce === undefined) wanted.delete(key);
      else wanted.set(key, inForce);
    }
    this.#given = wanted;
    this.#isConfigured = true;
    return waiting.map(({ key }) => key as OptionKey);
  }

  #mustWait(
    { key, restartNeeded, default: initial }: ConfigurationOption,
    wanted: ReadonlyMap<string, Value>,
  ): boolean {
    if (restartNeeded !== true) return false;
    return JSON.stringify(wanted.get(key) ?? initial) !== JSON.stringify(this.#given.get(key) ?? initial);
  }

  #value(key: OptionKey): Value | undefined {
    return this.#given.get(key) ?? this.#options.find((option) => option.key === key)?.default;
  }
}

/** Says what is wrong, and never what the value is: it may be a secret. */
function invalid(key: string, problem: string): DriverError {
  return new DriverError("CONFIGURATION_INVALID", `Cannot configure the driver: option "${key}" ${problem}`, {
    effect: "none",
    details: { key, problem },
  });
}
