// Drivers whose guests are made of something else than was asked for.
import { DriverError } from "@virt-driver-kit/spec";
import type { ComputeDriver, GuestHardware, RequirementId, SpawnParams } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreading, misreporting } from "./faulty.ts";
import { hiding, isRefusal, type DriverMutant, type Mutant, replacing, within } from "./mutant.ts";
import { once, tellingHardware, type Turn } from "./once.ts";

type Driver = Required<ComputeDriver>;

const IMAGE = "/instance/image/properties";
const FLAVOR = "/instance/flavor/hardware";

/** The variants of the checks that look after each boot, and after what a driver goes wrong that only they find. */
const BOOTS: readonly { readonly variant: string; readonly turn: Turn }[] = [
  { variant: "spawn", turn: "always" },
  { variant: "reboot", turn: "reboot" },
  { variant: "powerOn", turn: "powerOn" },
  { variant: "restart", turn: "restart" },
  { variant: "restart-powerOn", turn: "restart" },
];

/** Mutants that lose one member of the hardware at each kind of boot. */
function losing(
  requirement: RequirementId,
  member: keyof GuestHardware,
  change: (hardware: GuestHardware) => GuestHardware,
  boots: typeof BOOTS = BOOTS,
): Mutant[] {
  return breaks(
    requirement,
    ...boots.map(({ variant, turn }) => ({
      word: `lost by ${variant}`,
      title: `The guest's ${member} is another one after ${variant}`,
      message: `hardware.${member} of getInfo after`,
      driver: once(turn, tellingHardware(change)),
      ...(turn === "restart" && { keepsState: true as const }),
      only: [`${requirement}[${variant}]`],
    })),
  );
}

function without(member: keyof GuestHardware): (hardware: GuestHardware) => GuestHardware {
  return (hardware) => {
    const { [member]: _, ...rest } = hardware;
    return rest;
  };
}

/** A driver whose refusals of a spawn are other ones. */
function refusing(
  change: (error: DriverError, driver: Driver, params: SpawnParams) => unknown,
): DriverMutant["driver"] {
  return replacing((driver) => ({
    spawn: async (params, call) => {
      try {
        return await driver.spawn(params, call);
      } catch (error) {
        if (!(error instanceof DriverError)) throw error;
        throw await change(error, driver, params);
      }
    },
  }));
}

const unheard = (operation: string): DriverError =>
  new DriverError("NOT_SUPPORTED", `Cannot ${operation}: never heard of`, { effect: "none", details: { operation } });

/** A driver that refuses what it finds in a spawn. */
const chokingOn = (isFound: (params: SpawnParams) => boolean): DriverMutant["driver"] =>
  replacing((driver) => ({
    spawn: async (params, call) => {
      if (isFound(params)) throw unheard("spawn");
      return driver.spawn(params, call);
    },
  }));

const properties: readonly Mutant[] = [
  ...breaks(
    "placement/what-cannot-be-obeyed-is-refused",
    {
      word: "reads no image",
      title: "spawn does not read the properties of images",
      message: '"spawn" succeeded instead of being refused with NOT_SUPPORTED',
      driver: faulty(misreading("spawn", { pointer: IMAGE })),
      only: ["placement/what-cannot-be-obeyed-is-refused[image]"],
    },
    {
      word: "reads no flavor",
      title: "spawn does not read the hardware of flavors",
      message: '"spawn" succeeded instead of being refused with NOT_SUPPORTED',
      driver: faulty(misreading("spawn", { pointer: FLAVOR })),
      only: ["placement/what-cannot-be-obeyed-is-refused[flavor]"],
    },
    {
      word: "passes one over",
      title: "spawn reads an unknown display adapter as none at all",
      message: '"spawn" succeeded instead of being refused with NOT_SUPPORTED',
      driver: faulty(misreading("spawn", { pointer: `${IMAGE}/video/model`, was: '"other"' })),
    },
    {
      word: "no path",
      title: "spawn does not say what it cannot obey",
      message: "Unexpected path of a demand for",
      driver: refusing((error) => (error.code === "NOT_SUPPORTED" ? unheard("spawn") : error)),
    },
    {
      word: "too late",
      title: "spawn builds the guest before it finds that it cannot obey",
      message: "after a spawn with",
      driver: replacing((driver) => ({
        spawn: async (params, call) => {
          try {
            return await driver.spawn(params, call);
          } catch (error) {
            if (!isRefusal(error, "NOT_SUPPORTED")) throw error;
            const { image, flavor, ...instance } = params.instance;
            const { properties: _asked, ...plain } = image;
            const { hardware: _ordered, ...size } = flavor;
            await driver.spawn({ ...params, instance: { ...instance, image: plain, flavor: size } }, within(call));
            throw error;
          }
        },
      })),
    },
  ),
  ...breaks(
    "placement/hints-stop-nothing",
    {
      word: "operating systems",
      title: "spawn refuses operating systems that it does not know",
      message: "never heard of",
      driver: chokingOn(({ instance }) => instance.image.properties?.os !== undefined),
      only: ["placement/hints-stop-nothing[os]"],
    },
    {
      word: "traits of images",
      title: "spawn refuses traits of images that it does not know",
      message: "never heard of",
      driver: chokingOn(({ instance }) => instance.image.properties?.requiredTraits !== undefined),
      only: ["placement/hints-stop-nothing[image-traits]"],
    },
    {
      word: "traits of flavors",
      title: "spawn refuses traits of flavors that it does not know",
      message: "never heard of",
      driver: chokingOn(({ instance }) => instance.flavor.hardware?.forbiddenTraits !== undefined),
      only: ["placement/hints-stop-nothing[flavor-traits]"],
    },
  ),
  ...breaks(
    "placement/flavor-is-believed",
    ...(
      [
        ["cpu-topology", "cpu/topology", "cpuTopology"],
        ["secure-boot", "secureBoot", "secureBoot"],
        ["tpm", "tpm", "tpmVersion"],
      ] as const
    ).map(([variant, member, told]) => ({
      word: `image's ${variant}`,
      title: `spawn believes the image where flavor and image set ${member}`,
      message: `Unexpected hardware.${told} of getInfo where`,
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/${member}` })),
      only: [`placement/flavor-is-believed[${variant}]`],
    })),
  ),
  ...breaks(
    "placement/contradictions-are-refused",
    {
      word: "believes the vcpus",
      title: "spawn drops a CPU topology that is not one of the flavor's vcpus",
      message: '"spawn" succeeded instead of being refused with INVALID_REQUEST',
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/cpu/topology` }, { pointer: `${IMAGE}/cpu/topology` })),
      only: ["placement/contradictions-are-refused[cpu-topology]"],
    },
    {
      word: "believes the number",
      title: "spawn drops the word for a weight where there is a number too",
      message: '"spawn" succeeded instead of being refused with INVALID_REQUEST',
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/cpuLimits/sharesLevel` })),
      only: ["placement/contradictions-are-refused[limits]"],
    },
    {
      word: "another code",
      title: "spawn says of a contradiction that it does not support it",
      message: "NOT_SUPPORTED instead of INVALID_REQUEST",
      driver: refusing((error) => (error.code === "INVALID_REQUEST" ? unheard("spawn") : error)),
    },
  ),
  ...breaks(
    "placement/only-supported-guests-are-built",
    {
      word: "lists too much",
      title: "supportedInstances names an architecture that is refused",
      message: "is NOT_SUPPORTED, and supportedInstances names it",
      driver: faulty(
        misreporting("getAvailableResource", {
          pointer: "/resource/supportedInstances/0/architecture",
          json: '"s390x"',
        }),
      ),
    },
    {
      word: "builds any architecture",
      title: "spawn builds guests of the node's architecture whatever the image says",
      message: '"spawn" succeeded instead of being refused with NOT_SUPPORTED',
      driver: faulty(misreading("spawn", { pointer: `${IMAGE}/platform/architecture` })),
    },
    {
      word: "builds any mode",
      title: "spawn builds guests of the node's mode whatever the flavor says",
      message: '"spawn" succeeded instead of being refused with NOT_SUPPORTED',
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/platform/guestMode` })),
    },
  ),
];

const choices = breaks(
  "placement/choices-last",
  ...BOOTS.filter(({ variant }) => variant !== "spawn").map(({ variant, turn }) => ({
    word: `chosen anew by ${variant}`,
    title: `The driver chooses the chipset anew at ${variant}`,
    message: "Unexpected hardware of getInfo after",
    driver: once(
      turn,
      tellingHardware((hardware) => ({ ...hardware, platformType: "pc-q35-10.0" })),
    ),
    ...(turn === "restart" && { keepsState: true as const }),
    only: [`placement/choices-last[${variant}]`],
  })),
  {
    word: "untold",
    title: "getInfo tells nothing of the hardware",
    message: "No hardware.cpuTopology of getInfo",
    driver: faulty(misreporting("getInfo", { pointer: "/info/hardware" })),
  },
);

const security: readonly Mutant[] = [
  ...breaks(
    "placement/secure-boot-or-nothing",
    {
      word: "flavor unread",
      title: "spawn does not read what the flavor says of secure boot",
      message: "Unexpected hardware.secureBoot of getInfo after spawn",
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/secureBoot` })),
      only: ["placement/secure-boot-or-nothing[flavor]"],
    },
    {
      word: "with a BIOS",
      title: "spawn boots a BIOS where secure boot is required of one",
      message: '"spawn" succeeded instead of being refused with INVALID_REQUEST',
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/secureBoot` })),
      only: ["placement/secure-boot-or-nothing[bios]"],
    },
  ),
  ...breaks(
    "placement/vtpm-is-as-asked",
    {
      word: "always the newest",
      title: "A guest that asks for version 1.2 has version 2.0",
      message: "Unexpected hardware.tpmVersion of getInfo after spawn",
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/tpm/version`, was: '"1.2"', json: '"2.0"' })),
      only: ["placement/vtpm-is-as-asked[versions]"],
    },
    {
      word: "any model",
      title: "A guest that asks for a module of an unknown model gets some module",
      message: '"spawn" succeeded instead of being refused with NOT_SUPPORTED',
      driver: faulty(misreading("spawn", { pointer: `${IMAGE}/tpm/model` })),
      only: ["placement/vtpm-is-as-asked[unknown]"],
    },
    {
      word: "none at all",
      title: "A driver that declares supportsVtpm gives nobody a module",
      message: "No guest with a trusted platform module of any version was built",
      driver: chokingOn(({ instance }) =>
        [instance.image.properties?.tpm, instance.flavor.hardware?.tpm].some((tpm) => tpm !== undefined),
      ),
      only: ["placement/vtpm-is-as-asked[versions]"],
    },
  ),
  ...breaks(
    "placement/memory-encryption-or-nothing",
    {
      word: "in the clear",
      title: "A guest whose flavor asks for encrypted memory runs in the clear",
      message: "Unexpected hardware.memoryEncryption of getInfo after spawn",
      driver: faulty(misreading("spawn", { pointer: `${FLAVOR}/memory/encryption` })),
      only: ["placement/memory-encryption-or-nothing[models]"],
    },
    {
      word: "in the clear where full",
      title: "A guest with encrypted memory runs in the clear where there is no room for its keys",
      message: "guests with encrypted memory were built on a node that has room for no more",
      driver: replacing((driver) => ({
        spawn: (params, call) =>
          hiding(driver.spawn(params, call), "INSUFFICIENT_RESOURCES", () => {
            const { properties: _, ...image } = params.instance.image;
            return driver.spawn({ ...params, instance: { ...params.instance, image } }, within(call));
          }),
      })),
      only: ["placement/memory-encryption-or-nothing[full]"],
    },
    {
      word: "another resource",
      title: "A guest that finds no room for its keys is told that memory runs short",
      message: "Unexpected refusal of a guest with encrypted memory beside",
      driver: refusing((error) => {
        if (error.code !== "INSUFFICIENT_RESOURCES") return error;
        const details = { resource: "memoryMib", requested: 1, available: 0 } as const;
        return new DriverError("INSUFFICIENT_RESOURCES", error.message, { effect: "none", details });
      }),
      only: ["placement/memory-encryption-or-nothing[full]"],
    },
  ),
];

/** The mutants of hardware. */
export const hardwareMutants: readonly Mutant[] = [
  ...properties,
  ...losing("placement/cpu-topology-is-exact", "cpuTopology", (hardware) => ({
    ...hardware,
    cpuTopology: { sockets: 4, cores: 1, threads: 1 },
  })),
  ...choices,
  ...losing("placement/firmware-is-as-asked", "firmwareType", (hardware) => ({ ...hardware, firmwareType: "bios" })),
  ...losing("placement/secure-boot-or-nothing", "secureBoot", (hardware) => ({ ...hardware, secureBoot: false })),
  ...losing("placement/stateless-firmware-is-stateless", "statelessFirmware", without("statelessFirmware")),
  ...losing("placement/vtpm-is-as-asked", "tpmVersion", without("tpmVersion")),
  ...losing("placement/memory-encryption-or-nothing", "memoryEncryption", without("memoryEncryption")),
  ...security,
];
