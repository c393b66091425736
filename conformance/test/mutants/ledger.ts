// Mutants that leave something behind in a call whose own checks do not look there: only the ledger of leaks finds them.
import { closeSync, openSync } from "node:fs";
import { randomUUID } from "node:crypto";

import type { InstanceSummary } from "@virt-driver-kit/spec";

import type { Mutant } from "./mutant.ts";
import { replacing } from "./mutant.ts";

const LEAVES = "leaves something behind";

/** The mutants that the ledger finds. */
export const ledgerMutants: readonly Mutant[] = [
  {
    id: "getAvailableResource/usage-falls-after-destroy: after a pause",
    requirement: "getAvailableResource/usage-falls-after-destroy",
    title: "destroy of an instance that was paused leaves its vcpus claimed",
    message: `pause/stops-execution[from-running] ${LEAVES}`,
    only: ["pause/stops-execution[from-running]", "getAvailableResource/usage-falls-after-destroy"],
    driver: replacing((driver) => {
      let claimed = 0;
      return {
        pause: (params, call) => {
          claimed += 1;
          return driver.pause(params, call);
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return { resource: { ...resource, vcpusUsed: resource.vcpusUsed + claimed } };
        },
      };
    }),
  },
  {
    id: "destroy/removes-the-instance: a second one",
    requirement: "destroy/removes-the-instance",
    title: "A pause makes a copy of the instance under a new uuid, and nothing ever removes it",
    message: `pause/stops-execution[from-running] ${LEAVES}`,
    only: ["pause/stops-execution[from-running]", "destroy/removes-the-instance"],
    driver: replacing((driver) => {
      const copies: InstanceSummary[] = [];
      return {
        pause: async (params, call) => {
          const result = await driver.pause(params, call);
          const { instances } = await driver.listInstances({}, call);
          const copied = instances.find((entry) => entry.ownership === "owned" && entry.uuid === params.instanceUuid);
          if (copied?.ownership === "owned") copies.push({ ...copied, name: "copy", uuid: randomUUID() });
          return result;
        },
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          return { instances: [...instances, ...copies], ...rest };
        },
      };
    }),
  },
  {
    id: "block-devices/destroy-disconnects-volumes: read-only",
    requirement: "block-devices/destroy-disconnects-volumes",
    title: "A volume that was attached read-only stays open for ever",
    message: `attachVolume/read-only-means-read-only ${LEAVES}`,
    only: ["attachVolume/read-only-means-read-only", "block-devices/destroy-disconnects-volumes*"],
    driver: replacing((driver, host) => {
      const open: number[] = [];
      host.closing.addEventListener("abort", () => open.splice(0).forEach((descriptor) => closeSync(descriptor)));
      return {
        attachVolume: (params, call) => {
          const { accessMode, connection } = params.volume;
          if (accessMode === "readOnly" && connection.protocol === "localFile")
            open.push(openSync(connection.path, "r"));
          return driver.attachVolume(params, call);
        },
      };
    }),
  },
];
