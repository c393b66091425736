// What a guest goes through and comes out of as it was, again and again. Its flavor is in use all the time, and nothing beside it.
import { basename } from "node:path";
import { rmSync } from "node:fs";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { attach, detach, letGo } from "../steps/connections.ts";
import { cutOff } from "../steps/guest.ts";
import { givenFileSink, SMALL_DISK, snapshotOf } from "../steps/image-sinks.ts";
import { makeLayer, snapshotTo } from "../steps/layers.ts";
import { rescue } from "../steps/rescued-guest.ts";
import { type Cycle, type CycleStep, cycleChecks } from "./cycle.ts";

const MIB = 1 << 20;

const REQUIREMENT = "getAvailableResource/usage-counts-instances";

type Steps = (t: CheckContext, instance: TestInstance) => Promise<readonly CycleStep[]> | readonly CycleStep[];

/** A cycle of one guest. */
function ofGuest(
  facts: Pick<Cycle, "variant" | "doing" | "operations" | "needs">,
  steps: Steps,
  given: (t: CheckContext) => Promise<TestInstance> = (t) => t.givenInstance(),
): Cycle {
  return {
    requirement: REQUIREMENT,
    ...facts,
    prepare: async (t) => {
      const instance = await given(t);
      return { steps: await steps(t, instance) };
    },
  };
}

const POWER: readonly Cycle[] = [
  ofGuest(
    { variant: "powerOff", doing: "a guest that is switched off and on", operations: ["powerOff", "powerOn"] },
    (t, instance) => [
      { operation: "powerOff", call: () => t.driver.powerOff(cutOff(instance)) },
      { operation: "powerOn", call: () => t.driver.powerOn(instance.target) },
    ],
  ),
  ofGuest({ variant: "reboot", doing: "a guest that is rebooted", operations: ["reboot"] }, (t, { target }) => [
    { operation: "reboot", call: () => t.driver.reboot({ ...target, type: "hard" }) },
  ]),
  ofGuest(
    { variant: "pause", doing: "a guest that is paused and unpaused", operations: ["pause", "unpause"] },
    (t, { target }) => [
      { operation: "pause", call: () => t.driver.pause(target) },
      { operation: "unpause", call: () => t.driver.unpause(target) },
    ],
  ),
  ofGuest(
    { variant: "suspend", doing: "a guest that is suspended and resumed", operations: ["suspend", "resume"] },
    (t, { target }) => [
      { operation: "suspend", call: () => t.driver.suspend(target) },
      { operation: "resume", call: () => t.driver.resume(target) },
    ],
  ),
];

const REMAKING: readonly Cycle[] = [
  ofGuest({ variant: "rebuild", doing: "an instance that is rebuilt", operations: ["rebuild"] }, (t, { params }) => [
    { operation: "rebuild", call: () => t.driver.rebuild({ instance: params.instance, powerOn: true }) },
  ]),
  ofGuest(
    {
      variant: "rescue",
      doing: "an instance that is rescued and unrescued",
      operations: ["rescue", "unrescue", "powerOff"],
    },
    (t, instance) => [
      { operation: "rescue", call: () => rescue(t, instance) },
      { operation: "unrescue", call: () => t.driver.unrescue(instance.target) },
      // A rescue begins where the instance is off.
      { operation: "powerOff", call: () => t.driver.powerOff(cutOff(instance)) },
    ],
    (t) => t.givenInstance({ powerState: "shutdown" }),
  ),
  ofGuest(
    {
      variant: "softDelete",
      doing: "an instance that is put aside and brought back",
      operations: ["softDelete", "restore"],
    },
    (t, { target }) => [
      { operation: "softDelete", call: () => t.driver.softDelete(target) },
      { operation: "restore", call: () => t.driver.restore(target) },
    ],
  ),
  ofGuest(
    { variant: "snapshot", doing: "images that are made of a guest", operations: ["snapshot"] },
    (t, instance) => {
      const { sink } = givenFileSink(t);
      const makeImage = async (): Promise<void> => {
        await t.driver.snapshot(snapshotOf(t, instance, sink));
        rmSync(sink.path, { force: true });
      };
      return [{ operation: "snapshot", call: makeImage }];
    },
    (t) => t.givenInstance(SMALL_DISK),
  ),
];

/** What a device is given to and taken from. */
const OWNERS = [
  { suffix: "", owner: "a running guest", powerState: "running" },
  { suffix: "-off", owner: "an instance that is off", powerState: "shutdown" },
] as const;

const DEVICES: readonly Cycle[] = OWNERS.flatMap(({ suffix, owner, powerState }) => [
  ofGuest(
    {
      variant: `attachVolume${suffix}`,
      doing: `a volume that ${owner} gets and loses`,
      operations: ["attachVolume", "detachVolume"],
    },
    (t, instance) => {
      const volume = t.volume().attachment();
      let attached = volume;
      return [
        { operation: "attachVolume", call: async () => (attached = await attach(t, instance, volume)) },
        { operation: "detachVolume", call: () => detach(t, instance, attached) },
      ];
    },
    (t) => t.givenInstance({ powerState }),
  ),
  ofGuest(
    {
      variant: `attachInterface${suffix}`,
      doing: `an interface that ${owner} gets and loses`,
      operations: ["attachInterface", "detachInterface"],
    },
    (t, { target }) => {
      const params = { ...target, interface: t.networkInterface() };
      return [
        { operation: "attachInterface", call: () => t.driver.attachInterface(params) },
        { operation: "detachInterface", call: () => letGo(t, t.driver.detachInterface(params)) },
      ];
    },
    (t) => t.givenInstance({ powerState }),
  ),
]);

const VOLUMES: readonly Cycle[] = [
  ofGuest(
    {
      variant: "swapVolume",
      doing: "a volume that is swapped for another and back",
      operations: ["attachVolume", "swapVolume"],
    },
    async (t, instance) => {
      const [first, second] = [t.volume({ sizeBytes: MIB }).attachment(), t.volume({ sizeBytes: MIB }).attachment()];
      let oldVolume = await t.given("attachVolume", () => attach(t, instance, first));
      const swapFor = (newVolume: typeof first): CycleStep => ({
        operation: "swapVolume",
        call: async () => {
          const { attached } = await t.driver.swapVolume({ ...instance.target, oldVolume, newVolume });
          oldVolume = { ...newVolume, attached };
        },
      });
      return [swapFor(second), swapFor(first)];
    },
  ),
  ofGuest(
    {
      variant: "volumeSnapshotCreate",
      doing: "a layer that a volume gets and loses",
      operations: ["attachVolume", "volumeSnapshotCreate", "volumeSnapshotDelete"],
    },
    async (t, instance) => {
      const base = t.volume({ sizeBytes: MIB });
      await t.given("attachVolume", () => attach(t, instance, base.attachment()));
      let [layer, params] = nextLayer();
      function nextLayer(): [ReturnType<typeof makeLayer>, ReturnType<typeof snapshotTo>] {
        const made = makeLayer(t, base);
        return [made, snapshotTo(t, { instance, base }, made)];
      }
      const merge = async (): Promise<void> => {
        const { instanceUuid, volumeId, snapshot } = params;
        const { snapshotId, newFileName: fileToMerge } = snapshot;
        const mergeTargetFile = basename(base.path);
        await t.driver.volumeSnapshotDelete({
          instanceUuid,
          volumeId,
          snapshotId,
          merge: { kind: "commit", fileToMerge, mergeTargetFile },
        });
        layer.remove();
        [layer, params] = nextLayer();
      };
      return [
        { operation: "volumeSnapshotCreate", call: () => t.driver.volumeSnapshotCreate(params) },
        { operation: "volumeSnapshotDelete", call: merge },
      ];
    },
  ),
];

/** The checks of guests that go round. */
export const guestCyclesChecks: readonly Check[] = [...POWER, ...REMAKING, ...DEVICES, ...VOLUMES].flatMap(cycleChecks);
