// Errors of operations on a guest and what it shows that no other check provokes.
import type { SimulatedFault } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { attach } from "../steps/connections.ts";
import { makeLayer, snapshotTo } from "../steps/layers.ts";
import { refusalOf } from "../steps/refusal.ts";
import type { Condition } from "./condition.ts";

const MIB = 1 << 20;
/** Until the agent of a simulated guest is there, in milliseconds. */
const UNTIL_AGENT_MS = 2_000;

/** A guest whose agent behaves in a way. */
async function givenAgent(t: CheckContext, agent: "silent" | "refuses"): Promise<TestInstance> {
  const instance = await t.givenInstance();
  await t.elapse(UNTIL_AGENT_MS);
  const fault: SimulatedFault = { kind: "guestBehaviour", instanceUuid: instance.uuid, agent };
  await t.simulation.injectFault(fault);
  return instance;
}

const ofAgents: readonly Condition[] = [
  {
    operation: "quiesce",
    code: "GUEST_REFUSED",
    when: "when the agent refuses",
    needs: { simulation: true },
    provoke: async (t) => {
      const instance = await givenAgent(t, "refuses");
      const quiesce = (): Promise<unknown> => t.driver.quiesce({ ...instance.target, autoThawSeconds: 60 });
      return {
        instance,
        wrong: quiesce,
        right: async () => {
          await t.simulation.clearFaults();
          return quiesce();
        },
      };
    },
  },
  {
    operation: "unquiesce",
    code: "GUEST_AGENT_UNAVAILABLE",
    when: "when the agent of a guest that is quiesced does not answer",
    needs: { simulation: true },
    provoke: async (t) => {
      const instance = await t.givenInstance();
      await t.elapse(UNTIL_AGENT_MS);
      await t.given("quiesce", () => t.driver.quiesce({ ...instance.target, autoThawSeconds: 3_600 }));
      await t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid: instance.uuid, agent: "silent" });
      const unquiesce = (): Promise<unknown> => t.driver.unquiesce(instance.target);
      return {
        instance,
        wrong: unquiesce,
        right: async () => {
          await t.simulation.clearFaults();
          return unquiesce();
        },
      };
    },
  },
  {
    operation: "volumeSnapshotCreate",
    code: "GUEST_AGENT_UNAVAILABLE",
    when: "when the guest has to be quiesced and its agent does not answer",
    needs: { simulation: true },
    provoke: async (t) => {
      const instance = await givenAgent(t, "silent");
      const base = t.volume({ sizeBytes: MIB });
      await t.given("attachVolume", () => attach(t, instance, base.attachment()));
      const params = snapshotTo(t, { instance, base }, makeLayer(t, base));
      const snapshot = { ...params.snapshot, quiesce: "required" as const };
      return {
        instance,
        wrong: () => t.driver.volumeSnapshotCreate({ ...params, snapshot }),
        right: () => t.driver.volumeSnapshotCreate(params),
      };
    },
  },
];

const others: readonly Condition[] = [
  {
    operation: "getVolumeConnector",
    code: "NODE_NOT_FOUND",
    when: "for a node that the driver does not serve",
    provoke: async (t) => ({
      wrong: () => t.driver.getVolumeConnector({ node: t.uuid() }),
      right: () => t.driver.getVolumeConnector({ node: t.node.uuid }),
    }),
  },
  ...(["getMksConsole", "getRdpConsole", "getSpiceConsole", "getVncConsole"] as const).map((operation): Condition => ({
    operation,
    code: "CONSOLE_TYPE_NOT_AVAILABLE",
    when: "for a guest without a display",
    needs: { capabilities: ["supportsHardwareProperties"] },
    provoke: async (t) => {
      const params = await t.newInstance();
      const image = { ...params.instance.image, properties: { video: { model: "none" as const } } };
      const refusal = await refusalOf(t.driver.spawn({ ...params, instance: { ...params.instance, image } }));
      if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver gives every guest a display");
      await t.given("spawn", async () => t.expectThat(refusal === undefined, "spawn was refused", { got: refusal }));
      const { uuid } = await t.givenInstance();
      return {
        wrong: () => t.driver[operation]({ instanceUuid: params.instance.uuid }),
        right: () => t.driver[operation]({ instanceUuid: uuid }),
      };
    },
  })),
];

/** Errors of operations on a guest and what it shows, and on its host. */
export const conditionsOfGuests: readonly Condition[] = [...ofAgents, ...others];
