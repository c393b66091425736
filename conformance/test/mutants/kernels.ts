// Drivers that load the wrong kernel, or one that they have not looked at.
import type { Call, ComputeDriver, KernelBoot, KernelImage, SpawnParams } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { faulty, misreading } from "./faulty.ts";
import { isRefusal, type Mutant, replacing, within } from "./mutant.ts";

const GIVEN = "placement/kernel-is-the-one-given";
const CHECKED = "placement/kernel-is-checked";

const only = (requirement: string): readonly string[] => [`${requirement}*`];

/** A spawn of the same instance with another kernel, or none. */
function withKernel(params: SpawnParams, kernelBoot: KernelBoot | undefined): SpawnParams {
  const { kernelBoot: _, ...image } = params.instance.image;
  return { ...params, instance: { ...params.instance, image: { ...image, ...(kernelBoot && { kernelBoot }) } } };
}

/** Boots what is on the disk from the second boot on. */
const onlyAtFirst = replacing((driver) => {
  const spawns = new Map<string, SpawnParams>();
  const again = async (instanceUuid: string, call: Call): Promise<boolean> => {
    const params = spawns.get(instanceUuid);
    if (params?.instance.image.kernelBoot === undefined) return false;
    await driver.destroy({ instanceUuid, destroyDisks: false }, within(call));
    await driver.spawn(withKernel(params, undefined), within(call));
    return true;
  };
  return {
    spawn: (params, call) => {
      spawns.set(params.instance.uuid, params);
      return driver.spawn(params, call);
    },
    powerOn: async (params, call) => ((await again(params.instanceUuid, call)) ? {} : driver.powerOn(params, call)),
    reboot: async (params, call) => ((await again(params.instanceUuid, call)) ? {} : driver.reboot(params, call)),
  };
});

/** Remembers a kernel, and loads it for others too. */
function remembering(
  wrong: (driver: Required<ComputeDriver>, last: () => KernelBoot | undefined) => Partial<ComputeDriver>,
): ReturnType<typeof replacing> {
  return replacing((driver) => {
    let last: KernelBoot | undefined;
    const changes = wrong(driver, () => last);
    return {
      ...changes,
      spawn: (params, call) => {
        const spawn = changes.spawn ?? driver.spawn;
        const answer = spawn(params, call);
        last = params.instance.image.kernelBoot ?? last;
        return answer;
      },
    };
  });
}

const booting: readonly Mutant[] = [
  {
    id: `${GIVEN}: the disk's`,
    requirement: GIVEN,
    title: "spawn boots what is on the disk of an image with a kernel",
    message: "The guest booted what is on its disk after spawn, and not the kernel of its image",
    only: only(GIVEN),
    driver: faulty(misreading("spawn", { pointer: "/instance/image/kernelBoot" })),
  },
  {
    id: `${GIVEN}: more on the command line`,
    requirement: GIVEN,
    title: "spawn changes the command line",
    message: "Unexpected command line and RAM disk of the guest's kernel",
    only: only(GIVEN),
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        const { kernelBoot } = params.instance.image;
        const commandLine = `${kernelBoot?.commandLine?.replace(/ +/gu, " ")} quiet`;
        return driver.spawn(withKernel(params, kernelBoot && { ...kernelBoot, commandLine }), call);
      },
    })),
  },
  {
    id: `${GIVEN}: no RAM disk`,
    requirement: GIVEN,
    title: "spawn leaves the RAM disk out",
    message: "Unexpected command line and RAM disk of the guest's kernel",
    only: only(GIVEN),
    driver: faulty(misreading("spawn", { pointer: "/instance/image/kernelBoot/ramdisk" })),
  },
  {
    id: `${GIVEN}: some RAM disk`,
    requirement: GIVEN,
    title: "spawn gives every kernel a RAM disk",
    message: "Unexpected command line and RAM disk of the guest's kernel after spawn without a RAM disk",
    only: only(`${GIVEN}[no-ramdisk]`),
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        const { kernelBoot } = params.instance.image;
        return driver.spawn(withKernel(params, kernelBoot && { ramdisk: kernelBoot.kernel, ...kernelBoot }), call);
      },
    })),
  },
  {
    id: `${GIVEN}: only at first`,
    requirement: GIVEN,
    title: "A guest boots what is on its disk from the second boot on",
    message: "The guest booted what is on its disk after powerOff and powerOn",
    only: [`${GIVEN}[reboot]`, `${GIVEN}[power-cycle]`],
    driver: onlyAtFirst,
  },
  {
    id: `${GIVEN}: for all`,
    requirement: GIVEN,
    title: "A guest whose image has no kernel boots the one that was given last",
    message: "Unexpected command line and RAM disk of the guest's kernel after spawn from an image without a kernel",
    only: [`${GIVEN}[none]`],
    driver: remembering((driver, last) => ({
      spawn: (params, call) => driver.spawn(withKernel(params, params.instance.image.kernelBoot ?? last()), call),
    })),
  },
  {
    id: `${GIVEN}: for the rescue too`,
    requirement: GIVEN,
    title: "A rescue image is booted with the kernel of the instance's own image",
    message: "Unexpected kernel that the rescue image, which has none, was booted with",
    only: [`${GIVEN}[rescue]`],
    driver: remembering((driver, last) => ({
      rescue: (params, call) => {
        const kernelBoot = params.image.kernelBoot ?? last();
        return driver.rescue({ ...params, image: { ...params.image, ...(kernelBoot && { kernelBoot }) } }, call);
      },
    })),
  },
];

type Part = "kernel" | "ramdisk";

/** Goes on without a file that was refused for a problem. */
function ignoring(problem: string): ReturnType<typeof replacing> {
  return replacing((driver) => ({
    spawn: (params, call) =>
      driver.spawn(params, call).catch((error: unknown) => {
        const details = (isRefusal(error, "IMAGE_UNACCEPTABLE") ? error.details : {}) as {
          readonly imageId?: string;
          readonly problem?: string;
        };
        const { kernelBoot } = params.instance.image;
        const isOfKernel = [kernelBoot?.kernel, kernelBoot?.ramdisk].some(
          (file: KernelImage | undefined) => file?.id === details.imageId,
        );
        if (!isOfKernel || details.problem !== problem) throw error;
        return driver.spawn(withKernel(params, undefined), within(call));
      }),
  }));
}

const checking: readonly Mutant[] = [
  ...(["checksum", "size", "unreadable"] as const).map((problem): Mutant => ({
    id: `${CHECKED}: ignores ${problem}`,
    requirement: CHECKED,
    title: `spawn goes on without a kernel or RAM disk of which the ${problem} is wrong`,
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    only: only(CHECKED),
    driver: ignoring(problem),
  })),
  ...(["kernel", "ramdisk"] satisfies readonly Part[]).map((part): Mutant => ({
    id: `${CHECKED}: ${part} by the image's name`,
    requirement: CHECKED,
    title: `spawn names the image where its ${part} is at fault`,
    message: "Unexpected imageId in the details of IMAGE_UNACCEPTABLE",
    only: only(`${CHECKED}[${part}`),
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        driver.spawn(params, call).catch((error: unknown) => {
          if (!isRefusal(error, "IMAGE_UNACCEPTABLE")) throw error;
          const details = { imageId: params.instance.image.id, problem: "checksum" } as const;
          throw new DriverError("IMAGE_UNACCEPTABLE", error.message, { effect: "none", details });
        }),
    })),
  })),
];

/** The mutants of kernels that are not on the disk. */
export const kernelMutants: readonly Mutant[] = [...booting, ...checking];
