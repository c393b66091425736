// Checks of `rollbackLiveMigrationAtSource`: a guest that has stayed has all that it had before, and notices nothing.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectUndisturbed } from "../steps/guest.ts";
import { expectInterfaces, interfacesInGuest, pciDevicesOf } from "../steps/guest-devices.ts";
import { type DevicesAtBothEnds, givenTickingMove } from "../steps/live-move.ts";
import { givenHostdevEnds } from "../steps/moving-devices.ts";
import { expectEnd, givenTransfer } from "../steps/moves-on-the-way.ts";
import { expectState } from "../steps/power-state.ts";
import { expectVolumes } from "../steps/volumes.ts";

const RESTORES = "rollbackLiveMigrationAtSource/restores-the-guest";
const TWICE = ["after rollbackLiveMigrationAtSource", "after a second rollbackLiveMigrationAtSource"];
const HINT = "Attach again what was detached so that the guest could move, and what it has already not a second time.";

/** Begins to move a guest, calls it off on the way, and rolls back twice; each time the guest is looked at. */
async function expectRestored(
  t: CheckContext,
  devices: DevicesAtBothEnds,
  look: (uuid: string, when: string) => Promise<void>,
): Promise<void> {
  const guest = await givenTickingMove(t, { devices });
  const { move, boot } = guest;
  const transfer = await givenTransfer(t, guest);
  t.connection.cancelOperation(transfer.operationId);
  await t.given("liveMigration", async () => {
    await expectEnd(t, transfer, "when it is cancelled");
    await expectState(t, move.uuid, "running", "at the source after liveMigration was cancelled");
  });
  for (const when of TWICE) {
    await move.rollBackAtSource(transfer.data);
    await look(move.uuid, when);
    await expectState(t, move.uuid, "running", when);
    await expectUndisturbed(t, move.uuid, boot, when);
  }
}

const tagged: Check = {
  id: "spawn/tells-where-tagged-devices-are[rollbackLiveMigrationAtSource]",
  requirement: "spawn/tells-where-tagged-devices-are",
  title: "rollbackLiveMigrationAtSource() names the tag of a passed-through interface that it gives back to the guest",
  needs: {
    peer: true,
    probeGuest: true,
    simulation: true,
    capabilities: [
      "supportsNetworkInterfaces",
      "supportsPciPassthrough",
      "supportsDiagnostics",
      "supportsDeviceTagging",
    ],
  },
  run: async (t) => {
    const ends = await givenHostdevEnds(t);
    const [source, destination] = [ends.source, ends.destination].map((end) => ({ ...end, tag: "vdk-moved" }));
    if (source === undefined || destination === undefined) throw new TypeError("There were to be two ends");
    const devices: DevicesAtBothEnds = {
      source: { networkInterfaces: [source] },
      destination: { networkInterfaces: [destination] },
      networkInterfaces: [{ portId: source.portId, source, destination }],
    };
    const guest = await givenTickingMove(t, { devices });
    const { move } = guest;
    const transfer = await givenTransfer(t, guest);
    const onTheWay = await interfacesInGuest(t, move);
    t.connection.cancelOperation(transfer.operationId);
    await t.given("liveMigration", () => expectEnd(t, transfer, "when it is cancelled"));
    if (onTheWay.includes(source.macAddress)) t.notApplicable("The guest keeps its interface while it moves");
    const { taggedDevices = [] } = await t.driver.rollbackLiveMigrationAtSource({
      ...move.target,
      data: transfer.data,
    });
    t.expectEqual(
      taggedDevices.map(({ tag, deviceId }) => ({ tag, deviceId })),
      [{ tag: "vdk-moved", deviceId: source.portId }],
      "taggedDevices of rollbackLiveMigrationAtSource",
      "Name every tag of what the guest is given back, and the place where it finds that now.",
    );
  },
};

/** The checks of `rollbackLiveMigrationAtSource`. */
export const rollbackLiveMigrationAtSourceChecks: readonly Check[] = [
  {
    id: RESTORES,
    requirement: RESTORES,
    title:
      "A guest has its volumes and interfaces, once each, after rollbackLiveMigrationAtSource(), also if called twice",
    needs: {
      peer: true,
      probeGuest: true,
      simulation: true,
      capabilities: ["supportsVolumes", "supportsNetworkInterfaces", "supportsDiagnostics"],
    },
    run: async (t) => {
      const volume = t.volume();
      const networkInterface = t.networkInterface();
      const devices = {
        blockDevices: { volumes: [volume.attachment()] },
        networkInterfaces: [networkInterface],
      };
      const bound = { portId: networkInterface.portId, source: networkInterface, destination: networkInterface };
      const ends = { source: devices, destination: devices, networkInterfaces: [bound] };
      await expectRestored(t, ends, async (uuid, when) => {
        const instance = { target: { instanceUuid: uuid } };
        await expectVolumes(t, instance, [volume], when, HINT);
        await expectInterfaces(t, instance, [networkInterface], when, HINT);
      });
    },
  },
  {
    id: `${RESTORES}[host-device]`,
    requirement: RESTORES,
    title: "A guest has its passed-through interface again after rollbackLiveMigrationAtSource(), once",
    needs: {
      peer: true,
      probeGuest: true,
      simulation: true,
      capabilities: ["supportsNetworkInterfaces", "supportsPciPassthrough", "supportsDiagnostics"],
    },
    run: async (t) => {
      const { source, addressHere, devices } = await givenHostdevEnds(t);
      await expectRestored(t, devices, async (uuid, when) => {
        await expectInterfaces(t, { target: { instanceUuid: uuid } }, [source], when, HINT);
        t.expectEqual(await pciDevicesOf(t, uuid), [addressHere], `PCI devices of the instance ${when}`, HINT);
      });
    },
  },
  tagged,
];
