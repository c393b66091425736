import type { FaultDeed, StepFault } from "@virt-driver-kit/spec";
import { describe } from "vitest";
import { type FaultCase, faultTest, outcomeOf, outcomeWithinAnHour, type Scene } from "../support/fault-case.ts";
import { fileVolume } from "../support/guest-devices.ts";
import { networkInterface } from "../support/network-interface.ts";
import { storedDisks, storedHost } from "../support/stored-values.ts";

const ofPause = (action: StepFault["action"], more: Partial<StepFault> = {}): FaultCase["fault"] => {
  return () => ({ kind: "stepFault", trigger: { operation: "pause", step: "pauseGuest" }, action, ...more });
};

/** Pauses the guest: what the call ends with, and the state afterwards. */
async function pausing({ fake, instanceUuid }: Scene): Promise<[string, string]> {
  const outcome = await outcomeOf(fake.driver.pause({ instanceUuid }));
  return [outcome, await fake.powerState(instanceUuid)];
}

async function timeOfPausing(scene: Scene): Promise<boolean> {
  const before = await scene.fake.advance(0);
  await pausing(scene);
  return (await scene.fake.advance(0)) - before > 60_000;
}

const ACTIONS: Record<Exclude<StepFault["action"], "killDriver" | "killDriverAfter" | "also">, FaultCase> = {
  fail: {
    title: "fails without effect",
    fault: ofPause("fail"),
    see: pausing,
    right: ["ok", "paused"],
    wrong: ["BACKEND_FAILED", "running"],
  },
  failAfter: {
    title: "takes effect and is reported as failed",
    fault: ofPause("failAfter"),
    see: pausing,
    right: ["ok", "paused"],
    wrong: ["BACKEND_FAILED", "paused"],
  },
  skip: {
    title: "has no effect and is reported as done",
    fault: ofPause("skip"),
    see: pausing,
    right: ["ok", "paused"],
    wrong: ["ok", "running"],
  },
  repeat: {
    title: "takes effect twice",
    fault: () => ({ kind: "stepFault", trigger: { step: "allocateResources" }, action: "repeat" }),
    see: async ({ fake }) => {
      await fake.spawn();
      return fake.used();
    },
    right: { vcpus: 2, memoryMib: 128, localGib: 2 },
    wrong: { vcpus: 3, memoryMib: 192, localGib: 3 },
  },
  delay: {
    title: "takes longer",
    fault: ofPause("delay", { delayMs: 60_000 }),
    see: timeOfPausing,
    right: false,
    wrong: true,
  },
  late: {
    title: "is reported as done and takes effect later",
    fault: ofPause("late", { delayMs: 30_000 }),
    see: async (scene) => {
      const atOnce = await pausing(scene);
      await scene.fake.advance(30_000);
      return [...atOnce, await scene.fake.powerState(scene.instanceUuid)];
    },
    right: ["ok", "paused", "paused"],
    wrong: ["ok", "running", "paused"],
  },
  hang: {
    title: "does not end",
    fault: ofPause("hang"),
    see: async ({ fake, instanceUuid }) => {
      const pause = fake.driver.pause({ instanceUuid });
      return [await outcomeWithinAnHour(fake, pause), await fake.powerState(instanceUuid)];
    },
    right: ["ok", "paused"],
    wrong: ["nothing", "running"],
  },
};

describe("a step that meets a fault", () => {
  for (const one of Object.values(ACTIONS)) faultTest(one);
});

/** Adds a deed to the pause of the guest. */
const deed = (name: FaultDeed, { title, prepare, see, right, wrong }: Omit<FaultCase, "fault">): FaultCase => ({
  title,
  ...(prepare === undefined ? {} : { prepare }),
  fault: ofPause("also", { deed: name }),
  see: async (scene) => {
    await scene.fake.driver.pause({ instanceUuid: scene.instanceUuid });
    return see(scene);
  },
  right,
  wrong,
});

const DEEDS: Record<FaultDeed, FaultCase> = {
  deleteDisks: deed("deleteDisks", {
    title: "deletes the disks of its instance",
    see: async ({ stateDirectory, instanceUuid }) => storedDisks(stateDirectory, instanceUuid).map(({ name }) => name),
    right: ["root"],
    wrong: [],
  }),
  stopGuest: deed("stopGuest", {
    title: "cuts the guest off",
    see: ({ fake, instanceUuid }) => fake.powerState(instanceUuid),
    right: "paused",
    wrong: "shutdown",
  }),
  startGuest: {
    title: "starts the guest",
    fault: () => ({ kind: "stepFault", trigger: { step: "stopGuest" }, action: "also", deed: "startGuest" }),
    see: async ({ fake, instanceUuid }) => {
      await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
      return fake.powerState(instanceUuid);
    },
    right: "shutdown",
    wrong: "running",
  },
  rebootGuest: deed("rebootGuest", {
    title: "boots the guest once more",
    see: async ({ fake, instanceUuid }) => {
      await fake.advance(1000);
      return (await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"));
    },
    right: ["boot 1"],
    wrong: ["boot 1", "boot 2"],
  }),
  disconnectVolumes: deed("disconnectVolumes", {
    title: "ends the connections to the volumes",
    prepare: async ({ fake, instanceUuid, stateDirectory }) => {
      await fake.driver.attachVolume({ instanceUuid, volume: fileVolume(stateDirectory) });
    },
    see: async ({ stateDirectory }) => storedHost(stateDirectory).connections.length,
    right: 1,
    wrong: 0,
  }),
  unplugInterfaces: deed("unplugInterfaces", {
    title: "unplugs the interfaces",
    prepare: async ({ fake, instanceUuid }) => {
      await fake.driver.attachInterface({ instanceUuid, interface: networkInterface() });
    },
    see: async ({ stateDirectory }) => storedHost(stateDirectory).plugs.length,
    right: 1,
    wrong: 0,
  }),
  forgetInstance: deed("forgetInstance", {
    title: "takes the instance out of the hypervisor and leaves its disks",
    see: async ({ fake, instanceUuid, stateDirectory }) => [
      (await fake.driver.listInstances()).instances.length,
      storedDisks(stateDirectory, instanceUuid).length,
    ],
    right: [1, 1],
    wrong: [0, 1],
  }),
  leakClaim: deed("leakClaim", {
    title: "counts the instance once more, for good",
    see: async ({ fake, instanceUuid }) => {
      const before = await fake.used();
      await fake.driver.destroy({ instanceUuid, destroyDisks: true });
      return [before.vcpus, (await fake.used()).vcpus];
    },
    right: [1, 0],
    wrong: [2, 1],
  }),
  eraseTpm: {
    title: "erases the state of the TPM",
    fault: ofPause("also", { deed: "eraseTpm" }),
    see: async ({ fake, stateDirectory }) => {
      const params = fake.spawnParams();
      const image = { ...params.instance.image, properties: { tpm: { version: "2.0" as const } } };
      const devices = { secrets: [{ use: "vtpm" as const, value: "c2VjcmV0" }] };
      const { uuid: instanceUuid } = params.instance;
      await fake.driver.spawn({ ...params, instance: { ...params.instance, image }, devices });
      await fake.driver.pause({ instanceUuid });
      return storedDisks(stateDirectory, instanceUuid).map(({ use }) => use);
    },
    right: ["root", "tpm"],
    wrong: ["root"],
  },
};

describe("a step that a deed comes with", () => {
  for (const one of Object.values(DEEDS)) faultTest(one);
});
