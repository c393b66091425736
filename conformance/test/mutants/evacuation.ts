// Drivers that are wrong about where disks are, or forget them when an instance is evacuated.
import { rmSync } from "node:fs";

import { DriverError } from "@virt-driver-kit/spec";
import type { SharedStorageProbe } from "@virt-driver-kit/spec";

import { faulty, misreporting, planned, skipping } from "./faulty.ts";
import { backendFailed, type Mutant, replacing, stateOf, within } from "./mutant.ts";
import { bothReplacing, plannedSite, sharingSite } from "./two-hosts.ts";

const ON_DISK = "instanceOnDisk/tells-whether-disks-are-here";

const onDisk: readonly Mutant[] = [
  {
    id: `${ON_DISK}: never`,
    requirement: ON_DISK,
    title: "instanceOnDisk does not recognise disks",
    message: "Unexpected onDisk of an instance that runs",
    only: [ON_DISK],
    driver: planned("shared-disks-are-not-recognised"),
  },
  {
    id: `${ON_DISK}: always`,
    requirement: ON_DISK,
    title: "instanceOnDisk looks for a directory that is always there",
    message: "Unexpected onDisk of an instance that never was",
    only: [ON_DISK],
    driver: faulty(misreporting("instanceOnDisk", { pointer: "/onDisk", json: "true" })),
  },
  {
    id: `${ON_DISK}: looks for the guest`,
    requirement: ON_DISK,
    title: "instanceOnDisk tells whether the instance is there",
    message: "Unexpected onDisk after destroy kept the disks",
    only: [`${ON_DISK}[kept]`],
    driver: replacing((driver) => ({
      instanceOnDisk: async ({ instanceUuid }, call) => ({
        onDisk: (await stateOf(driver, instanceUuid, within(call))) !== "absent",
      }),
    })),
  },
  {
    id: `${ON_DISK}: no for an answer`,
    requirement: ON_DISK,
    title: "instanceOnDisk says false while the hypervisor does not answer",
    message: "succeeded instead of being refused",
    only: [`${ON_DISK}[unreachable]`],
    driver: faulty({
      kind: "answerFault",
      trigger: { operation: "instanceOnDisk", onCode: "BACKEND_UNREACHABLE", times: 0 },
      action: "succeed",
      resultJson: '{"onDisk":false}',
    }),
  },
  {
    id: `${ON_DISK}: everybody's`,
    requirement: ON_DISK,
    title: "instanceOnDisk takes every instance that is not there for one on shared storage",
    message: "Unexpected onDisk at a host that shares nothing",
    only: [`${ON_DISK}[other-host]`],
    site: bothReplacing(() => ({ instanceOnDisk: async () => ({ onDisk: true }) })),
  },
  {
    id: `${ON_DISK}: own directory`,
    requirement: ON_DISK,
    title: "instanceOnDisk looks for a directory and not for disks, on storage that all hosts share",
    message: "Unexpected onDisk at a host that shares the storage",
    only: [`${ON_DISK}[other-host]`],
    site: plannedSite("shared-disks-are-not-recognised", sharingSite),
  },
];

const LOCAL = "checkInstanceSharedStorageLocal/says-what-it-knows";
const TOKEN = "b2a6e3a8-0f0f-4f5e-9a51-5b51c3a4a0f1";

const local: readonly Mutant[] = [
  {
    id: `${LOCAL}: not shared`,
    requirement: LOCAL,
    title: "checkInstanceSharedStorageLocal says that nobody else reaches a store that is shared",
    message: 'The verdict is "notShared", and the other host reaches the disks',
    only: [`${LOCAL}[other-host]`],
    site: plannedSite("shared-store-is-called-not-shared", sharingSite),
  },
  {
    id: `${LOCAL}: shared`,
    requirement: LOCAL,
    title: "checkInstanceSharedStorageLocal says that a store is shared that is not",
    message: 'The verdict is "shared", and the other host does not reach the disks',
    only: [`${LOCAL}[other-host]`],
    site: bothReplacing(() => ({ checkInstanceSharedStorageLocal: async () => ({ verdict: "shared" }) })),
  },
  {
    id: `${LOCAL}: no probe`,
    requirement: LOCAL,
    title: "checkInstanceSharedStorageLocal wants a probe to be looked for and gives none",
    message: 'Unexpected presence of a probe with verdict "probe"',
    only: [LOCAL],
    driver: faulty(misreporting("checkInstanceSharedStorageLocal", { pointer: "/probe" })),
  },
  {
    id: `${LOCAL}: no new token`,
    requirement: LOCAL,
    title: "Every probe of checkInstanceSharedStorageLocal has one token",
    message: "Two probes have the same token",
    only: [LOCAL],
    driver: replacing(() => ({
      checkInstanceSharedStorageLocal: async ({ instanceUuid }) => ({
        verdict: "probe",
        probe: { location: `/instances/${instanceUuid}/probe`, token: TOKEN },
      }),
    })),
  },
  {
    id: `${LOCAL}: leaves nothing`,
    requirement: LOCAL,
    title: "checkInstanceSharedStorageLocal tells of a probe that it has not left",
    message: "The host does not see the probe that it has left",
    only: [LOCAL],
    driver: faulty(skipping("checkInstanceSharedStorageLocal", "leaveProbe")),
  },
];

const REMOTE = "checkInstanceSharedStorageRemote/believes-the-token-only";

/** Looks for a probe by its location alone. */
const byLocation = (probes: Set<string>) => ({
  remember: ({ location }: SharedStorageProbe): void => void probes.add(location),
  has: ({ location }: SharedStorageProbe): boolean => probes.has(location),
});

const remote: readonly Mutant[] = [
  {
    id: `${REMOTE}: by its name`,
    requirement: REMOTE,
    title: "checkInstanceSharedStorageRemote looks for the name of a file only",
    message: "A probe is said to be seen where another probe is at its location",
    only: [REMOTE],
    driver: replacing((driver) => {
      const names = byLocation(new Set());
      return {
        checkInstanceSharedStorageLocal: async (params, call) => {
          const answer = await driver.checkInstanceSharedStorageLocal(params, call);
          if (answer.probe !== undefined) names.remember(answer.probe);
          return answer;
        },
        checkInstanceSharedStorageRemote: async ({ probe }) => ({ shared: names.has(probe) }),
      };
    }),
  },
  {
    id: `${REMOTE}: never`,
    requirement: REMOTE,
    title: "checkInstanceSharedStorageRemote never sees a probe",
    message: "A probe with its token is not seen",
    only: [REMOTE],
    driver: faulty(misreporting("checkInstanceSharedStorageRemote", { pointer: "/shared", json: "false" })),
  },
  {
    id: `${REMOTE}: an error`,
    requirement: REMOTE,
    title: "checkInstanceSharedStorageRemote fails where there is no probe",
    message: "A look for a probe failed where there is a file of somebody else's",
    only: [`${REMOTE}[elsewhere]`],
    driver: replacing((driver) => ({
      checkInstanceSharedStorageRemote: async (params, call) => {
        const answer = await driver.checkInstanceSharedStorageRemote(params, call);
        if (!answer.shared) throw backendFailed("leaveProbe");
        return answer;
      },
    })),
  },
  {
    id: `${REMOTE}: any file`,
    requirement: REMOTE,
    title: "checkInstanceSharedStorageRemote takes whatever is there for a probe",
    message: "A probe is said to be seen where",
    only: [`${REMOTE}[elsewhere]`],
    driver: faulty(misreporting("checkInstanceSharedStorageRemote", { pointer: "/shared", json: "true" })),
  },
  {
    id: `${REMOTE}: the same paths`,
    requirement: REMOTE,
    title: "checkInstanceSharedStorageRemote takes a host with the same paths for one with the same storage",
    message: "Unexpected sight of a probe at a host that has the same paths and other storage",
    only: [`${REMOTE}[other-host]`],
    site: bothReplacing(() => ({
      checkInstanceSharedStorageRemote: async ({ instanceUuid, probe }) => ({
        shared: probe.location.includes(instanceUuid),
      }),
    })),
  },
];

const CLEANUP = "checkInstanceSharedStorageCleanup/removes-the-probe-only";

const cleanup: readonly Mutant[] = [
  {
    id: `${CLEANUP}: does nothing`,
    requirement: CLEANUP,
    title: "checkInstanceSharedStorageCleanup leaves the probe",
    message: "A probe is said to be seen where it was removed",
    only: [CLEANUP],
    driver: replacing(() => ({ checkInstanceSharedStorageCleanup: async () => ({}) })),
  },
  {
    id: `${CLEANUP}: only once`,
    requirement: CLEANUP,
    title: "checkInstanceSharedStorageCleanup refuses to remove what is gone",
    message: "A second removal of a probe was refused",
    only: [CLEANUP],
    driver: replacing((driver) => ({
      checkInstanceSharedStorageCleanup: async (params, call) => {
        const { shared } = await driver.checkInstanceSharedStorageRemote(params, within(call));
        if (!shared) throw backendFailed("removeProbe");
        return driver.checkInstanceSharedStorageCleanup(params, call);
      },
    })),
  },
  {
    id: `${CLEANUP}: the whole directory`,
    requirement: CLEANUP,
    title: "checkInstanceSharedStorageCleanup removes the directory that the probe is in, disks included",
    message: "after a probe beside it was removed",
    only: [CLEANUP],
    driver: replacing((driver) => {
      const built = new Map<string, Parameters<typeof driver.spawn>[0]>();
      return {
        spawn: (params, call) => {
          built.set(params.instance.uuid, params);
          return driver.spawn(params, call);
        },
        checkInstanceSharedStorageCleanup: async (params, call) => {
          const { instanceUuid } = params;
          const again = built.get(instanceUuid);
          built.delete(instanceUuid);
          if (again !== undefined) {
            await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
            await driver.spawn({ ...again, powerOn: false }, within(call));
          }
          return driver.checkInstanceSharedStorageCleanup(params, call);
        },
      };
    }),
  },
  {
    id: `${CLEANUP}: whatever is there`,
    requirement: CLEANUP,
    title: "checkInstanceSharedStorageCleanup removes whatever probe is at a location",
    message: "The removal of another probe has removed the one that was there",
    only: [`${CLEANUP}[other-token]`],
    driver: replacing((driver) => {
      const probes = new Map<string, SharedStorageProbe>();
      return {
        checkInstanceSharedStorageLocal: async (params, call) => {
          const answer = await driver.checkInstanceSharedStorageLocal(params, call);
          if (answer.probe !== undefined) probes.set(answer.probe.location, answer.probe);
          return answer;
        },
        checkInstanceSharedStorageCleanup: (params, call) => {
          const probe = probes.get(params.probe.location) ?? params.probe;
          return driver.checkInstanceSharedStorageCleanup({ ...params, probe }, call);
        },
      };
    }),
  },
  {
    id: `${CLEANUP}: any path`,
    requirement: CLEANUP,
    title: "checkInstanceSharedStorageCleanup removes the file whose path it is told",
    message: "Unexpected contents of a file that a removal of probes was told of",
    only: [`${CLEANUP}[elsewhere]`],
    driver: replacing(() => ({
      checkInstanceSharedStorageCleanup: async ({ probe }) => {
        rmSync(probe.location, { force: true });
        return {};
      },
    })),
  },
];

const KEEPS = "migration/evacuated-guest-keeps-its-disks";

/** Builds every instance from its image. */
const fromImage: Parameters<typeof replacing>[0] = (driver) => ({
  spawn: async (params, call) => {
    const instanceUuid = params.instance.uuid;
    if ((await stateOf(driver, instanceUuid, within(call))) === "absent")
      await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
    return driver.spawn(params, call);
  },
});

const evacuated: readonly Mutant[] = [
  ...["", "[off]"].map((variant): Mutant => ({
    id: `${KEEPS}: from the image${variant}`,
    requirement: KEEPS,
    title: `spawn makes the root disk anew where there is one already${variant && " (powerOn false)"}`,
    message: "The guest is in boot 1 after spawn",
    only: [`${KEEPS}${variant}`],
    driver: replacing(fromImage),
  })),
  {
    id: `${KEEPS}: deletes them`,
    requirement: KEEPS,
    title: "spawn that fails deletes disks that it did not make",
    message: "The disks are gone after spawn failed at its hypervisor call number",
    only: [`${KEEPS}[failed]`],
    driver: planned("failed-evacuation-deletes-the-disks"),
  },
  ...["other-host", "host-down"].map((variant): Mutant => ({
    id: `${KEEPS}: from the image, ${variant}`,
    requirement: KEEPS,
    title: `spawn at another host that reaches the disks makes the root disk anew (${variant})`,
    message: "The guest is in boot 1 after spawn at the second host",
    only: [`${KEEPS}[${variant}]`],
    site: bothReplacing(fromImage, sharingSite),
  })),
  {
    id: `${KEEPS}: refuses`,
    requirement: KEEPS,
    title: "spawn refuses an instance that has disks already",
    message: "INSTANCE_EXISTS",
    only: [KEEPS],
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const { uuid } = params.instance;
        const { onDisk: isThere } = await driver.instanceOnDisk(
          { instanceUuid: uuid, node: params.node },
          within(call),
        );
        if (!isThere) return driver.spawn(params, call);
        const details = { instanceUuid: uuid };
        throw new DriverError("INSTANCE_EXISTS", `Cannot spawn "${uuid}": it has disks`, { effect: "none", details });
      },
    })),
  },
];

/** The mutants of group `evacuation`. */
export const evacuationMutants: readonly Mutant[] = [...onDisk, ...local, ...remote, ...cleanup, ...evacuated];
