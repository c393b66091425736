// Checks of `migrateDiskAndPowerOff`: the guest is stopped in the way that was asked for, its disks are told of and brought along, and
// nothing of its host is held any more.
import type { ColdMigrationData, Flavor, LocalDisk } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { alongRoute, moveAway, type Route, ROUTES } from "../steps/cold-moves.ts";
import { givenWitness } from "../steps/connections.ts";
import { bootByNumber, expectStandstill, expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectReleased, givenVisiblePorts } from "../steps/ports.ts";
import { expectState } from "../steps/power-state.ts";
import { asRoot, probeVolume, rootVolumeParams, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { givenSubject, needsOfState, PRESENT_STATES, withCapability } from "../steps/subject.ts";
import { withVolumes } from "../steps/volumes.ts";

/** Time enough for a guest to shut down, in seconds. */
const AMPLE_SECONDS = 10;
/** The timeout that a guest uses up, in seconds. */
const SHORT_SECONDS = 4;

const BYTES_PER_MIB = 2 ** 20;
const BYTES_PER_GIB = 2 ** 30;

const LOCAL_DISKS: Needs = { capabilities: ["supportsLocalBlockDevices"] };

const STOPS = "migrateDiskAndPowerOff/stops-the-guest";

function stopping(route: Route): readonly Check[] {
  const requirement = STOPS;
  const { variant, to } = route;
  return [
    {
      id: `${requirement}[${variant}-at-once]`,
      requirement,
      title: `A move ${to} with timeoutSeconds 0 cuts the guest off, without pressing the power button`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenTickingGuest(t);
        await moveAway(way, instance);
        await expectStandstill(t, instance, "after migrateDiskAndPowerOff");
        await expectState(t, instance, "shutdown", "at the source after migrateDiskAndPowerOff");
        const { sawPowerButton } = await bootByNumber(t, instance, boot.number);
        t.expectThat(!sawPowerButton, "The guest was asked to shut down although timeoutSeconds was 0");
      },
    },
    {
      id: `${requirement}[${variant}-orderly]`,
      requirement,
      title: `A move ${to} with a timeout presses the power button and lets the guest finish`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenTickingGuest(t);
        await moveAway(way, instance, { timeoutSeconds: AMPLE_SECONDS, retryIntervalSeconds: 1 });
        await expectState(t, instance, "shutdown", "at the source after migrateDiskAndPowerOff");
        const { sawPowerButton, saidOff } = await bootByNumber(t, instance, boot.number);
        t.expectThat(sawPowerButton, "The guest was cut off without having been asked to shut down", {
          hint: "Stop the guest as powerOff does with the same times.",
        });
        t.expectThat(saidOff, "The guest was cut off while it was shutting down", { expected: "its line `off`" });
      },
    },
    {
      id: `${requirement}[${variant}-forced]`,
      requirement,
      title: `A move ${to} lets a guest that ignores the power button execute until its timeout, and no longer`,
      needs: alongRoute(route, { probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenTickingGuest(t, { image: { ignorePowerButton: true } });
        await moveAway(way, instance, { timeoutSeconds: SHORT_SECONDS, retryIntervalSeconds: 1 });
        await expectState(t, instance, "shutdown", "at the source after migrateDiskAndPowerOff");
        const ticks = (await bootByNumber(t, instance, boot.number)).lastTick - boot.lastTick;
        const fewest = SHORT_SECONDS * 5;
        t.expectThat(
          ticks >= fewest,
          `The guest ticked only ${ticks} times in the ${SHORT_SECONDS} s that it was given`,
          {
            expected: `at least ${fewest} ticks, at about ten a second`,
          },
        );
        await expectStandstill(t, instance, "after the timeout of migrateDiskAndPowerOff");
      },
    },
  ];
}

function stoppingFromEachState(route: Route): readonly Check[] {
  const requirement = STOPS;
  const { variant, to } = route;
  const movable = PRESENT_STATES.filter((state) => state !== "suspended");
  return movable.map((state): Check => ({
    id: `${requirement}[${variant}-from-${state}]`,
    requirement,
    title: `A move ${to} of an instance that is ${state} leaves it shutdown at its source`,
    needs: alongRoute(route, needsOfState(state)),
    run: async (t) => {
      const way = await route.open(t);
      const subject = await givenSubject(t, state);
      await moveAway(way, subject);
      await expectState(t, subject.uuid, "shutdown", `at the source after the move of a ${state} instance`);
    },
  }));
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((one, other) => one - other);
}

/** Checks that the data tells of just these disks of a use. */
function expectDisks(
  t: CheckContext,
  { disks }: ColdMigrationData,
  use: LocalDisk["use"],
  sizes: readonly number[],
): void {
  const names = disks.map(({ name }) => name);
  t.expectEqual(new Set(names).size, names.length, "number of different names among the disks in migration data");
  const told = disks.filter((disk) => disk.use === use).map(({ virtualSizeBytes }) => virtualSizeBytes);
  t.expectEqual(
    sorted(told),
    sorted(sizes),
    `sizes of the disks with use "${use}" in migration data`,
    "List each local disk once, with the size that its guest sees.",
  );
}

function describing(route: Route): readonly Check[] {
  const requirement = "migrateDiskAndPowerOff/describes-every-disk";
  const { variant, to } = route;
  return [
    {
      id: `${requirement}[${variant}-root]`,
      requirement,
      title: `The data of a move ${to} lists the root disk once, with its size`,
      needs: route.needs,
      run: async (t) => {
        const way = await route.open(t);
        const instance = await t.givenInstance({ powerState: "shutdown", flavor: { rootGib: 2 } });
        const data = await moveAway(way, instance);
        expectDisks(t, data, "root", [instance.params.instance.flavor.rootGib * BYTES_PER_GIB]);
        for (const use of ["ephemeral", "swap"] as const) expectDisks(t, data, use, []);
      },
    },
    {
      id: `${requirement}[${variant}-local-disks]`,
      requirement,
      title: `The data of a move ${to} lists ephemeral disks and swap beside the root disk, with their sizes`,
      needs: alongRoute(route, LOCAL_DISKS),
      run: async (t) => {
        const way = await route.open(t);
        const instance = await t.givenInstance({
          powerState: "shutdown",
          flavor: { rootGib: 1, ephemeralGib: 3, swapMib: 64 },
          devices: { blockDevices: { ephemerals: [{ sizeGib: 1 }, { sizeGib: 2 }], swap: { sizeMib: 64 } } },
        });
        const data = await moveAway(way, instance);
        expectDisks(t, data, "root", [instance.params.instance.flavor.rootGib * BYTES_PER_GIB]);
        expectDisks(t, data, "ephemeral", [BYTES_PER_GIB, 2 * BYTES_PER_GIB]);
        expectDisks(t, data, "swap", [64 * BYTES_PER_MIB]);
      },
    },
    {
      id: `${requirement}[${variant}-volume]`,
      requirement,
      title: `The data of a move ${to} lists no root disk of a guest whose root is a volume`,
      needs: alongRoute(route, { capabilities: ROOT_NEEDS.capabilities ?? [] }),
      run: async (t) => {
        const way = await route.open(t);
        const params = { ...(await rootVolumeParams(t, [asRoot(await probeVolume(t))])), powerOn: false };
        await t.given("spawn", () => t.driver.spawn(params));
        expectDisks(t, await moveAway(way, { uuid: params.instance.uuid, params }), "root", []);
      },
    },
  ];
}

/** A flavor that an instance cannot be brought to, and the disks that are in the way. */
interface Shrinking {
  readonly field: "rootGib" | "ephemeralGib";
  readonly needs: Needs;
  readonly options: Pick<InstanceOptions, "flavor" | "devices">;
  readonly smaller: Partial<Flavor>;
}

const SHRINKING: readonly Shrinking[] = [
  { field: "rootGib", needs: {}, options: { flavor: { rootGib: 2 } }, smaller: { rootGib: 1 } },
  {
    field: "ephemeralGib",
    needs: LOCAL_DISKS,
    options: { flavor: { ephemeralGib: 2 }, devices: { blockDevices: { ephemerals: [{ sizeGib: 2 }] } } },
    smaller: { ephemeralGib: 1 },
  },
];

function withFlavor({ params }: Pick<TestInstance, "params">, changes: Partial<Flavor>): Flavor {
  return { ...params.instance.flavor, ...changes };
}

function refusing(route: Route): readonly Check[] {
  const requirement = "migrateDiskAndPowerOff/refuses-a-smaller-disk";
  const { variant, to } = route;
  return [
    ...SHRINKING.map(({ field, needs, options, smaller }): Check => ({
      id: `${requirement}[${variant}-${field}]`,
      requirement,
      title: `A move ${to} to a flavor of less ${field} is refused, and the guest goes on`,
      needs: alongRoute(route, { ...needs, probeGuest: true }),
      run: async (t) => {
        const way = await route.open(t);
        const { instance, boot } = await givenTickingGuest(t, options);
        const call = moveAway(way, instance, { flavor: withFlavor(instance, smaller) });
        const hint = "Compare the disks with the new flavor before the guest is stopped.";
        const { details } = await t.expectError(call, "INVALID_REQUEST", { effect: "none", hint });
        const path = String(details["path"]);
        t.expectThat(path.endsWith(`flavor.${field}`), `The refusal of a smaller ${field} names another field`, {
          expected: `a path that ends in "flavor.${field}"`,
          got: path,
        });
        await expectUndisturbed(t, instance, boot, "by the refused move");
      },
    })),
    {
      id: `${requirement}[${variant}-swap]`,
      requirement,
      title: `A move ${to} to a flavor of less swap is not refused`,
      needs: alongRoute(route, LOCAL_DISKS),
      run: async (t) => {
        const way = await route.open(t);
        const instance = await t.givenInstance({
          powerState: "shutdown",
          flavor: { swapMib: 64 },
          devices: { blockDevices: { swap: { sizeMib: 64 } } },
        });
        await moveAway(way, instance, { flavor: withFlavor(instance, { swapMib: 32 }) });
        await expectState(t, instance, "shutdown", "at the source after the move to a flavor of less swap");
      },
    },
  ];
}

function releasing(route: Route): readonly Check[] {
  const requirement = "migrateDiskAndPowerOff/releases-what-the-guest-used";
  const { variant, to } = route;
  const after = "after migrateDiskAndPowerOff";
  return [
    {
      id: `${requirement}[${variant}-volumes]`,
      requirement,
      title: `A move ${to} disconnects the volumes of the guest from the source`,
      needs: withCapability(route.needs, "supportsVolumes"),
      run: async (t) => {
        const way = await route.open(t);
        const volumes = [t.volume(), t.volume()];
        const instance = await t.givenInstance({ devices: withVolumes(...volumes) });
        const witness = await givenWitness(t);
        await moveAway(way, instance);
        for (const volume of volumes) await witness.expectFree(volume, after);
      },
    },
    {
      id: `${requirement}[${variant}-interfaces]`,
      requirement,
      title: `A move ${to} unplugs the network interfaces of the guest from the source`,
      needs: withCapability(route.needs, "supportsNetworkInterfaces"),
      run: async (t) => {
        const way = await route.open(t);
        const networkInterfaces = await givenVisiblePorts(t, 2);
        const instance = await t.givenInstance({ devices: { networkInterfaces } });
        await moveAway(way, instance);
        for (const port of networkInterfaces) await expectReleased(t, port, after);
      },
    },
  ];
}

/** The checks of `migrateDiskAndPowerOff` that need no failure. */
export const migrateDiskAndPowerOffChecks: readonly Check[] = [
  stopping,
  stoppingFromEachState,
  describing,
  refusing,
  releasing,
].flatMap((checksOf) => ROUTES.flatMap((route) => checksOf(route)));
