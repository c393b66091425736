// Errors of operations on guests that move that no other check provokes.
import type { Flavor } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { finish, givenMovedAway, revert, SAME_HOST } from "../steps/cold-moves.ts";
import { givenHostdevInterfaces } from "../steps/guest-devices.ts";
import { givenMove } from "../steps/live-move.ts";
import { NO_FORMAT } from "../steps/migration-data.ts";
import { givenHostdevEnds } from "../steps/moving-devices.ts";
import { givenResource } from "../steps/usage.ts";
import type { Condition } from "./condition.ts";

const ofMigrations: readonly Condition[] = [
  {
    operation: "preLiveMigration",
    code: "MIGRATION_NOT_POSSIBLE",
    when: "for data of a format that the node does not know",
    needs: { peer: true },
    provoke: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenChecked();
      return { wrong: () => move.prepare({ ...data, format: NO_FORMAT }), right: () => move.prepare(data) };
    },
  },
  {
    operation: "liveMigration",
    code: "MIGRATION_NOT_POSSIBLE",
    when: "for data of a format that the source did not choose",
    needs: { peer: true },
    provoke: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenPrepared();
      return { wrong: () => move.transfer({ ...data, format: NO_FORMAT }), right: () => move.transfer(data) };
    },
  },
  {
    operation: "postLiveMigrationAtDestination",
    code: "NODE_NOT_FOUND",
    when: "for a node that the driver does not serve",
    needs: { peer: true },
    provoke: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenArrived();
      const { instance, there } = move;
      return {
        wrong: () => there.driver.postLiveMigrationAtDestination({ instance, node: t.uuid(), data }),
        right: () => move.completeAtDestination(data),
      };
    },
  },
];

/** No node has as much. */
const MOST_MEMORY_MIB = 1_073_741_824;

/** An instance with more memory than its node has. Not applicable if no flavor can ask for so much. */
async function enlarged<T extends { readonly flavor: Flavor }>(t: CheckContext, instance: T): Promise<T> {
  const { memoryMib } = await givenResource(t);
  if (memoryMib >= MOST_MEMORY_MIB) t.notApplicable("The node has as much memory as a flavor can ask for");
  return { ...instance, flavor: { ...instance.flavor, memoryMib: memoryMib + 1 } };
}

const withoutRoom: readonly Condition[] = [
  {
    operation: "checkCanLiveMigrateDestination",
    code: "INSUFFICIENT_RESOURCES",
    when: "for an instance with more memory than the node has",
    needs: { peer: true },
    provoke: async (t) => {
      const move = await givenMove(t);
      const instance = await enlarged(move.there, move.instance);
      return { wrong: () => move.offer({ instance }), right: () => move.offer() };
    },
  },
  {
    operation: "preLiveMigration",
    code: "INSUFFICIENT_RESOURCES",
    when: "for an instance with more memory than the node has",
    needs: { peer: true },
    provoke: async (t) => {
      const move = await givenMove(t);
      const data = await move.givenChecked();
      const { there } = move;
      const instance = await enlarged(there, move.instance);
      return {
        wrong: () => there.driver.preLiveMigration({ instance, node: there.node.uuid, data }),
        right: () => move.prepare(data),
      };
    },
  },
  {
    operation: "finishMigration",
    code: "INSUFFICIENT_RESOURCES",
    when: "for a flavor with more memory than the node has",
    needs: SAME_HOST.needs,
    provoke: async (t) => {
      const [subject, way] = [await t.givenInstance(), await SAME_HOST.open(t)];
      const data = await givenMovedAway(way, subject);
      const instance = await enlarged(t, subject.params.instance);
      return { wrong: () => finish(way, subject, data, { instance }), right: () => finish(way, subject, data) };
    },
  },
  {
    operation: "finishRevertMigration",
    code: "INSUFFICIENT_RESOURCES",
    when: "for a flavor with more memory than the node has",
    needs: SAME_HOST.needs,
    provoke: async (t) => {
      const [subject, way] = [await t.givenInstance(), await SAME_HOST.open(t)];
      await givenMovedAway(way, subject);
      const instance = await enlarged(t, subject.params.instance);
      return { wrong: () => revert(way, subject, { instance }), right: () => revert(way, subject) };
    },
  },
];

/** No host numbers its buses so. */
const NOWHERE = "ffff:ff:1f.7";

const ofHostDevices: readonly Condition[] = [
  {
    operation: "preLiveMigration",
    code: "DEVICE_UNAVAILABLE",
    when: "for an interface on a device that the destination does not have",
    needs: { peer: true, capabilities: ["supportsNetworkInterfaces", "supportsPciPassthrough"] },
    provoke: async (t) => {
      const { devices, destination } = await givenHostdevEnds(t);
      const move = await givenMove(t, { devices });
      const data = await move.givenChecked();
      const lost = { ...destination, binding: { ...destination.binding, pciAddress: NOWHERE } } as typeof destination;
      const moved = (devices.networkInterfaces ?? []).map((vif) => ({ ...vif, destination: lost }));
      const { there, instance } = move;
      return {
        wrong: () =>
          there.driver.preLiveMigration({
            instance,
            node: there.node.uuid,
            data: { ...data, networkInterfaces: moved },
            devices: { networkInterfaces: [lost] },
          }),
        right: () => move.prepare(data),
      };
    },
  },
  {
    operation: "attachInterface",
    code: "DEVICE_UNAVAILABLE",
    when: "for an interface on a device that the node does not have",
    needs: { capabilities: ["supportsPciPassthrough"] },
    provoke: async (t) => {
      const [given] = await givenHostdevInterfaces(t, 1);
      const instance = await t.givenInstance();
      const right = t.expectDefined(given, "interface on a device of the node");
      const lost = { ...right, binding: { ...right.binding, pciAddress: NOWHERE } } as typeof right;
      return {
        instance,
        wrong: () => t.driver.attachInterface({ ...instance.target, interface: lost }),
        right: () => t.driver.attachInterface({ ...instance.target, interface: right }),
      };
    },
  },
  {
    operation: "checkSourceMigrateDataAtDestination",
    code: "DEVICE_UNAVAILABLE",
    when: "for a claim on a device that the destination does not have",
    needs: { peer: true, capabilities: ["supportsNetworkInterfaces", "supportsPciPassthrough"] },
    provoke: async (t) => {
      const { devices, addressHere: source, addressThere } = await givenHostdevEnds(t);
      const move = await givenMove(t, { devices });
      const agreed = await t.given("checkCanLiveMigrateSource", async () => move.agree(await move.givenOffer()));
      const keepAt = async (destination: string): Promise<void> => {
        const { pciDevices } = await move.keep({ ...agreed, pciDevices: [{ source, destination }] });
        const what = "pciDevices of the data that checkSourceMigrateDataAtDestination returns";
        t.expectEqual(pciDevices, [{ source, destination }], what, "Return all of the data that you were given.");
      };
      return { wrong: () => keepAt(NOWHERE), right: () => keepAt(addressThere) };
    },
  },
];

/** Errors of operations on guests that move. */
export const conditionsOfMoves: readonly Condition[] = [...ofMigrations, ...withoutRoom, ...ofHostDevices];
