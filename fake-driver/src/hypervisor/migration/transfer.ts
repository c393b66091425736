/**
 * The source's side of a live migration: how one guest is sent to another host while it runs.
 *
 * Its memory, and its disks where they are not shared, are copied in rounds, see `guest-copy.ts`. When the rest is small enough the guest
 * stands still, the rest is sent, and the guest goes on at the destination in the same step in which it leaves the source: there is no moment
 * with two guests or none. In post-copy it goes on there first, and the rest follows.
 */

import type { MigrationProgress } from "@virt-driver-kit/spec";
import { pauseRun } from "../../guest/guest-run.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { OutgoingRecord } from "../../site/live-migration-record.ts";
import type { Stream } from "../../site/network.ts";
import type { StepContext } from "../backend-link.ts";
import type { Hypervisor } from "../hypervisor.ts";
import type { HypervisorStep } from "../steps.ts";
import { arrive, makePlace } from "./arrival.ts";
import { breakOff, forget } from "./break-off.ts";
import { brokeOff } from "./broke-off.ts";
import {
  beginCopy,
  type Bytes,
  figuresOf,
  fitsDowntime,
  type GuestCopy,
  nextRound,
  percentOf,
  roundEndsAtMs,
} from "./guest-copy.ts";

const BYTES_PER_MIB = 2 ** 20;
const MS_PER_SECOND = 1000;

/** Figures are told this often, in milliseconds, and of long rounds less often. */
const REPORT_MS = 1000;
const REPORTS_PER_ROUND = 50;

/** What a transfer is to do. */
export interface TransferPlan {
  readonly source: Hypervisor;
  readonly destination: Hypervisor;
  readonly record: InstanceRecord;
  /** The node that the guest goes to. */
  readonly node: string;
  readonly copiesDisks: boolean;
  /** Whether a guest that is forced goes on at the destination before all of its memory is there. */
  readonly usesPostCopy: boolean;
  /** What to do when the copy has taken so long; absent for nothing. */
  readonly limit?: { readonly afterMs: number; readonly action: "abort" | "forceComplete" } | undefined;
  /** What it is done for. Its signal calls the transfer off. */
  readonly step: StepContext;
  /** Hears how far it has come. */
  readonly onFigures: (figures: MigrationProgress, percent: number) => void;
  /** Called when the guest executes at the destination and the rest of its memory follows. */
  readonly onPostCopy: () => void;
}

/** One guest on its way. */
export class Transfer {
  readonly #plan: TransferPlan;
  readonly #outgoing: OutgoingRecord;
  readonly #stream: Stream;
  readonly #cancellation = new AbortController();
  /** Steps up to the switch-over can be called off; those after it cannot. */
  readonly #step: StepContext;
  #wake = new AbortController();
  #copy: GuestCopy | undefined;
  #isForced = false;
  #hasMetLimit = false;
  #arrived: InstanceRecord | undefined;
  #isFetching = false;

  constructor(plan: TransferPlan) {
    const { source, destination, record, node, copiesDisks, step } = plan;
    this.#plan = plan;
    this.#outgoing = {
      instanceUuid: record.uuid,
      destination: node,
      copiesDisks,
      isHeld: false,
      goesOnThere: false,
      remains: null,
    };
    this.#step = { ...step, signal: AbortSignal.any([step.signal, this.#cancellation.signal]) };
    this.#stream = source.site.network.open(source.host.name, destination.host.name, () => this.#onBreak());
  }

  /** Whether the guest is at the destination: too late to call it off. */
  get hasLeft(): boolean {
    return this.#arrived !== undefined;
  }

  /** Whether somebody has called it off. */
  get isCancelled(): boolean {
    return this.#step.signal.aborted;
  }

  /** Its steps before the switch-over, which end when it is called off. */
  get step(): StepContext {
    return this.#step;
  }

  /** The figures of now; undefined before the copy has begun. */
  get figures(): MigrationProgress | undefined {
    return this.#copy && figuresOf(this.#copy, this.#plan.source.site.clock.now());
  }

  /** Calls it off. Has no effect once the guest has left. */
  cancel(): void {
    this.#cancellation.abort();
  }

  /** Makes it come to its end at the guest's expense. */
  force(): void {
    this.#isForced = true;
    this.#wake.abort();
  }

  /**
   * Sends the guest.
   *
   * @returns Resolves when the guest is at the destination, whole, and nothing of it is left here.
   * @throws What a step threw, `BACKEND_FAILED` if the transfer broke off, or the reason of a signal. {@link Transfer.hasLeft} tells where the
   *   guest is then, and {@link Transfer.giveUp} has to be called.
   */
  async run(): Promise<void> {
    const { source, destination, step } = this.#plan;
    await source.change("prepareGuest", this.#step, () => {
      this.#assertLinked("prepareGuest");
      makePlace(destination, step.attempt, this.#outgoing);
      source.host.record.outgoing.push(this.#outgoing);
      source.host.recordChanged();
    });
    const copy = await this.#begin();
    const isPostCopy = await this.#copyInRounds(copy);
    if (!isPostCopy) await this.#sendTheRest(copy);
    await this.#switchOver(copy);
    if (isPostCopy) await this.#fetchTheRest(copy);
    await this.#drop();
  }

  /** Ends a transfer that has thrown. A guest that has not left goes on here; of one that has, nothing stays here. */
  giveUp(): void {
    const { source, step } = this.#plan;
    if (this.hasLeft) source.undo("dropGuest", step, () => void forget(source, this.#outgoing));
    else breakOff(source, this.#outgoing);
  }

  /** Closes the stream. Called last, whatever came of it. */
  close(): void {
    this.#plan.source.site.network.close(this.#stream);
  }

  async #begin(): Promise<GuestCopy> {
    const { source, record, step, copiesDisks } = this.#plan;
    const { host, site } = source;
    await source.change("transferMemory", this.#step, () => {
      this.#assertLinked("transferMemory");
      const disks = copiesDisks ? host.pool(record.node).disks(record.uuid) : [];
      const total = {
        memory: record.claim.memoryMib * BYTES_PER_MIB,
        disk: disks.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0),
      };
      this.#copy = beginCopy(total, site.network.bytesPerSecond, site.clock.now());
    });
    if (this.#copy === undefined) throw brokeOff(step.attempt, "transferMemory", "the hypervisor sends nothing");
    return this.#copy;
  }

  /** Copies until the rest is small enough. Returns true, at once, if the guest is rather to go on there and the rest to follow. */
  async #copyInRounds(copy: GuestCopy): Promise<boolean> {
    const { source, usesPostCopy } = this.#plan;
    const { clock } = source.site;
    for (;;) {
      this.#report(copy);
      this.#meetLimit(copy);
      this.#assertGoesOn("transferMemory");
      if (this.#isForced && this.#executes) {
        if (usesPostCopy) return true;
        this.#isForced = false;
        await this.#hold(copy);
      } else if (clock.now() < roundEndsAtMs(copy)) {
        await this.#sleepUntil(Math.min(roundEndsAtMs(copy), this.#limitMs(copy), clock.now() + reportEveryMs(copy)));
      } else {
        nextRound(copy, this.#dirtied(copy), clock.now());
        if (fitsDowntime(copy)) return false;
      }
    }
  }

  /** When the copy has taken as long as it may, in milliseconds of virtual time; infinite if it may for ever, or has been told. */
  #limitMs(copy: GuestCopy): number {
    const { limit } = this.#plan;
    return limit === undefined || this.#hasMetLimit ? Infinity : copy.startedAtMs + limit.afterMs;
  }

  #meetLimit(copy: GuestCopy): void {
    const { source, limit } = this.#plan;
    if (source.site.clock.now() < this.#limitMs(copy)) return;
    this.#hasMetLimit = true;
    if (limit?.action === "abort") this.cancel();
    else this.#isForced = true;
  }

  /** Pauses the guest so that it writes no more, for as long as the transfer takes. */
  async #hold(copy: GuestCopy): Promise<void> {
    const { source } = this.#plan;
    await source.change("pauseGuest", this.#step, () => {
      this.#assertGoesOn("pauseGuest");
      nextRound(copy, this.#dirtied(copy), source.site.clock.now());
      this.#standStill();
    });
  }

  async #sendTheRest(copy: GuestCopy): Promise<void> {
    const { source } = this.#plan;
    if (this.#outgoing.isHeld) {
      await source.change("unpauseGuest", this.#step, () => {
        this.#outgoing.goesOnThere = true;
        source.host.recordChanged();
      });
    } else if (this.#executes) {
      this.#standStill();
      this.#outgoing.goesOnThere = true;
      source.site.commit();
    }
    await this.#sleepUntil(roundEndsAtMs(copy));
  }

  #standStill(): void {
    const { source, record } = this.#plan;
    source.settle(record);
    if (record.run === null) return;
    pauseRun(record.run, source.site.clock.now());
    this.#outgoing.isHeld = true;
    source.changed(record);
    source.host.recordChanged();
  }

  async #switchOver(copy: GuestCopy): Promise<void> {
    const { source, destination, record, step, copiesDisks } = this.#plan;
    await source.change("switchOver", this.#step, () => {
      source.settle(record);
      this.#assertGoesOn("switchOver");
      const disks = copiesDisks ? source.host.pool(record.node).disks(record.uuid) : [];
      const { attempt } = step;
      const arrived = arrive(destination, { attempt, record, outgoing: this.#outgoing, disks });
      nextRound(copy, this.#dirtied(copy), source.site.clock.now());
      if (record.run !== null) pauseRun(record.run, source.site.clock.now());
      this.#outgoing.remains = record;
      this.#arrived = arrived;
      source.forget(record);
      // What was kept for it when it came is no longer kept.
      const { incoming } = source.host.record;
      source.host.record.incoming = incoming.filter(({ instanceUuid }) => instanceUuid !== record.uuid);
      source.host.recordChanged();
    });
    if (this.#arrived === undefined) throw brokeOff(step.attempt, "switchOver", "the guest has not gone on there");
  }

  /** Sends what is missing after a guest that has gone ahead. A link that breaks now takes the guest with it. */
  async #fetchTheRest(copy: GuestCopy): Promise<void> {
    const { source, step, onPostCopy } = this.#plan;
    const { clock } = source.site;
    onPostCopy();
    for (this.#isFetching = true; this.#isFetching;) {
      this.#assertLinked("transferMemory");
      source.look(step.attempt);
      this.#report(copy);
      if (clock.now() >= roundEndsAtMs(copy)) this.#isFetching = false;
      else await this.#sleepUntil(Math.min(roundEndsAtMs(copy), clock.now() + reportEveryMs(copy)));
    }
  }

  /** Waits for the destination's word that the guest goes on there, and lets go of what is left of it here. */
  async #drop(): Promise<void> {
    const { source, step } = this.#plan;
    const context = { ...step, signal: new AbortController().signal };
    await source.change("dropGuest", context, () => {
      this.#assertLinked("dropGuest");
      forget(source, this.#outgoing);
    });
    // When it is over, the hypervisor shows again what it was not made to drop.
    const { remains } = this.#outgoing;
    if (remains !== null && forget(source, this.#outgoing)) source.host.addInstance(remains);
  }

  #onBreak(): void {
    if (this.#isFetching && this.#arrived !== undefined) this.#plan.destination.crash(this.#arrived);
    this.#wake.abort();
  }

  #assertLinked(at: HypervisorStep): void {
    const { from, to, isBroken } = this.#stream;
    const { attempt } = this.#plan.step;
    if (isBroken) throw brokeOff(attempt, at, `the network between hosts "${from}" and "${to}" was lost`);
  }

  /** Makes sure that there is a guest to send, that the driver may still send it, and that nobody has called it off. */
  #assertGoesOn(at: HypervisorStep): void {
    const { source, record, step } = this.#plan;
    this.#step.signal.throwIfAborted();
    source.look(step.attempt);
    this.#assertLinked(at);
    if (!source.host.record.outgoing.includes(this.#outgoing)) {
      throw brokeOff(step.attempt, at, "the hypervisor has broken the transfer off");
    }
    if (source.host.instance(record.uuid) !== record || record.run === null) {
      throw brokeOff(step.attempt, at, `the guest has stopped on the way, its power state is "${record.powerState}"`);
    }
  }

  get #executes(): boolean {
    return this.#plan.record.run?.resumedAtMs != null;
  }

  /** What the guest has written since the round began. */
  #dirtied({ roundStartedAtMs, total }: GuestCopy): Bytes {
    if (!this.#executes) return { memory: 0, disk: 0 };
    const { guest } = this.#plan.record;
    const seconds = (this.#plan.source.site.clock.now() - roundStartedAtMs) / MS_PER_SECOND;
    const written = (mibPerSecond: number): number => Math.ceil(mibPerSecond * BYTES_PER_MIB * seconds);
    return { memory: written(guest.dirtyMibPerSecond), disk: total.disk > 0 ? written(guest.writesMibPerSecond) : 0 };
  }

  #report(copy: GuestCopy): void {
    const now = this.#plan.source.site.clock.now();
    this.#plan.onFigures(figuresOf(copy, now), percentOf(copy, now));
  }

  /** Sleeps until a time, the link breaks, or somebody calls; whatever it was is for the caller to find out. */
  async #sleepUntil(atMs: number): Promise<void> {
    const { clock } = this.#plan.source.site;
    this.#wake = new AbortController();
    const { signal: wake } = this.#wake;
    const signal = this.hasLeft ? wake : AbortSignal.any([this.#step.signal, wake]);
    await clock.sleep(atMs - clock.now(), signal).catch((thrown: unknown) => {
      if (!wake.aborted) throw thrown;
    });
  }
}

function reportEveryMs(copy: GuestCopy): number {
  return Math.max(REPORT_MS, Math.ceil((roundEndsAtMs(copy) - copy.roundStartedAtMs) / REPORTS_PER_ROUND));
}
