/** A fake driver with a state directory, for tests of volumes: what its host is connected to is read from what it has stored. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { SpawnParams, SpawnResult, VolumeAttachment } from "@virt-driver-kit/spec";
import type { ConnectionRecord } from "../../src/site/volume-record.ts";
import { Attached } from "./attached.ts";
import { type FileImage, probeImage, temporaryDirectory } from "./probe-image.ts";
import { storedHost, storedInstance } from "./stored-values.ts";
import { attachmentOf, bootVolume, type FileAttachment } from "./volume-files.ts";

/** Where the files of a test file lie, once it has {@link prepareBench} called. */
export let directory: string;
let image: FileImage;

/** Makes the directory of a test file, and what all its guests boot. To be called at its top, since threads run many test files. */
export function prepareBench(): void {
  directory = temporaryDirectory();
  image = probeImage(directory);
}

/** What an image that is only a description is. */
const volumeImage: SpawnParams["instance"]["image"] = {
  id: randomUUID(),
  name: "probe",
  diskFormat: "raw",
  sizeBytes: 1,
  source: { kind: "volume" },
};

/** A fake driver and what it has stored. */
export class VolumeBench {
  readonly fake: Attached;
  readonly stateDirectory: string;

  private constructor(fake: Attached, stateDirectory: string) {
    this.fake = fake;
    this.stateDirectory = stateDirectory;
  }

  /** Makes a run of the driver. `stateDirectory` is that of an earlier run, if it is to be continued. */
  static async create(stateDirectory = join(directory, `state-${randomUUID()}`)): Promise<VolumeBench> {
    return new VolumeBench(await Attached.create({ stateDirectory }, image), stateDirectory);
  }

  get driver(): Attached["driver"] {
    return this.fake.driver;
  }

  /** The connections that the host has to a volume. */
  connections(volumeId: string): ConnectionRecord[] {
    return storedHost(this.stateDirectory).connections.filter((connection) => connection.volumeId === volumeId);
  }

  /** The ids of the volumes that an instance has. */
  volumeIds(instanceUuid: string): string[] {
    return storedInstance(this.stateDirectory, instanceUuid).volumes.map(({ volumeId }) => volumeId);
  }

  /** How large a volume is for its guest, in bytes. */
  sizeBytes(instanceUuid: string, volumeId: string): number | undefined {
    return storedInstance(this.stateDirectory, instanceUuid).volumes.find((has) => has.volumeId === volumeId)
      ?.sizeBytes;
  }

  /** Spawns an instance with volumes. With one at bootIndex 0 it boots from that. */
  async spawn(
    volumes: VolumeAttachment[],
    changes: Partial<SpawnParams> = {},
  ): Promise<{ readonly instanceUuid: string; readonly result: SpawnResult }> {
    const hasRoot = volumes.some(({ bootIndex }) => bootIndex === 0);
    const params = this.fake.spawnParams(hasRoot ? { image: volumeImage } : {});
    const result = await this.driver.spawn({ ...params, devices: { blockDevices: { volumes } }, ...changes });
    await this.fake.advance(500);
    return { instanceUuid: params.instance.uuid, result };
  }

  /** Spawns an instance that boots the probe from a volume in a file. */
  async spawnOnVolume(
    changes: Partial<VolumeAttachment> = {},
  ): Promise<{ readonly instanceUuid: string; readonly volume: FileAttachment }> {
    const volume = attachmentOf(bootVolume(directory), { bootIndex: 0, ...changes });
    return { ...(await this.spawn([volume])), volume };
  }

  /** Makes the step fail that comes so many steps from now. */
  async failStep(step: number): Promise<void> {
    await this.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
  }

  /** Puts an instance into a power state. */
  async bring(
    instanceUuid: string,
    powerState: "running" | "paused" | "shutdown" | "crashed" | "suspended",
  ): Promise<void> {
    if (powerState === "paused") await this.driver.pause({ instanceUuid });
    if (powerState === "shutdown") await this.off(instanceUuid);
    if (powerState === "suspended") await this.driver.suspend({ instanceUuid });
    if (powerState !== "crashed") return;
    await this.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
  }

  /** Cuts a guest off. */
  async off(instanceUuid: string): Promise<void> {
    await this.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
  }

  /** Reboots a guest and lets it boot. */
  async reboot(instanceUuid: string): Promise<void> {
    await this.driver.reboot({ instanceUuid, type: "hard" });
    await this.fake.advance(500);
  }
}
