// Drivers whose `spawn` builds or refuses wrongly.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { DriverError } from "@virt-driver-kit/spec";
import type { ComputeDriver, SpawnParams } from "@virt-driver-kit/spec";

import { backendFailed, hiding, isRefusal, type Mutant, replacing, stateOf, within } from "./mutant.ts";

/** Describes a spawn's image as its file is, whatever the caller said. */
function describedAsItIs(params: SpawnParams): SpawnParams {
  const { image } = params.instance;
  if (image.source.kind !== "file") return params;
  const bytes = readFileSync(image.source.path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...params, instance: { ...params.instance, image: { ...image, sha256, sizeBytes: bytes.length } } };
}

function withFlavor(params: SpawnParams, flavor: Partial<SpawnParams["instance"]["flavor"]>): SpawnParams {
  return { ...params, instance: { ...params.instance, flavor: { ...params.instance.flavor, ...flavor } } };
}

/** Does more with a new instance, and removes it if that fails, so that the mutant leaves nothing behind. */
async function orRemoved(driver: ComputeDriver, params: SpawnParams, more: () => Promise<unknown>): Promise<void> {
  try {
    await more();
  } catch (error) {
    const signal = new AbortController().signal;
    await driver.destroy(
      { instanceUuid: params.instance.uuid, destroyDisks: true },
      { signal, reportProgress: () => undefined },
    );
    if (!(error instanceof DriverError) || error.code !== "BACKEND_FAILED") throw error;
    throw backendFailed("start the guest");
  }
}

const starting: readonly Mutant[] = [
  {
    id: "spawn/starts-the-guest: leaves it off",
    requirement: "spawn/starts-the-guest",
    title: "spawn never starts the guest",
    message: "The instance is shutdown after spawn(powerOn: true) on an absent instance",
    alsoBreaks: ["spawn/leaves-nothing-when-it-fails"],
    driver: replacing((driver) => ({ spawn: (params, call) => driver.spawn({ ...params, powerOn: false }, call) })),
  },
  {
    id: "spawn/starts-the-guest: twice",
    requirement: "spawn/starts-the-guest",
    title: "spawn boots the guest twice",
    message: "The guest is in boot 2 after one spawn",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const result = await driver.spawn(params, call);
        if (!params.powerOn) return result;
        const instanceUuid = params.instance.uuid;
        await orRemoved(driver, params, async () => {
          await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
          await driver.reboot({ instanceUuid, type: "hard" }, within(call));
          await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
        });
        return result;
      },
    })),
  },
  {
    id: "spawn/obeys-power-on-false: ignores it",
    requirement: "spawn/obeys-power-on-false",
    title: "spawn always starts the guest",
    message: "The instance is running after spawn(powerOn: false) on an absent instance",
    driver: replacing((driver) => ({ spawn: (params, call) => driver.spawn({ ...params, powerOn: true }, call) })),
  },
  {
    id: "spawn/obeys-power-on-false: starts and stops",
    requirement: "spawn/obeys-power-on-false",
    title: "spawn with powerOn false starts the guest and shuts it down again",
    message: "The guest had already executed before the first powerOn",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const result = await driver.spawn({ ...params, powerOn: true }, call);
        if (params.powerOn) return result;
        const target = { instanceUuid: params.instance.uuid };
        await orRemoved(driver, params, () =>
          driver.powerOff({ ...target, timeoutSeconds: 10, retryIntervalSeconds: 0 }, within(call)),
        );
        return result;
      },
    })),
  },
];

const refusing: readonly Mutant[] = [
  {
    id: "spawn/refuses-a-known-uuid: replaces",
    requirement: "spawn/refuses-a-known-uuid",
    title: "spawn of a known uuid replaces the instance",
    message: "succeeded instead of being refused with INSTANCE_EXISTS",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "INSTANCE_EXISTS", async () => {
          await driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true }, within(call));
          return driver.spawn(params, call);
        }),
    })),
  },
  {
    id: "spawn/refuses-a-known-uuid: disturbs",
    requirement: "spawn/refuses-a-known-uuid",
    title: "spawn of a known uuid is refused, and reboots the instance",
    message: "The guest was restarted by a second spawn of its uuid",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const target = { instanceUuid: params.instance.uuid };
        if ((await stateOf(driver, target.instanceUuid, call)) === "running") {
          await driver.reboot({ ...target, type: "hard" }, within(call));
        }
        return driver.spawn(params, call);
      },
    })),
  },
  {
    id: "spawn/refuses-what-does-not-fit: cuts down",
    requirement: "spawn/refuses-what-does-not-fit",
    title: "spawn makes a smaller instance if the flavor does not fit",
    message: "succeeded instead of being refused with INSUFFICIENT_RESOURCES",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "INSUFFICIENT_RESOURCES", () =>
          driver.spawn(withFlavor(params, { vcpus: 1, memoryMib: 64, rootGib: 1 }), call),
        ),
    })),
  },
  {
    id: "spawn/refuses-what-does-not-fit: other code",
    requirement: "spawn/refuses-what-does-not-fit",
    title: "spawn of a flavor that does not fit fails as if the hypervisor had",
    message: "answered BACKEND_FAILED instead of INSUFFICIENT_RESOURCES",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "INSUFFICIENT_RESOURCES", () => {
          throw backendFailed("define the guest");
        }),
    })),
  },
  {
    id: "spawn/refuses-what-does-not-fit: names another",
    requirement: "spawn/refuses-what-does-not-fit",
    title: "spawn always says that it is memory that ran short",
    message: "Unexpected resource that INSUFFICIENT_RESOURCES names",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        try {
          return await driver.spawn(params, call);
        } catch (error) {
          if (!isRefusal(error, "INSUFFICIENT_RESOURCES")) throw error;
          const details = { resource: "memoryMib", requested: 1, available: 0 } as const;
          throw new DriverError("INSUFFICIENT_RESOURCES", error.message, { effect: "none", details });
        }
      },
    })),
  },
  ...(["checksum", "size"] as const).map((problem): Mutant => ({
    id: `spawn/refuses-a-bad-image: ignores the ${problem}`,
    requirement: "spawn/refuses-a-bad-image",
    title: `spawn does not look at the image's ${problem}`,
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        try {
          return await driver.spawn(params, call);
        } catch (error) {
          const isIt = isRefusal(error, "IMAGE_UNACCEPTABLE") && "problem" in (error.details ?? {});
          if (!isIt || (error.details as { problem?: string }).problem !== problem) throw error;
          return driver.spawn(describedAsItIs(params), call);
        }
      },
    })),
  })),
  {
    id: "spawn/refuses-a-bad-image: blames the hypervisor",
    requirement: "spawn/refuses-a-bad-image",
    title: "spawn of an image that is not there fails as if the hypervisor had",
    message: "answered BACKEND_FAILED instead of IMAGE_UNACCEPTABLE",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        try {
          return await driver.spawn(params, call);
        } catch (error) {
          const isIt =
            isRefusal(error, "IMAGE_UNACCEPTABLE") && (error.details as { problem?: string }).problem === "unreadable";
          throw isIt ? backendFailed("copy the image") : error;
        }
      },
    })),
  },
  {
    id: "spawn/refuses-a-flavor-below-the-image-minimum: ignores memory",
    requirement: "spawn/refuses-a-flavor-below-the-image-minimum",
    title: "spawn does not look at the image's minMemoryMib",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        const image = { ...params.instance.image, minMemoryMib: 0 };
        return driver.spawn({ ...params, instance: { ...params.instance, image } }, call);
      },
    })),
  },
  {
    id: "spawn/refuses-a-flavor-below-the-image-minimum: other problem",
    requirement: "spawn/refuses-a-flavor-below-the-image-minimum",
    title: "spawn says that an image which needs a larger flavor has the wrong size",
    message: "Unexpected problem of a flavor with too little",
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        try {
          return await driver.spawn(params, call);
        } catch (error) {
          if (!isRefusal(error, "IMAGE_UNACCEPTABLE")) throw error;
          const details = { imageId: params.instance.image.id, problem: "size" } as const;
          throw new DriverError("IMAGE_UNACCEPTABLE", error.message, { effect: "none", details });
        }
      },
    })),
  },
  {
    id: "spawn/refuses-unknown-nodes: builds elsewhere",
    requirement: "spawn/refuses-unknown-nodes",
    title: "spawn on a node that is not there builds on another one",
    message: "succeeded instead of being refused with NODE_NOT_FOUND",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "NODE_NOT_FOUND", async () => {
          const { nodes } = await driver.listNodes({}, call);
          return driver.spawn({ ...params, node: nodes[0]?.uuid ?? params.node }, call);
        }),
    })),
  },
];

/** The mutants of what `spawn` builds and refuses. */
export const spawnMutants: readonly Mutant[] = [...starting, ...refusing];
