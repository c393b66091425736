// Checks of `checkCanLiveMigrateSource`: what it says of the guest's disks and of the storage under them, and what it hands on.
import type { LiveMigrateData, LocalDisk } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { DISKS_THERE_CAPABILITY, hasDisksThere } from "../steps/disks-there.ts";
import { givenMove, type MoveOptions, moveOf } from "../steps/live-move.ts";
import { asRoot, givenGuestOn, probeVolume } from "../steps/root-volumes.ts";
import { withVolumes } from "../steps/volumes.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What the source may change of what it was given. */
const MAY_CHANGE: readonly string[] = ["driverPrivate", "mediatedDevices"];

/** The disks that the source describes, in the order of their uses. */
async function describedDisks(t: CheckContext, options: MoveOptions): Promise<readonly LocalDisk[]> {
  const move = await givenMove(t, options);
  const { disks } = await move.agree(await move.givenOffer());
  const described = t.expectDefined(disks, "disks in the data of checkCanLiveMigrateSource");
  const names = described.map(({ name }) => name);
  t.expectEqual(new Set(names).size, names.length, "number of different names of disks in checkCanLiveMigrateSource");
  return described.toSorted(
    (one, other) => one.use.localeCompare(other.use) || one.virtualSizeBytes - other.virtualSizeBytes,
  );
}

const DISKS_HINT = "Describe each local disk once, with the size that the guest sees, and leave volumes out.";

function expectDisks(t: CheckContext, disks: readonly LocalDisk[], expected: readonly object[], of: string): void {
  const seen = disks.map(({ use, virtualSizeBytes }) => ({ use, virtualSizeBytes }));
  t.expectEqual(seen, [...expected], `disks that checkCanLiveMigrateSource describes of ${of}`, DISKS_HINT);
}

/** The uses of disks, in their order. */
const usesOf = (disks: readonly LocalDisk[]): string[] => disks.map(({ use }) => use);

const ROOT_FLAVOR = { rootGib: 1 };

/** The root disk of an instance of that flavor, which is no smaller than the usual one. */
const rootOf = ({ flavor }: CheckContext): Pick<LocalDisk, "use" | "virtualSizeBytes"> => ({
  use: "root",
  virtualSizeBytes: Math.max(ROOT_FLAVOR.rootGib, flavor.rootGib) * GIB,
});

/** Checks that each member of the data comes back as it was given. */
function expectReturned(t: CheckContext, given: LiveMigrateData, returned: LiveMigrateData): void {
  for (const [name, value] of Object.entries(given)) {
    if (MAY_CHANGE.includes(name)) continue;
    t.expectEqual(
      returned[name as keyof LiveMigrateData],
      value,
      `${name} of the data that checkCanLiveMigrateSource returns`,
      "The caller goes on with the answer alone: begin it with all that you were given.",
    );
  }
}

const returning: readonly Check[] = [
  {
    id: "checkCanLiveMigrateSource/returns-what-it-was-given[interfaces]",
    requirement: "checkCanLiveMigrateSource/returns-what-it-was-given",
    title: "checkCanLiveMigrateSource() returns all that the data says of the guest's interface on both hosts",
    needs: { peer: true, capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const source = t.networkInterface({ vnicType: "normal", deviceName: "vdk0", mtu: 1_450 });
      const isAwaited = t.session.capabilities.supportsExternalEvents === true;
      const destination = { ...source, deviceName: "vdk1", mtu: 1_400, ...(isAwaited && { awaitPlugSeconds: 30 }) };
      const devices = { networkInterfaces: [source] };
      const move = await givenMove(t, {
        devices: { source: devices, destination: { networkInterfaces: [destination] } },
      });
      const networkInterfaces = [{ portId: source.portId, source, destination }];
      const given: LiveMigrateData = { ...(await move.givenOffer()), networkInterfaces };
      expectReturned(t, given, await move.agree(given));
    },
  },
  {
    id: "checkCanLiveMigrateSource/returns-what-it-was-given",
    requirement: "checkCanLiveMigrateSource/returns-what-it-was-given",
    title: "checkCanLiveMigrateSource() returns every member that the destination put into the data, as it was",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const offered = await move.givenOffer();
      const given: LiveMigrateData = {
        consoles: { serialAddress: "192.0.2.7", serialPorts: [10_000, 10_001] },
        sharedCpus: [0],
        destinationFreeBytes: 100 * GIB,
        ...offered,
      };
      expectReturned(t, given, await move.agree(given));
    },
  },
];

const deciding: readonly Check[] = [
  {
    id: "checkCanLiveMigrateSource/decides-from-the-storage",
    requirement: "checkCanLiveMigrateSource/decides-from-the-storage",
    title: "checkCanLiveMigrateSource() has disks copied exactly if the destination does not reach them",
    needs: { peer: true, capabilities: [DISKS_THERE_CAPABILITY] },
    run: async (t) => {
      const move = await givenMove(t);
      const isShared = (await hasDisksThere(move)) === true;
      const { blockMigration, sharedBlockStorage } = await move.agree(await move.givenOffer());
      t.expectEqual(
        { blockMigration, sharedBlockStorage },
        { blockMigration: !isShared, sharedBlockStorage: isShared },
        `decision of checkCanLiveMigrateSource about disks that the destination ${isShared ? "reaches" : "does not reach"}`,
        "Look for the destination's probe, and copy what only this host reaches.",
      );
    },
  },
  {
    id: "checkCanLiveMigrateSource/decides-from-the-storage[no-probe]",
    requirement: "checkCanLiveMigrateSource/decides-from-the-storage",
    title: "checkCanLiveMigrateSource() finds no shared storage by a probe of another token, or by none",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const { storageProbe, ...offered } = await move.givenOffer();
      const probes = [undefined, ...(storageProbe === undefined ? [] : [{ ...storageProbe, token: t.uuid() }])];
      for (const probe of probes) {
        const data = await move.agree({ ...offered, ...(probe !== undefined && { storageProbe: probe }) });
        const what = probe === undefined ? "without a probe" : "with the token of another probe";
        t.expectEqual(
          data.sharedInstanceStorage,
          false,
          `sharedInstanceStorage of data ${what}`,
          "Believe the token only.",
        );
        t.expectEqual(data.blockMigration, data.sharedBlockStorage === false, `blockMigration of data ${what}`);
      }
    },
  },
  {
    id: "checkCanLiveMigrateSource/decides-from-the-storage[volumes-only]",
    requirement: "checkCanLiveMigrateSource/decides-from-the-storage",
    title: "checkCanLiveMigrateSource() has nothing copied of a guest whose only disk is a volume",
    needs: { peer: true, probeGuest: true, capabilities: ["supportsBootFromVolume"] },
    run: async (t) => {
      const { instance } = await givenGuestOn(t, asRoot(await probeVolume(t)));
      const move = await moveOf(t, instance, instance.params.devices && { source: instance.params.devices });
      const { blockMigration, sharedBlockStorage, disks = [] } = await move.agree(await move.givenOffer());
      if (disks.length > 0) t.notApplicable("The driver keeps local disks also for a guest that has only volumes");
      t.expectEqual(
        { blockMigration, sharedBlockStorage },
        { blockMigration: false, sharedBlockStorage: true },
        "decision of checkCanLiveMigrateSource about a guest that has only a volume",
      );
    },
  },
  {
    id: "checkCanLiveMigrateSource/refuses-a-contradiction",
    requirement: "checkCanLiveMigrateSource/refuses-a-contradiction",
    title: "checkCanLiveMigrateSource() refuses to copy disks that both hosts reach, or to leave out others",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const { blockMigration: right } = await t.given("checkCanLiveMigrateSource", async () =>
        move.agree(await move.givenOffer()),
      );
      const wanted = right !== true;
      const call = move.agree({ ...(await move.givenOffer({ blockMigration: wanted })), blockMigration: wanted });
      const { details } = await t.expectError(call, "MIGRATION_NOT_POSSIBLE", { effect: "none" });
      const what = `blockMigration ${wanted} where the storage wants the contrary`;
      t.expectEqual(details["reason"], "incompatible-storage", `reason of checkCanLiveMigrateSource for ${what}`);
      const { blockMigration } = await move.agree(await move.givenOffer({ blockMigration: !wanted }));
      t.expectEqual(blockMigration, !wanted, "blockMigration where the caller decided what the storage wants");
    },
  },
];

const describing: readonly Check[] = [
  {
    id: "checkCanLiveMigrateSource/describes-the-disks",
    requirement: "checkCanLiveMigrateSource/describes-the-disks",
    title: "checkCanLiveMigrateSource() describes the root disk of a guest that has no other",
    needs: { peer: true },
    run: async (t) => {
      const disks = await describedDisks(t, { flavor: ROOT_FLAVOR });
      const own = disks.filter(({ use }) => use === "root" || use === "ephemeral" || use === "swap");
      expectDisks(t, own, [rootOf(t)], "a guest with a root disk");
    },
  },
  {
    id: "checkCanLiveMigrateSource/describes-the-disks[volume]",
    requirement: "checkCanLiveMigrateSource/describes-the-disks",
    title: "checkCanLiveMigrateSource() does not describe the volumes of a guest",
    needs: { peer: true, capabilities: ["supportsVolumes"] },
    run: async (t) => {
      const without = await describedDisks(t, { flavor: ROOT_FLAVOR });
      const devices = withVolumes(t.volume(), t.volume());
      const disks = await describedDisks(t, {
        flavor: ROOT_FLAVOR,
        devices: { source: devices, destination: devices },
      });
      t.expectEqual(usesOf(disks), usesOf(without), "uses of disks of a guest with two volumes more", DISKS_HINT);
    },
  },
  {
    id: "checkCanLiveMigrateSource/describes-the-disks[local]",
    requirement: "checkCanLiveMigrateSource/describes-the-disks",
    title: "checkCanLiveMigrateSource() describes ephemeral disks and swap with their sizes",
    needs: { peer: true, capabilities: ["supportsLocalBlockDevices"] },
    run: async (t) => {
      const blockDevices = { ephemerals: [{ sizeGib: 1 }, { sizeGib: 2 }], swap: { sizeMib: 16 } };
      const disks = await describedDisks(t, {
        flavor: { ...ROOT_FLAVOR, ephemeralGib: 3, swapMib: 16 },
        devices: { source: { blockDevices }, destination: { blockDevices } },
      });
      const own = disks.filter(({ use }) => use === "root" || use === "ephemeral" || use === "swap");
      const ephemerals = [1, 2].map((gib) => ({ use: "ephemeral", virtualSizeBytes: gib * GIB }));
      const swap = { use: "swap", virtualSizeBytes: 16 * MIB };
      expectDisks(t, own, [...ephemerals, rootOf(t), swap], "a guest with ephemeral disks and swap");
    },
  },
];

const cleaning: readonly Check[] = [
  {
    id: "checkCanLiveMigrateSource/states-the-cleanup",
    requirement: "checkCanLiveMigrateSource/states-the-cleanup",
    title: "checkCanLiveMigrateSource() says what is to be cleaned up, and of disks that both hosts reach none",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenMove(t);
      const { cleanup, sharedBlockStorage } = await move.agree(await move.givenOffer());
      const { sourceDisks, destinationDisks } = t.expectDefined(cleanup, "cleanup in checkCanLiveMigrateSource");
      if (sharedBlockStorage !== true) return;
      expectKept(t, { sourceDisks, destinationDisks });
    },
  },
  {
    id: "checkCanLiveMigrateSource/states-the-cleanup[by-the-disks]",
    requirement: "checkCanLiveMigrateSource/states-the-cleanup",
    title: "checkCanLiveMigrateSource() has no disks removed that the destination is seen to reach",
    needs: { peer: true, capabilities: [DISKS_THERE_CAPABILITY] },
    run: async (t) => {
      const move = await givenMove(t);
      if (!(await hasDisksThere(move))) t.notApplicable("The two hosts share no storage");
      const { cleanup } = await move.agree(await move.givenOffer());
      const { sourceDisks, destinationDisks } = t.expectDefined(cleanup, "cleanup in checkCanLiveMigrateSource");
      expectKept(t, { sourceDisks, destinationDisks });
    },
  },
];

function expectKept(t: CheckContext, cleanup: { sourceDisks: boolean; destinationDisks: boolean }): void {
  t.expectEqual(
    cleanup,
    { sourceDisks: false, destinationDisks: false },
    "disks to be cleaned up where both hosts reach them",
    "Who removes a shared disk removes the guest's only one.",
  );
}

/** The checks of `checkCanLiveMigrateSource`. */
export const checkCanLiveMigrateSourceChecks: readonly Check[] = [
  ...returning,
  ...deciding,
  ...describing,
  ...cleaning,
];
