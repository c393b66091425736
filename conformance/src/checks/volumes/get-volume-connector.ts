// Checks of `getVolumeConnector`: the same each time, with the name that each protocol needs.
import type { VolumeConnector } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { allNodes } from "../steps/nodes.ts";

/** By protocol: what a volume service needs of a connector. */
const NAMES: readonly (readonly [
  protocol: "iscsi" | "nvmeof" | "fibreChannel",
  member: "initiator" | "nqn" | "wwpns",
])[] = [
  ["iscsi", "initiator"],
  ["nvmeof", "nqn"],
  ["fibreChannel", "wwpns"],
];

async function connectorOf(t: CheckContext, node: string, instanceUuid?: string): Promise<VolumeConnector> {
  const params = instanceUuid === undefined ? { node } : { node, instanceUuid };
  return (await t.driver.getVolumeConnector(params)).connector;
}

/** The checks of `getVolumeConnector`. */
export const getVolumeConnectorChecks: readonly Check[] = [
  {
    id: "getVolumeConnector/is-stable",
    requirement: "getVolumeConnector/is-stable",
    title: "getVolumeConnector() answers the same each time, also while an instance with a volume comes and goes",
    run: async (t) => {
      const first = await connectorOf(t, t.node.uuid);
      const instance = await t.givenInstance();
      const during = await connectorOf(t, t.node.uuid);
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      for (const again of [during, await connectorOf(t, t.node.uuid)])
        t.expectEqual(again, first, "connector of a node, read again");
      const uuid = t.uuid();
      const forInstance = await connectorOf(t, t.node.uuid, uuid);
      t.expectEqual(await connectorOf(t, t.node.uuid, uuid), forInstance, "connector for an instance, read again");
    },
  },
  {
    id: "getVolumeConnector/is-stable[restarted]",
    requirement: "getVolumeConnector/is-stable",
    title: "getVolumeConnector() answers the same after the driver was started again",
    needs: { restart: true },
    run: async (t) => {
      const nodes = await t.given("listNodes", () => allNodes(t));
      const read = async (): Promise<VolumeConnector[]> => Promise.all(nodes.map(({ uuid }) => connectorOf(t, uuid)));
      const before = await read();
      await t.restartDriver();
      const hint = "Make none of it up: read what the host has, or keep what was made up once.";
      t.expectEqual(await read(), before, "connectors after the driver was started again", hint);
    },
  },
  {
    id: "getVolumeConnector/names-what-it-accepts-by",
    requirement: "getVolumeConnector/names-what-it-accepts-by",
    title: "getVolumeConnector() has for each protocol that a node accepts the name that it needs",
    run: async (t) => {
      const nodes = await t.given("listNodes", () => allNodes(t));
      let accepted = 0;
      for (const { uuid, name, accepts } of nodes) {
        const connector = await connectorOf(t, uuid);
        for (const [protocol, member] of NAMES) {
          if (accepts?.volumeProtocols?.includes(protocol) !== true) continue;
          accepted += 1;
          const value = connector[member] ?? [];
          t.expectThat(
            value.length > 0,
            `The connector of node "${name}" has no ${member}, and it accepts ${protocol}`,
            {
              expected: member,
              got: connector,
              hint: `Add the host's name, or take "${protocol}" out of what the node accepts.`,
            },
          );
        }
      }
      if (accepted === 0) t.notApplicable("No node accepts volumes over iSCSI, NVMe or Fibre Channel");
    },
  },
];
