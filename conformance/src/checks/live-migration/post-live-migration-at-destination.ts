// Checks of `postLiveMigrationAtDestination`: a guest that has arrived is one of the host's own, and starts again as what it is here.
import { linkSync, rmSync } from "node:fs";

import type { GuestDevices } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectOneMoreBoot, cutOff, untilTicking } from "../steps/guest.ts";
import { expectInterfaces, pciDevicesOf } from "../steps/guest-devices.ts";
import { givenMove, givenTickingMove, type LiveMove } from "../steps/live-move.ts";
import { givenHostdevEnds } from "../steps/moving-devices.ts";
import { expectWentOn } from "../steps/moved-guest.ts";
import { expectState } from "../steps/power-state.ts";
import { givenUsage } from "../steps/usage.ts";
import { expectVolumes } from "../steps/volumes.ts";

const PERMANENT = "postLiveMigrationAtDestination/makes-the-guest-permanent";
const HINT = "Define the guest at the destination as it is there: what arrives may be gone once it stops.";

/** Migrates a guest, and calls at the destination what makes it permanent. The source is cleaned up as well. */
async function settle(move: LiveMove): Promise<void> {
  const { here } = move;
  const data = await move.givenArrived();
  await here.given("postLiveMigrationAtSource", () => move.completeAtSource(data));
  await here.given("destroy", () => move.removeFromSource(data));
  await move.completeAtDestination(data);
}

/** Switches a guest off and on where it is now. */
async function cyclePower({ there, target, uuid }: LiveMove): Promise<void> {
  await there.driver.powerOff(cutOff({ target }));
  await expectState(there, uuid, "shutdown", "at the destination after powerOff", HINT);
  await there.driver.powerOn(target);
  await expectState(there, uuid, "running", "at the destination after powerOff and powerOn", HINT);
}

const WHEN = "at the destination after a migration, powerOff and powerOn";

/** Calls that a guest of the host's own obeys, with the state that each leads to. */
const CALLS: readonly {
  readonly operation: "pause" | "unpause" | "reboot" | "powerOff" | "powerOn";
  readonly state: "running" | "paused" | "shutdown";
  readonly call: (t: CheckContext, move: LiveMove) => Promise<unknown>;
}[] = [
  { operation: "pause", state: "paused", call: ({ driver }, { target }) => driver.pause(target) },
  { operation: "unpause", state: "running", call: ({ driver }, { target }) => driver.unpause(target) },
  {
    operation: "reboot",
    state: "running",
    call: ({ driver }, { target }) => driver.reboot({ ...target, type: "hard" }),
  },
  { operation: "powerOff", state: "shutdown", call: ({ driver }, move) => driver.powerOff(cutOff(move)) },
  { operation: "powerOn", state: "running", call: ({ driver }, { target }) => driver.powerOn(target) },
];

/** The checks of `postLiveMigrationAtDestination`. */
export const postLiveMigrationAtDestinationChecks: readonly Check[] = [
  {
    id: PERMANENT,
    requirement: PERMANENT,
    title:
      "A guest goes on through postLiveMigrationAtDestination(), and boots from its own disk after powerOff and powerOn",
    needs: { peer: true, probeGuest: true },
    run: async (t) => {
      const { move, boot } = await givenTickingMove(t);
      const { there } = move;
      await settle(move);
      await expectWentOn(there, move, boot, "at the destination after postLiveMigrationAtDestination");
      const used = await givenUsage(there);
      await cyclePower(move);
      await expectOneMoreBoot(there, move.uuid, boot, WHEN);
      t.expectEqual(await givenUsage(there), used, `use of the destination's node ${WHEN}`, "Keep the flavor.");
    },
  },
  {
    id: `${PERMANENT}[obeys]`,
    requirement: PERMANENT,
    title:
      "An instance obeys the calls of its power at the destination after postLiveMigrationAtDestination(), and destroy()",
    needs: { peer: true, capabilities: ["supportsPause"] },
    run: async (t) => {
      const move = await givenMove(t);
      const { there } = move;
      await settle(move);
      for (const { operation, state, call } of CALLS) {
        await call(there, move);
        await expectState(there, move.uuid, state, `at the destination after ${operation}`, HINT);
      }
      await there.driver.destroy({ ...move.target, destroyDisks: true });
      await there.expectAbsent(move.uuid);
    },
  },
  {
    id: `${PERMANENT}[interfaces]`,
    requirement: PERMANENT,
    title: "A guest has its network interfaces after it has moved and after powerOff and powerOn at the destination",
    needs: { peer: true, capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"] },
    run: async (t) => {
      const networkInterfaces = [t.networkInterface(), t.networkInterface()];
      const devices: GuestDevices = { networkInterfaces };
      const bound = networkInterfaces.map((one) => ({ portId: one.portId, source: one, destination: one }));
      const move = await givenMove(t, { devices: { source: devices, destination: devices, networkInterfaces: bound } });
      await settle(move);
      const when = "at the destination after postLiveMigrationAtDestination";
      await expectInterfaces(move.there, move, networkInterfaces, when);
      await cyclePower(move);
      await expectInterfaces(move.there, move, networkInterfaces, WHEN, HINT);
    },
  },
  {
    id: `${PERMANENT}[host-device]`,
    requirement: PERMANENT,
    title:
      "A guest has the passed-through interface of its new host after powerOff and powerOn there, and not that of the old",
    needs: {
      peer: true,
      capabilities: ["supportsNetworkInterfaces", "supportsPciPassthrough", "supportsDiagnostics"],
    },
    run: async (t) => {
      const ends = await givenHostdevEnds(t);
      const move = await givenMove(t, { devices: ends.devices });
      const { there } = move;
      await settle(move);
      for (const when of ["at the destination after postLiveMigrationAtDestination", WHEN]) {
        if (when === WHEN) await cyclePower(move);
        await expectInterfaces(there, move, [ends.destination], when, HINT);
        const held = await pciDevicesOf(there, move.uuid);
        t.expectEqual(held, [ends.addressThere], `PCI devices of the instance ${when}`, HINT);
      }
    },
  },
  {
    id: `${PERMANENT}[volumes]`,
    requirement: PERMANENT,
    title:
      "A guest has its volumes by the destination's connections after it has moved and after powerOff and powerOn there",
    needs: { peer: true, probeGuest: true, capabilities: ["supportsVolumes", "supportsDiagnostics"] },
    run: async (t) => {
      const volume = t.volume();
      // The same file by another name, as a volume has another device on each host.
      const path = t.newFile(`volume-${volume.volumeId}-there.raw`);
      linkSync(volume.path, path);
      const there = volume.attachment({ connection: { protocol: "localFile", path, format: "raw" } });
      const move = await givenMove(t, {
        devices: {
          source: { blockDevices: { volumes: [volume.attachment()] } },
          destination: { blockDevices: { volumes: [there] } },
        },
      });
      await settle(move);
      await expectVolumes(move.there, move, [volume], "at the destination after postLiveMigrationAtDestination");
      rmSync(volume.path);
      await cyclePower(move);
      await expectVolumes(move.there, move, [volume], WHEN, HINT);
      await untilTicking(move.there, move.uuid, WHEN);
    },
  },
];
