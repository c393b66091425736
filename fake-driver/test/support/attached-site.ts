/** A site of two hosts with both drivers attached in-process through the wire, and what a caller does to move a guest between them. */

import type { GuestDevices, LiveMigrateData, LiveMigrationParams, LiveMigrationResult } from "@virt-driver-kit/spec";
import type { FakeSite } from "../../src/fake-site.ts";
import { fakeSite } from "../../src/fake-site.ts";
import type { FakeDriverOptions } from "../../src/index.ts";
import { Attached } from "./attached.ts";
import type { FileImage } from "./probe-image.ts";

/** What a caller knows of a guest that it moves. */
export interface Move {
  readonly instanceUuid: string;
  /** What the guest has at the source and at the destination. */
  readonly sourceDevices?: GuestDevices;
  readonly devices?: GuestDevices;
  readonly blockMigration?: boolean;
  /** What the caller adds to the data before the last check, and before the preparation. */
  readonly claims?: Partial<LiveMigrateData>;
  readonly additions?: Partial<LiveMigrateData>;
}

/** Two hosts: instances begin at `source`. */
export class AttachedSite {
  readonly source: Attached;
  readonly destination: Attached;

  private constructor(source: Attached, destination: Attached) {
    this.source = source;
    this.destination = destination;
  }

  /** Makes a site and a run of both its drivers, which end with the test. */
  static async create(image: FileImage, options: FakeDriverOptions = {}): Promise<AttachedSite> {
    return AttachedSite.attach(fakeSite({ hosts: 2, ...options }), image);
  }

  /** Makes a run of both drivers of a site. */
  static async attach(site: FakeSite, image: FileImage): Promise<AttachedSite> {
    const [first, second] = site.hosts;
    const source = await Attached.to(site.driver(first), image);
    return new AttachedSite(source, await Attached.to(site.driver(second), image));
  }

  /** The same site seen from the other end, for the way back. */
  turned(): AttachedSite {
    return new AttachedSite(this.destination, this.source);
  }

  /** The three checks, after which the probe is removed. */
  async check(move: Move): Promise<LiveMigrateData> {
    const { instanceUuid, blockMigration, claims } = move;
    const node = this.destination.node();
    const { data: offered } = await this.destination.driver.checkCanLiveMigrateDestination({
      instance: this.instanceOf(instanceUuid),
      node,
      diskOverCommit: true,
      ...(blockMigration !== undefined && { blockMigration }),
    });
    try {
      const { data: agreed } = await this.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: offered });
      const { data } = await this.destination.driver.checkSourceMigrateDataAtDestination({
        instanceUuid,
        node,
        data: { ...agreed, ...claims },
      });
      return data;
    } finally {
      await this.destination.driver.cleanupLiveMigrationDestinationCheck({ instanceUuid, node, data: offered });
    }
  }

  /** The checks and the preparation. */
  async prepare(move: Move): Promise<LiveMigrateData> {
    const checked = await this.check(move);
    const { data } = await this.destination.driver.preLiveMigration({
      instance: this.instanceOf(move.instanceUuid),
      node: this.destination.node(),
      data: { ...checked, ...move.additions },
      ...(move.devices !== undefined && { devices: move.devices }),
    });
    return data;
  }

  /** The checks, the preparation and the transfer. */
  async migrate(
    move: Move,
    options: Omit<LiveMigrationParams, "instanceUuid" | "data"> = {},
  ): Promise<LiveMigrationResult & { readonly data: LiveMigrateData }> {
    const data = await this.prepare(move);
    const result = await this.source.driver.liveMigration({ instanceUuid: move.instanceUuid, data, ...options });
    return { ...result, data };
  }

  /** What follows outcome `completed`. */
  async complete(move: Move, data: LiveMigrateData): Promise<void> {
    const { instanceUuid, sourceDevices, devices } = move;
    await this.source.driver.postLiveMigrationAtSource({
      instanceUuid,
      data,
      ...(sourceDevices !== undefined && { devices: sourceDevices }),
    });
    if (data.cleanup?.source === true) {
      await this.source.driver.destroy({ instanceUuid, destroyDisks: data.cleanup.sourceDisks });
    }
    await this.destination.driver.postLiveMigrationAtDestination({
      instance: this.instanceOf(instanceUuid),
      node: this.destination.node(),
      data,
      ...(devices !== undefined && { devices }),
    });
  }

  /** What follows outcomes `cancelled` and `failed`. */
  async rollBack(move: Move, data: LiveMigrateData): Promise<void> {
    const { instanceUuid, devices } = move;
    await this.source.driver.rollbackLiveMigrationAtSource({ instanceUuid, data });
    await this.rollBackAtDestination(instanceUuid, data, devices);
  }

  /** What follows a preparation that succeeded. */
  async rollBackAtDestination(instanceUuid: string, data: LiveMigrateData, devices?: GuestDevices): Promise<void> {
    await this.destination.driver.rollbackLiveMigrationAtDestination({
      instanceUuid,
      node: this.destination.node(),
      data,
      destroyDisks: data.cleanup?.destinationDisks === true,
      ...(devices !== undefined && { devices }),
    });
  }

  /** What both hosts say of an instance: its power state on each that has it. */
  async states(instanceUuid: string): Promise<{ source: string; destination: string }> {
    const at = async ({ driver }: Attached): Promise<string> => {
      const { states } = await driver.listInstanceStates();
      return states.find(({ uuid }) => uuid === instanceUuid)?.powerState ?? "absent";
    };
    return { source: await at(this.source), destination: await at(this.destination) };
  }

  /** The instance as the test has spawned it, wherever it is. */
  instanceOf(uuid: string): ReturnType<Attached["spawnParams"]>["instance"] {
    const { instance } = this.source.spawnParams();
    return { ...instance, uuid };
  }
}
