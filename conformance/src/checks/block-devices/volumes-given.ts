// Checks of the volumes that an instance is spawned with, until it is destroyed.
import type { Check } from "../../harness/check.ts";
import { MARKER_OFFSET } from "../../harness/test-volume.ts";
import { attach, detach, givenWitness } from "../steps/connections.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { refusalOf } from "../steps/refusal.ts";
import {
  asRoot,
  bootsOn,
  expectBootOn,
  expectRebootOn,
  givenGuestOn,
  probeVolume,
  ROOT_NEEDS,
  rootVolumeParams,
} from "../steps/root-volumes.ts";
import { givenUsage } from "../steps/usage.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const built: readonly Check[] = [
  {
    id: "block-devices/guest-is-built-with-its-volumes",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title:
      "spawn() with volumes gives the guest all of them under the names that it answers, and without gives it none",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const volumes = [t.volume(), t.volume(), t.volume()];
      const params = await t.newInstance({ devices: withVolumes(...volumes) });
      const target = { instanceUuid: params.instance.uuid };
      const { attachedVolumes = [] } = await t.driver.spawn(params);
      const ids = volumes.map(({ volumeId }) => volumeId);
      const answered = attachedVolumes.map(({ volumeId }) => volumeId);
      t.expectEqual(answered.toSorted(), ids.toSorted(), "volumes in attachedVolumes of the answer to spawn");
      await expectVolumes(t, { target }, volumes, "after spawn", "Give the guest all that the request lists.");
      const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(target));
      for (const { volumeId, deviceName } of attachedVolumes) {
        const found = diagnostics.disks.find((disk) => disk.volumeId === volumeId)?.deviceName;
        if (found === undefined || deviceName === undefined) continue;
        t.expectEqual(found, deviceName, "name of a volume's device in the guest, by the answer to spawn");
      }
      const without = await t.givenInstance();
      await expectVolumes(t, without, [], "after spawn without volumes");
    },
  },
  {
    id: "block-devices/guest-is-built-with-its-volumes[names]",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title:
      "spawn() with a volume under a name keeps the name, and answers of it what attachVolume() of the same answers",
    run: async (t) => {
      const volume = t.volume();
      const probe = await t.givenInstance({ powerState: "shutdown" });
      // A name that the driver would give by itself, so that it is one that it can give.
      const [first, second] = [
        await attach(t, probe, t.volume().attachment()),
        await attach(t, probe, volume.attachment()),
      ];
      await t.given("detachVolume", () => detach(t, probe, second));
      await t.given("detachVolume", () => detach(t, probe, first));
      const name = second.attached?.deviceName;
      const wanted = volume.attachment(name === undefined ? {} : { deviceName: name });
      const params = { ...(await t.newInstance({ powerOn: false })), devices: { blockDevices: { volumes: [wanted] } } };
      const { attachedVolumes = [] } = await t.driver.spawn(params);
      const [answered] = attachedVolumes;
      if (name !== undefined) t.expectEqual(answered?.deviceName, name, "deviceName of a volume that came with it");
      const instance = { target: { instanceUuid: params.instance.uuid } };
      await t.given("detachVolume", () => detach(t, instance, wanted));
      const again = await t.given("attachVolume", () => attach(t, instance, wanted));
      t.expectEqual(
        answered,
        again.attached,
        "attachedVolumes of the answer to spawn, beside what attachVolume answers",
      );
    },
  },
  {
    id: "block-devices/failed-build-leaves-no-connection",
    requirement: "block-devices/failed-build-leaves-no-connection",
    title:
      "spawn() that is refused for its image, or for one of its volumes, leaves the host connected to none of them",
    run: async (t) => {
      const witness = await givenWitness(t);
      const [first, second, missing] = [t.volume(), t.volume(), t.volume()];
      const params = await t.newInstance({ devices: withVolumes(first, second) });
      const { image } = params.instance;
      const bad = { ...image, id: t.uuid(), sha256: "0".repeat(64) };
      const withBadImage = { ...params, instance: { ...params.instance, image: bad } };
      missing.remove();
      const withMissing = { ...params, devices: withVolumes(first, second, missing) };
      for (const wrong of [withBadImage, withMissing]) {
        const refusal = await refusalOf(t.driver.spawn(wrong));
        if (refusal === undefined)
          return t.given("spawn", async () => t.fail("spawn of what cannot be built succeeded"));
        for (const volume of [first, second]) await witness.expectFree(volume, `after spawn answered ${refusal.code}`);
      }
      missing.restore();
      await witness.expectFree(missing, "after spawn could not connect to it");
    },
  },
  {
    id: "block-devices/failed-build-leaves-no-connection[at-each-step]",
    requirement: "block-devices/failed-build-leaves-no-connection",
    title: "spawn() that failed at any step leaves the host connected to none of the instance's volumes",
    needs: { simulation: true },
    run: async (t) => {
      const witness = await givenWitness(t);
      const volumes = [t.volume(), t.volume()];
      const params = await t.newInstance({ devices: withVolumes(...volumes) });
      await sweepSteps(t, {
        operation: "spawn",
        prepare: async () => undefined,
        call: () => t.driver.spawn(params),
        judge: async ({ step }) => {
          for (const volume of volumes)
            await witness.expectFree(volume, `after spawn failed at its hypervisor call number ${step}`);
        },
      });
    },
  },
];

const destroyed: readonly Check[] = [true, false].flatMap((destroyDisks): Check[] => [
  {
    id: `block-devices/destroy-disconnects-volumes[${destroyDisks ? "disks-too" : "disks-stay"}]`,
    requirement: "block-devices/destroy-disconnects-volumes",
    title: `destroy() with destroyDisks ${destroyDisks} ends the host's connections and leaves the volumes what they hold`,
    run: async (t) => {
      const witness = await givenWitness(t);
      const volumes = [t.volume(), t.volume()];
      const { target } = await t.givenInstance({ devices: withVolumes(...volumes) });
      const before = volumes.map((volume) => volume.read(0, volume.size()));
      await t.driver.destroy({ ...target, destroyDisks });
      for (const [index, volume] of volumes.entries()) {
        const isUnchanged = before[index]?.equals(volume.read(0, volume.size())) === true;
        t.expectThat(isUnchanged, "destroy has changed what a volume holds", {
          expected: volume.volumeId,
          got: volume.read(MARKER_OFFSET, 36).toString(),
          hint: "destroyDisks is about local disks. A volume is only disconnected.",
        });
        await witness.expectFree(volume, `after destroy with destroyDisks ${destroyDisks}`);
      }
    },
  },
  {
    id: `block-devices/destroy-disconnects-volumes[root-${destroyDisks ? "disks-too" : "disks-stay"}]`,
    requirement: "block-devices/destroy-disconnects-volumes",
    title: `destroy() with destroyDisks ${destroyDisks} leaves on a root volume what its guest wrote last, for the next instance`,
    needs: ROOT_NEEDS,
    run: async (t) => {
      const witness = await givenWitness(t);
      const root = await probeVolume(t);
      const { instance } = await givenGuestOn(t, asRoot(root));
      await t.driver.destroy({ ...instance.target, destroyDisks });
      t.expectEqual(bootsOn(root), 1, "boot counter in the root volume after destroy");
      await witness.expectFree(root, `after destroy of the instance that ran from it`);
      const next = await givenGuestOn(t, asRoot(root));
      t.expectEqual(next.boot.number, 2, "boot number of the next instance that has the root volume");
    },
  },
]);

const stuck: readonly Check[] = [
  {
    id: "block-devices/destroy-disconnects-volumes[stuck]",
    requirement: "block-devices/destroy-disconnects-volumes",
    title:
      "destroy() of an instance with a volume whose storage does not answer does not succeed before the host is disconnected",
    needs: { fault: "volumeLost" },
    run: async (t) => {
      const witness = await givenWitness(t);
      const volumes = [t.volume(), t.volume()];
      const { target } = await t.givenInstance({ devices: withVolumes(...volumes) });
      for (const { volumeId } of volumes) await t.fault({ kind: "volumeLost", volumeId });
      const refusal = await refusalOf(t.driver.destroy({ ...target, destroyDisks: true }));
      await t.endFaults();
      if (refusal !== undefined) await t.driver.destroy({ ...target, destroyDisks: true });
      for (const volume of volumes) await witness.expectFree(volume, "after destroy that has succeeded");
    },
  },
];

const fromRoot: readonly Check[] = [
  {
    id: "block-devices/boots-from-the-root-volume",
    requirement: "block-devices/boots-from-the-root-volume",
    title: "spawn() with a volume at bootIndex 0 boots the guest from it, and not from any other",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const [first, root] = [await probeVolume(t), await probeVolume(t)];
      const params = await rootVolumeParams(t, [first.attachment(), asRoot(root)]);
      const { uuid, name } = params.instance;
      await t.driver.spawn(params);
      const instance = { uuid, name, node: t.node, params, target: { instanceUuid: uuid } };
      await expectBootOn(t, instance, root, 0, "after spawn");
      await expectRebootOn(t, instance, root, "after spawn");
      t.expectEqual(bootsOn(first), 0, "boot counter in a volume without a bootIndex");
    },
  },
  {
    id: "block-devices/boots-from-the-root-volume[image]",
    requirement: "block-devices/boots-from-the-root-volume",
    title: "spawn() with a root volume beside an image that could be fetched makes no root disk from the image",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const root = await probeVolume(t);
      // The counter tells what the guest booted from: an image would make it begin with 1.
      root.write(512, Buffer.from([41, 0, 0, 0]));
      const params = { ...(await t.newInstance()), devices: { blockDevices: { volumes: [asRoot(root)] } } };
      const { uuid, name } = params.instance;
      const refusal = await refusalOf(t.driver.spawn(params));
      if (refusal?.code === "INVALID_REQUEST") t.notApplicable("The driver refuses an image beside a root volume");
      if (refusal !== undefined) throw refusal;
      await expectBootOn(
        t,
        { uuid, name, node: t.node, params, target: { instanceUuid: uuid } },
        root,
        41,
        "after spawn",
      );
    },
  },
  {
    id: "block-devices/boots-from-the-root-volume[local-space]",
    requirement: "block-devices/boots-from-the-root-volume",
    title: "spawn() with a root volume takes no local disk space for a root disk",
    needs: { capabilities: ["supportsBootFromVolume"] },
    run: async (t) => {
      const before = await givenUsage(t);
      const local = await t.givenInstance({ flavor: { rootGib: 2 } });
      const beside = (await givenUsage(t)).localGib - before.localGib;
      await t.given("destroy", () => t.driver.destroy({ ...local.target, destroyDisks: true }));
      const params = await rootVolumeParams(t, [asRoot(await probeVolume(t))]);
      const { flavor } = params.instance;
      await t.driver.spawn({ ...params, instance: { ...params.instance, flavor: { ...flavor, rootGib: 2 } } });
      const after = await givenUsage(t);
      t.expectEqual(after.localGib - before.localGib, 0, "localGibUsed of the node by an instance with a root volume");
      if (beside === 0) t.notApplicable("The node counts no local disk space for any instance");
    },
  },
];

/** The checks of the volumes that an instance is built with. */
export const volumesGivenChecks: readonly Check[] = [...built, ...destroyed, ...stuck, ...fromRoot];
