// Drivers that are configured in a wrong way.
import { DriverError } from "@virt-driver-kit/spec";
import type {
  Call,
  ComputeDriver,
  ConfigurationOption,
  ConfigurationSetting,
  ConfigureResult,
} from "@virt-driver-kit/spec";

import { standing } from "./attachments.ts";
import { type Breach, breaks } from "./breaks.ts";
import { type DriverMutant, hiding, type Mutant, replacing, within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;
type Settings = readonly ConfigurationSetting[];

/** A driver that describes itself in another way. `given` are the settings of the last `configure` that succeeded. */
function describing(
  change: (
    described: { readonly options: readonly ConfigurationOption[]; readonly settings: Settings },
    given: Settings,
  ) => { readonly options?: readonly ConfigurationOption[]; readonly settings?: Settings },
): DriverMutant["driver"] {
  return replacing((driver) => {
    let given: Settings = [];
    return {
      configure: async (params, call) => {
        const result = await driver.configure(params, call);
        given = params.settings;
        return result;
      },
      describeConfiguration: async (params, call) => {
        const described = await driver.describeConfiguration(params, call);
        const { options = described.options, settings = described.settings } = change(described, given);
        return { options: [...options], settings: [...settings] };
      },
    };
  });
}

/** Changes one option. */
function option(key: string, changes: Partial<ConfigurationOption>): DriverMutant["driver"] {
  return describing(({ options }) => ({
    options: options.map((each) => (each.key === key ? { ...each, ...changes } : each)),
  }));
}

/** A driver that takes its configuration in another way. */
function configuring(
  change: (driver: Driver, settings: Settings, call: Call) => Promise<ConfigureResult>,
): DriverMutant["driver"] {
  return replacing((driver) => ({ configure: ({ settings }, call) => change(driver, settings, call) }));
}

const describes: readonly Mutant[] = [
  ...breaks(
    "describeConfiguration/describes-each-option-well",
    {
      word: "no choice",
      title: "A default is none of the choices",
      message: 'its default "coreboot" is none of its choices',
      driver: option("guests.firmware", { default: { type: "string", value: "coreboot" } }),
    },
    {
      word: "out of limits",
      title: "A default is outside its limits",
      message: "its default is outside its limits",
      driver: option("guests.serialPorts", { default: { type: "integer", value: 9 } }),
    },
    {
      word: "another type",
      title: "A default is of another type than its option",
      message: 'it is of type "boolean", and its default of type "string"',
      driver: option("guests.crashDumps", { default: { type: "string", value: "yes" } }),
    },
    {
      word: "required",
      title: "A required option has a default",
      message: "it is required, and has a default",
      driver: option("management.user", { required: true }),
    },
    {
      word: "upside down",
      title: "A minimum is above its maximum",
      message: "its minimum is above its maximum",
      driver: option("guests.serialPorts", { minimum: 5, maximum: 1 }),
    },
    {
      word: "twice",
      title: "Two options have one key",
      message: "keys that describeConfiguration has twice",
      driver: describing(({ options }) => ({ options: [...options, ...options.slice(0, 1)] })),
    },
    {
      word: "refuses its default",
      title: "configure refuses the default of an option",
      message: "answered CONFIGURATION_INVALID",
      driver: configuring(async (driver, settings, call) => {
        if (settings.some(({ value }) => value.value === "root")) throw invalid("management.user");
        return driver.configure({ settings: [...settings] }, call);
      }),
    },
  ),
  ...breaks(
    "describeConfiguration/tells-what-is-in-force",
    {
      word: "no settings",
      title: "No setting is shown",
      message: "settings of describeConfiguration after configure of",
      driver: describing(() => ({ settings: [] })),
    },
    {
      word: "secrets are never set",
      title: "isSet says of a secret that it is not set",
      message: "options that describeConfiguration says are set",
      driver: describing(({ options }) => ({
        options: options.map((each) => (each.type === "secret" ? { ...each, isSet: false } : each)),
      })),
    },
    {
      word: "what waits",
      title: "A value that waits for a restart is shown as if it held",
      message: ", which waits",
      driver: describing((_described, given) => ({ settings: given.filter(({ value }) => value.type !== "secret") })),
    },
  ),
  ...breaks(
    "describeConfiguration/keeps-secrets",
    {
      word: "as a setting",
      title: "A secret is shown as a setting",
      message: "describeConfiguration tells the secret",
      driver: describing(({ settings }, given) => ({
        settings: [...settings, ...given.filter(({ value }) => value.type === "secret")],
      })),
    },
    {
      word: "in a description",
      title: "A description says which password is in force",
      message: "describeConfiguration tells the secret",
      driver: describing(({ options }, given) => {
        const secret = given.find(({ value }) => value.type === "secret");
        return {
          options: options.map((each) =>
            each.key === secret?.key ? { ...each, description: `Now ${String(secret.value.value)}.` } : each,
          ),
        };
      }),
    },
  ),
];

function invalid(key: string): DriverError {
  return new DriverError("CONFIGURATION_INVALID", `Cannot configure the driver: option "${key}" is refused`, {
    effect: "none",
    details: { key, problem: "is refused" },
  });
}

/** Merges what is given with what was given before. */
function merging(): DriverMutant["driver"] {
  return replacing((driver) => {
    const all = new Map<string, ConfigurationSetting>();
    return {
      configure: async ({ settings }, call) => {
        const merged = new Map([...all, ...settings.map((setting) => [setting.key, setting] as const)]);
        if (new Set(settings.map(({ key }) => key)).size < settings.length) return driver.configure({ settings }, call);
        const result = await driver.configure({ settings: [...merged.values()] }, call);
        for (const [key, setting] of merged) all.set(key, setting);
        return result;
      },
    };
  });
}

const configures: readonly Mutant[] = [
  ...breaks(
    "configure/takes-effect-at-once",
    {
      word: "later",
      title: "configure answers, and nothing is in force",
      message: "settings of describeConfiguration after configure of all options",
      driver: configuring(async () => ({ waiting: [] })),
    },
    {
      word: "all wait",
      title: "configure says of every option that it waits",
      message: "options that wait although they are not marked restartNeeded",
      driver: configuring(async (_driver, settings) => ({ waiting: settings.map(({ key }) => key) })),
    },
    {
      word: "waits in silence",
      title: "configure does not say of an option that it waits",
      message: "settings of describeConfiguration after configure of all options",
      driver: configuring(async (driver, settings, call) => {
        await driver.configure({ settings: [...settings] }, call);
        return { waiting: [] };
      }),
    },
    {
      word: "waits from the first",
      title: "An option that needs a restart waits in the first configure of a run too",
      message: "options that wait after the first configure of a run",
      driver: configuring(async (driver, settings, call) => {
        await driver.configure({ settings: [] }, within(call));
        return driver.configure({ settings: [...settings] }, call);
      }),
    },
  ),
  ...breaks(
    "configure/all-or-nothing",
    {
      word: "what can be",
      title: "configure leaves out what is not allowed, and succeeds with the rest",
      message: "succeeded instead of being refused with CONFIGURATION_INVALID",
      driver: configuring((driver, settings, call) =>
        hiding(driver.configure({ settings: [...settings] }, call), "CONFIGURATION_INVALID", () => ({ waiting: [] })),
      ),
    },
    {
      word: "half",
      title: "configure puts settings in force until it meets one that is not allowed",
      message: "answer of describeConfiguration after configure with",
      driver: configuring(async (driver, settings, call) => {
        try {
          return await driver.configure({ settings: [...settings] }, call);
        } catch (error) {
          await driver.configure({ settings: [] }, within(call));
          throw error;
        }
      }),
    },
    {
      word: "another key",
      title: "configure names another key than that of the setting that is not allowed",
      message: "key in the answer to configure with",
      driver: configuring((driver, settings, call) =>
        hiding(driver.configure({ settings: [...settings] }, call), "CONFIGURATION_INVALID", () => {
          throw invalid("guests.other");
        }),
      ),
    },
  ),
  ...breaks("configure/left-out-means-default", {
    word: "merges",
    title: "configure leaves in force what it is not given",
    message: "settings of describeConfiguration after configure of all options and then of",
    driver: merging(),
  }),
  ...breaks(
    "configure/spares-instances",
    {
      word: "stops guests",
      title: "configure stops the guests that run",
      message: "rows of listInstanceStates after configure of",
      driver: withGuests((driver, instanceUuid, call) =>
        driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, call),
      ),
    },
    {
      word: "reboots guests",
      title: "configure restarts the guests that run",
      message: "The guest was restarted by configure",
      driver: withGuests((driver, instanceUuid, call) => driver.reboot({ instanceUuid, type: "hard" }, call)),
    },
  ),
];

/** Does something to each guest that runs when the driver is configured. */
function withGuests(
  work: (driver: Driver, instanceUuid: string, call: Call) => Promise<unknown>,
): DriverMutant["driver"] {
  return configuring(async (driver, settings, call) => {
    const { states } = await driver.listInstanceStates({}, within(call));
    for (const { uuid, powerState } of states) if (powerState === "running") await work(driver, uuid, within(call));
    return driver.configure({ settings: [...settings] }, call);
  });
}

/** A driver whose runs begin with what the run before was given. */
function remembering(): DriverMutant["driver"] {
  let given: Settings = [];
  return (base) => ({
    ...base,
    create: async (host) => {
      const driver = (await base.create(host)) as Driver;
      const call = { signal: new AbortController().signal, reportProgress: () => undefined };
      await driver.configure({ settings: [...given] }, call);
      return {
        ...driver,
        configure: async (params, configureCall) => {
          const result = await driver.configure(params, configureCall);
          given = params.settings;
          return result;
        },
      };
    },
  });
}

const REQUIRED: ConfigurationOption = {
  key: "backend.address",
  type: "string",
  description: "Where the hypervisor is.",
  required: true,
};

async function refuse(): Promise<never> {
  throw new DriverError("BACKEND_UNREACHABLE", "Cannot reach the hypervisor: its address is not configured");
}

/** A driver that needs an option before it can reach its hypervisor. It answers what `unconfigured` makes of calls until then. */
function requiring(unconfigured: (driver: Driver) => Partial<ComputeDriver>): DriverMutant["driver"] {
  return replacing((driver) => {
    let value: ConfigurationSetting | undefined;
    const right: Partial<ComputeDriver> = {
      listNodes: refuse,
      listInstances: refuse,
      listInstanceStates: refuse,
      getInfo: refuse,
      powerOn: refuse,
    };
    const until = { ...right, ...unconfigured(driver) };
    const gated = Object.keys(right).map((name) => {
      const [before, after] = [until[name as keyof ComputeDriver], driver[name as keyof Driver]] as unknown as Method[];
      const method: Method = (params, call) => ((value === undefined ? before : after) ?? refuse)(params, call);
      return [name, method];
    });
    return {
      ...(Object.fromEntries(gated) as Partial<ComputeDriver>),
      describeConfiguration: async (params, call) => {
        const { options, settings } = await driver.describeConfiguration(params, call);
        return { options: [REQUIRED, ...options], settings: [...settings, ...(value === undefined ? [] : [value])] };
      },
      configure: async ({ settings }, call) => {
        const found = settings.find(({ key }) => key === REQUIRED.key);
        if (found === undefined) throw invalid(REQUIRED.key);
        value = found;
        return driver.configure({ settings: settings.filter((setting) => setting !== found) }, call);
      },
    };
  });
}

type Method = (params: object, call: Call) => Promise<object>;

/** A driver that is right in this. */
export const driverThatNeedsAnAddress: DriverMutant["driver"] = requiring(() => ({}));

const runs: readonly Mutant[] = [
  ...breaks(
    "configuration/belongs-to-the-run",
    {
      word: "of a session",
      title: "Each session begins with the defaults",
      message: "settings of describeConfiguration in the next session",
      attach: standing(() => ({
        request: (request, relay) => {
          if (request.method === "initialize") void relay.ask("configure", { settings: [], call: {} });
          return [request];
        },
      })),
    },
    {
      word: "stored",
      title: "A restarted driver begins with what it was given before",
      message: "settings of describeConfiguration in a new run of the driver",
      driver: remembering(),
    },
  ),
  ...breaks(
    "configuration/answers-unconfigured",
    ...(["probe", "describeConfiguration"] as const).map((operation): Breach => ({
      word: `no ${operation}`,
      title: `${operation} is not answered before the driver is configured`,
      message: "answered BACKEND_UNREACHABLE",
      driver: replacing((driver) => {
        let isConfigured = false;
        return {
          configure: async (params, call) => {
            isConfigured = true;
            return driver.configure(params, call);
          },
          [operation]: async (params: Record<string, never>, call: Call) => {
            if (isConfigured) return driver[operation](params, call);
            throw new DriverError("BACKEND_UNREACHABLE", "Cannot answer: the driver is not configured");
          },
        };
      }),
    })),
    {
      word: "empty lists",
      title: "A driver that does not know where its hypervisor is says that there are no instances",
      message: "succeeded instead of being refused with BACKEND_UNREACHABLE",
      driver: requiring(() => ({ listInstances: async () => ({ instances: [] }) })),
    },
  ),
  ...breaks(
    "capabilitiesChanged/comes-before-the-change",
    {
      word: "in silence",
      title: "A driver can do less than before, and does not say so",
      message: "capabilities whose operation is served after configure of",
      driver: refusingInSilence(),
    },
    {
      word: "promises too much",
      title: "A driver tells of a capability before it serves it",
      message: "capabilities whose operation is served",
      driver: replacing((driver) => ({
        triggerCrashDump: async () => {
          throw new DriverError("NOT_SUPPORTED", "Cannot dump the memory of guests", {
            details: { operation: "triggerCrashDump" },
          });
        },
        configure: (params, call) => driver.configure(params, call),
      })),
    },
  ),
];

/** A driver that takes a capability back without a word. */
function refusingInSilence(): DriverMutant["driver"] {
  return (base) => ({
    ...base,
    create: async (host) => {
      const silent = new Proxy(host, {
        get: (of, name) => (name === "changeCapabilities" ? () => undefined : Reflect.get(of, name)),
      });
      const driver = (await base.create(silent)) as Driver;
      let isOff = false;
      return {
        ...driver,
        configure: async (params, call) => {
          const result = await driver.configure(params, call);
          isOff = params.settings.some(({ key, value }) => key === "guests.crashDumps" && value.value === false);
          return result;
        },
        triggerCrashDump: async (params, call) => {
          if (!isOff) return driver.triggerCrashDump(params, call);
          throw new DriverError("NOT_SUPPORTED", "Cannot dump the memory of guests: that is switched off", {
            details: { operation: "triggerCrashDump" },
          });
        },
      };
    },
  });
}

/** The mutants of the configuration. */
export const configurationMutants: readonly Mutant[] = [...describes, ...configures, ...runs];
