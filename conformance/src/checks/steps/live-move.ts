// A live migration as a caller makes it: the calls at both hosts in their order, each by itself, or all up to one as a preparation.
import type {
  CallOptions,
  CheckCanLiveMigrateDestinationParams,
  CheckSourceMigrateDataAtDestinationParams,
  CpuInfo,
  GuestDevices,
  LiveMigrateData,
  LiveMigrationParams,
  LiveMigrationResult,
  LiveMigrationVif,
  PreLiveMigrationResult,
  SpawnParams,
} from "@virt-driver-kit/spec";

import type { CheckContext, GivenInstanceOptions } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { givenTickingGuest } from "./guest.ts";
import { atPeer } from "./two-hosts.ts";
import { givenResource } from "./usage.ts";

/** What a guest has at either end of its move. */
export interface DevicesAtBothEnds {
  readonly source?: GuestDevices;
  readonly destination?: GuestDevices;
  /** Its interfaces on both hosts, which the caller adds to the data before the preparation. */
  readonly networkInterfaces?: LiveMigrationVif[];
}

/** What {@link givenMove} may be told. */
export interface MoveOptions extends Omit<GivenInstanceOptions, "devices"> {
  readonly devices?: DevicesAtBothEnds;
}

/** What `liveMigration` is told beside instance and data. */
export type TransferOptions = Omit<LiveMigrationParams, "instanceUuid" | "data">;

/** An instance at the first host that is to move to the second, with the calls that move it. */
export class LiveMove {
  /** The check at the source, and as it is seen from the destination. */
  readonly here: CheckContext;
  readonly there: CheckContext;
  /** The instance as the caller describes it. */
  readonly instance: SpawnParams["instance"];
  readonly uuid: string;
  readonly target: { readonly instanceUuid: string };
  readonly devices: DevicesAtBothEnds;
  readonly #sourceCpu: CpuInfo | undefined;
  /** What came back last, and whether the destination has prepared itself. */
  #last: { readonly data: LiveMigrateData; readonly isPrepared: boolean } | undefined;

  constructor(
    here: CheckContext,
    there: CheckContext,
    { instance }: Pick<SpawnParams, "instance">,
    devices: DevicesAtBothEnds,
    sourceCpu: CpuInfo | undefined,
  ) {
    this.here = here;
    this.there = there;
    this.instance = instance;
    this.uuid = instance.uuid;
    this.target = { instanceUuid: instance.uuid };
    this.devices = devices;
    this.#sourceCpu = sourceCpu;
    here.onCleanup(() => this.#cleanUp());
  }

  /** How the instance would be built at the destination. */
  paramsThere(): SpawnParams {
    return { instance: this.instance, node: this.there.node.uuid, powerOn: true };
  }

  /** The way back of a guest that has moved. */
  turned(): LiveMove {
    const { source, destination, networkInterfaces } = this.devices;
    const turnedInterfaces = networkInterfaces?.map((vif) => ({
      ...vif,
      source: vif.destination,
      destination: vif.source,
    }));
    const devices = {
      ...(destination !== undefined && { source: destination }),
      ...(source !== undefined && { destination: source }),
      ...(turnedInterfaces !== undefined && { networkInterfaces: turnedInterfaces }),
    };
    return new LiveMove(this.there, this.here, { instance: this.instance }, devices, undefined);
  }

  /** `checkCanLiveMigrateDestination`. */
  async offer(changes: Partial<CheckCanLiveMigrateDestinationParams> = {}): Promise<LiveMigrateData> {
    const { data } = await this.there.driver.checkCanLiveMigrateDestination({
      instance: this.instance,
      node: this.there.node.uuid,
      diskOverCommit: true,
      ...(this.#sourceCpu !== undefined && { sourceCpu: this.#sourceCpu }),
      ...changes,
    });
    this.#last = { data, isPrepared: false };
    return data;
  }

  /** `checkCanLiveMigrateSource`. */
  async agree(data: LiveMigrateData): Promise<LiveMigrateData> {
    const { source: devices } = this.devices;
    const params = { ...this.target, data, ...(devices !== undefined && { devices }) };
    return (await this.here.driver.checkCanLiveMigrateSource(params)).data;
  }

  /** `checkSourceMigrateDataAtDestination`. */
  async keep(
    data: LiveMigrateData,
    more: Partial<CheckSourceMigrateDataAtDestinationParams> = {},
  ): Promise<LiveMigrateData> {
    const params = { ...this.target, node: this.there.node.uuid, data, ...more };
    const { data: kept } = await this.there.driver.checkSourceMigrateDataAtDestination(params);
    this.#last = { data: kept, isPrepared: false };
    return kept;
  }

  /** `cleanupLiveMigrationDestinationCheck`, of what {@link LiveMove.offer} returned. */
  async removeProbe(data: LiveMigrateData): Promise<void> {
    await this.there.driver.cleanupLiveMigrationDestinationCheck({
      ...this.target,
      node: this.there.node.uuid,
      data,
    });
  }

  /** `preLiveMigration`, with the interfaces on both hosts added to the data. */
  async prepare(data: LiveMigrateData): Promise<PreLiveMigrationResult> {
    const { destination: devices, networkInterfaces } = this.devices;
    const prepared = await this.there.driver.preLiveMigration({
      instance: this.instance,
      node: this.there.node.uuid,
      data: { ...data, ...(networkInterfaces !== undefined && { networkInterfaces }) },
      ...(devices !== undefined && { devices }),
    });
    this.#last = { data: prepared.data, isPrepared: true };
    return prepared;
  }

  /** `liveMigration`. */
  transfer(data: LiveMigrateData, options: TransferOptions = {}, call: CallOptions = {}): Promise<LiveMigrationResult> {
    return this.here.driver.liveMigration({ ...this.target, data, ...options }, call);
  }

  /** `postLiveMigrationAtSource`. */
  async completeAtSource(
    data: LiveMigrateData,
    devices: GuestDevices | undefined = this.devices.source,
  ): Promise<void> {
    const params = { ...this.target, data, ...(devices !== undefined && { devices }) };
    await this.here.driver.postLiveMigrationAtSource(params);
  }

  /** `destroy` at the source, if the data asks for it. */
  async removeFromSource({ cleanup }: LiveMigrateData): Promise<void> {
    if (cleanup?.source !== true) return;
    await this.here.driver.destroy({ ...this.target, destroyDisks: cleanup.sourceDisks });
  }

  /** `postLiveMigrationAtDestination`. */
  async completeAtDestination(data: LiveMigrateData): Promise<void> {
    const { destination: devices } = this.devices;
    await this.there.driver.postLiveMigrationAtDestination({
      instance: this.instance,
      node: this.there.node.uuid,
      data,
      ...(devices !== undefined && { devices }),
    });
  }

  /** All that follows outcome `completed`. */
  async complete(data: LiveMigrateData): Promise<void> {
    await this.completeAtSource(data);
    await this.removeFromSource(data);
    await this.completeAtDestination(data);
  }

  /** `rollbackLiveMigrationAtSource`. */
  async rollBackAtSource(data: LiveMigrateData): Promise<void> {
    await this.here.driver.rollbackLiveMigrationAtSource({ ...this.target, data });
  }

  /** `rollbackLiveMigrationAtDestination`, with `destroyDisks` as the data says. */
  async rollBackAtDestination(
    data: LiveMigrateData,
    destroyDisks: boolean = data.cleanup?.destinationDisks === true,
  ): Promise<void> {
    const { destination: devices } = this.devices;
    await this.there.driver.rollbackLiveMigrationAtDestination({
      ...this.target,
      node: this.there.node.uuid,
      data,
      ...(devices !== undefined && { devices }),
      destroyDisks,
    });
  }

  /** All that follows outcomes `cancelled` and `failed`. */
  async rollBack(data: LiveMigrateData): Promise<void> {
    await this.rollBackAtSource(data);
    await this.rollBackAtDestination(data);
  }

  /** The three checks, after which the probe is removed. Blocks the check if one refuses. */
  async givenChecked(
    changes: Partial<CheckCanLiveMigrateDestinationParams> = {},
    more: Partial<CheckSourceMigrateDataAtDestinationParams> = {},
  ): Promise<LiveMigrateData> {
    const { here } = this;
    const offered = await this.givenOffer(changes);
    const agreed = await here.given("checkCanLiveMigrateSource", () => this.agree(offered));
    const kept = await here.given("checkSourceMigrateDataAtDestination", () => this.keep(agreed, more));
    await here.given("cleanupLiveMigrationDestinationCheck", () => this.removeProbe(offered));
    return kept;
  }

  /** What the destination says of itself. Blocks the check if it refuses. */
  givenOffer(changes: Partial<CheckCanLiveMigrateDestinationParams> = {}): Promise<LiveMigrateData> {
    return this.here.given("checkCanLiveMigrateDestination", () => this.offer(changes));
  }

  /** The checks and the preparation. Blocks the check if one of them fails. */
  async givenPrepared(): Promise<LiveMigrateData> {
    const checked = await this.givenChecked();
    return (await this.here.given("preLiveMigration", () => this.prepare(checked))).data;
  }

  /** All up to the outcome `completed`. Blocks the check if it does not come to that. */
  async givenArrived(options: TransferOptions = {}): Promise<LiveMigrateData> {
    const data = await this.givenPrepared();
    await this.here.given("liveMigration", () => this.expectCompleted(data, options));
    return data;
  }

  /** A whole migration. Blocks the check if it does not come to its end. */
  async givenCompleted(): Promise<LiveMigrateData> {
    const data = await this.givenArrived();
    await this.givenAftermath(data);
    return data;
  }

  /** What follows outcome `completed`. Blocks the check if one of the calls fails. */
  async givenAftermath(data: LiveMigrateData): Promise<void> {
    await this.here.given("postLiveMigrationAtSource", () => this.completeAtSource(data));
    await this.here.given("destroy", () => this.removeFromSource(data));
    await this.here.given("postLiveMigrationAtDestination", () => this.completeAtDestination(data));
  }

  /** What follows outcomes `cancelled` and `failed`. Blocks the check if one of the calls fails. */
  async givenRolledBack(data: LiveMigrateData): Promise<void> {
    await this.here.given("rollbackLiveMigrationAtSource", () => this.rollBackAtSource(data));
    await this.here.given("rollbackLiveMigrationAtDestination", () => this.rollBackAtDestination(data));
  }

  /** Transfers the guest and checks that the outcome is `completed`. */
  async expectCompleted(data: LiveMigrateData, options: TransferOptions = {}): Promise<void> {
    const result = await this.transfer(data, options);
    this.here.expectEqual(result.outcome, "completed", "outcome of liveMigration", result.problem);
  }

  /** Gives back at the destination what a check that ended early has left there. */
  async #cleanUp(): Promise<void> {
    if (this.#last === undefined) return;
    if (this.here.simulation.held) await this.here.simulation.clearFaults();
    const { data, isPrepared } = this.#last;
    const destroyDisks = isPrepared && data.cleanup?.destinationDisks === true;
    await this.rollBackAtDestination(data, destroyDisks).catch(() => undefined);
    await this.removeProbe(data).catch(() => undefined);
  }
}

/** An instance that is to move. Blocks the check if there is none to be had. */
export async function givenMove(t: CheckContext, { devices = {}, ...options }: MoveOptions = {}): Promise<LiveMove> {
  return moveOf(t, await t.givenInstance(spawned(options, devices)), devices);
}

/** A guest that is to move and was seen to execute. */
export interface TickingMove {
  readonly move: LiveMove;
  /** The boot that it is in, as last read. */
  readonly boot: BootReading;
}

/** A guest that executes and is to move. Blocks the check if there is none to be had. */
export async function givenTickingMove(
  t: CheckContext,
  { devices = {}, ...options }: Omit<MoveOptions, "powerState"> = {},
): Promise<TickingMove> {
  const { instance, boot } = await givenTickingGuest(t, spawned(options, devices));
  return { move: await moveOf(t, instance, devices), boot };
}

/** The move of an instance that is there. */
export async function moveOf(
  t: CheckContext,
  { params }: Pick<TestInstance, "params">,
  devices: DevicesAtBothEnds = {},
): Promise<LiveMove> {
  const { cpuInfo } = await givenResource(t);
  return new LiveMove(t, await atPeer(t), params, devices, cpuInfo);
}

function spawned<T extends object>(options: T, { source }: DevicesAtBothEnds): T & { devices?: GuestDevices } {
  return { ...options, ...(source !== undefined && { devices: source }) };
}
