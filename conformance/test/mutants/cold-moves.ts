// Drivers that break what holds through every cold migration: formats, identity, events.
import type {
  Call,
  EventParams,
  FinishMigrationParams,
  FinishRevertMigrationParams,
  InstanceSummary,
  SimulatedFault,
} from "@virt-driver-kit/spec";

import { faulty, misreading, misreporting } from "./faulty.ts";
import { type Mutant, replacing, within } from "./mutant.ts";
import { bothReplacing, siteWithFaults } from "./two-hosts.ts";

const MOVE = "migrateDiskAndPowerOff";
const ROUTES = ["same-host", "other-host"] as const;
const WRITES = "migration/writes-only-accepted-formats";

const OWN_FORMATS = JSON.stringify([{ name: "vdk-fake-driver", version: 1 }]);

const formats: readonly Mutant[] = [
  {
    id: `${WRITES}: does not look`,
    requirement: WRITES,
    title: "migrateDiskAndPowerOff does not look at what the destination accepts",
    message: "Unexpected reason in the refusal of a destination that accepts another format",
    only: [WRITES],
    driver: faulty(misreading(MOVE, { pointer: "/destination/acceptedFormats", json: OWN_FORMATS })),
  },
  {
    id: `${WRITES}: looks too late`,
    requirement: WRITES,
    title: "migrateDiskAndPowerOff stops the guest before it looks at what the destination accepts",
    message: "the guest goes on, undisturbed by the refused move",
    only: [WRITES],
    driver: replacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        const { instanceUuid } = params;
        await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, call);
        return driver.migrateDiskAndPowerOff(params, call);
      },
    })),
  },
  {
    id: `${WRITES}: the next version`,
    requirement: WRITES,
    title: "migrateDiskAndPowerOff writes a version that the destination did not name",
    message: "The format of data is none that the source was given",
    only: [`${WRITES}[moves]`],
    site: siteWithFaults(misreporting(MOVE, { pointer: "/data/format/version", json: "2" })),
  },
  {
    id: `${WRITES}: another private part`,
    requirement: WRITES,
    title: "migrateDiskAndPowerOff writes a private part in a format that the destination did not name",
    message: "The format of driverPrivate is none that the source was given",
    only: [`${WRITES}[moves]`],
    site: siteWithFaults(misreporting(MOVE, { pointer: "/data/driverPrivate/format/name", json: '"vdk-private"' })),
  },
  {
    id: `${WRITES}: takes the first`,
    requirement: WRITES,
    title: "migrateDiskAndPowerOff says that it writes whatever the destination likes best",
    message: "The format of data is none that the source was given",
    only: [`${WRITES}[next-to-unknown]`],
    site: bothReplacing((driver) => ({
      migrateDiskAndPowerOff: async (params, call) => {
        const { data } = await driver.migrateDiskAndPowerOff(params, call);
        return { data: { ...data, format: params.destination?.acceptedFormats[0] ?? data.format } };
      },
    })),
  },
];

const NO_REMOVAL = "migration/cold-move-is-no-removal";

/** Changes an event of an operation. */
function telling(
  operation: string,
  transition: EventParams["transition"],
  how: Pick<Extract<SimulatedFault, { kind: "eventFault" }>, "action" | "changes">,
): SimulatedFault {
  return { kind: "eventFault", trigger: { operation, transition, times: 0 }, ...how };
}

const silent = (
  [
    [MOVE, "stopped", "running"],
    ["finishMigration", "migrated", "running"],
    ["finishRevertMigration", "started", "revert"],
  ] as const
).flatMap(([operation, transition, variant]) =>
  ROUTES.map((route): Mutant => ({
    id: `${NO_REMOVAL}: silent ${operation}, ${route}`,
    requirement: NO_REMOVAL,
    title: `${operation} tells nothing (${route})`,
    message: `Unexpected events of ${operation}`,
    only: [`${NO_REMOVAL}[${route}-${variant}]`],
    site: siteWithFaults(telling(operation, transition, { action: "drop" })),
  })),
);

const events: readonly Mutant[] = [
  ...silent,
  {
    id: `${NO_REMOVAL}: without a cause`,
    requirement: NO_REMOVAL,
    title: "migrateDiskAndPowerOff tells that the guest has stopped as if it had done so by itself",
    message: "Unexpected events of migrateDiskAndPowerOff",
    only: [`${NO_REMOVAL}[same-host-running]`],
    driver: faulty(telling(MOVE, "stopped", { action: "alter", changes: [{ pointer: "/operationId" }] })),
  },
  {
    id: `${NO_REMOVAL}: spawned`,
    requirement: NO_REMOVAL,
    title: "finishMigration tells of a new instance",
    message: "Unexpected events of finishMigration",
    only: [`${NO_REMOVAL}[other-host-shutdown]`],
    site: siteWithFaults(
      telling("finishMigration", "migrated", {
        action: "alter",
        changes: [{ pointer: "/transition", json: '"spawned"' }],
      }),
    ),
  },
  {
    id: `${NO_REMOVAL}: always running`,
    requirement: NO_REMOVAL,
    title: "finishMigration tells that the guest runs also when it is off",
    message: "Unexpected events of finishMigration",
    only: [`${NO_REMOVAL}[same-host-shutdown]`],
    driver: faulty(
      telling("finishMigration", "migrated", {
        action: "alter",
        changes: [{ pointer: "/powerState", json: '"running"' }],
      }),
    ),
  },
  ...ROUTES.map((route): Mutant => ({
    id: `${NO_REMOVAL}: destroyed, ${route}`,
    requirement: NO_REMOVAL,
    title: `confirmMigration tells that the instance is gone (${route})`,
    message: "Unexpected events of confirmMigration",
    only: [`${NO_REMOVAL}[${route}-running]`],
    site: bothReplacing((driver, host) => ({
      confirmMigration: async (params, call) => {
        const answer = await driver.confirmMigration(params, call);
        const { instanceUuid } = params;
        const node = (await driver.listNodes({}, within(call))).nodes[0]?.uuid ?? "";
        const { operationId } = call;
        host.emitEvent({
          instanceUuid,
          node,
          transition: "destroyed",
          powerState: "absent",
          ...(operationId !== undefined && { operationId }),
        });
        return answer;
      },
    })),
  })),
  {
    id: `${NO_REMOVAL}: started`,
    requirement: NO_REMOVAL,
    title: "finishRevertMigration starts a guest that is to be off, and stops it",
    message: "Unexpected events of finishRevertMigration",
    only: [`${NO_REMOVAL}[*-revert-off]`],
    site: siteWithFaults(misreading("finishRevertMigration", { pointer: "/powerOn", json: "true" })),
  },
  {
    id: `${NO_REMOVAL}: stopped twice`,
    requirement: NO_REMOVAL,
    title: "migrateDiskAndPowerOff tells twice that the guest has stopped",
    message: "Unexpected events of migrateDiskAndPowerOff",
    only: [`${NO_REMOVAL}[other-host-running]`],
    site: siteWithFaults(telling(MOVE, "stopped", { action: "duplicate" })),
  },
];

const IDENTITY = "migration/identity-is-kept";

/** The uuid of an instance in a list, if it is the caller's own. */
function uuidOf(summary: InstanceSummary): string | undefined {
  return summary.ownership === "owned" ? summary.uuid : undefined;
}

/** A driver that lists instances under another name once an operation has gone over them. */
function renaming(operation: "finishMigration" | "finishRevertMigration"): Parameters<typeof bothReplacing>[0] {
  return (driver) => {
    const renamed = new Set<string | undefined>();
    return {
      [operation]: (params: FinishMigrationParams & FinishRevertMigrationParams, call: Call) => {
        renamed.add(params.instance.uuid);
        return driver[operation](params, call);
      },
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        return {
          ...rest,
          instances: instances.map((one) => (renamed.has(uuidOf(one)) ? { ...one, name: "moved" } : one)),
        };
      },
    };
  };
}

/** A driver that forgets whose an instance is that has moved. */
const disowning: Parameters<typeof bothReplacing>[0] = (driver) => {
  const moved = new Set<string | undefined>();
  return {
    finishMigration: (params, call) => {
      moved.add(params.instance.uuid);
      return driver.finishMigration(params, call);
    },
    listInstances: async (params, call) => {
      const { instances, ...rest } = await driver.listInstances(params, call);
      const seen = instances.map((one): InstanceSummary =>
        moved.has(uuidOf(one)) ? { ownership: "foreign", internalId: "guest-0", node: one.node } : one,
      );
      return { ...rest, instances: seen };
    },
  };
};

const identity: readonly Mutant[] = ROUTES.flatMap((route): Mutant[] => [
  {
    id: `${IDENTITY}: another name, ${route}`,
    requirement: IDENTITY,
    title: `finishMigration gives the instance another name (${route})`,
    message: "Unexpected names of the instance in listInstances after finishMigration",
    only: [`${IDENTITY}[${route}]`],
    site: bothReplacing(renaming("finishMigration")),
  },
  {
    id: `${IDENTITY}: another name after all, ${route}`,
    requirement: IDENTITY,
    title: `finishRevertMigration gives the instance another name (${route})`,
    message: "Unexpected names of the instance in listInstances after finishRevertMigration",
    only: [`${IDENTITY}[${route}]`],
    site: bothReplacing(renaming("finishRevertMigration")),
  },
  {
    id: `${IDENTITY}: a stranger's, ${route}`,
    requirement: IDENTITY,
    title: `An instance that has moved is listed as nobody's (${route})`,
    message: "Unexpected names of the instance in listInstances after finishMigration",
    only: [`${IDENTITY}[${route}]`],
    site: bothReplacing(disowning),
  },
  {
    id: `${IDENTITY}: one interface less, ${route}`,
    requirement: IDENTITY,
    title: `finishMigration gives the guest one interface less (${route})`,
    message: "Unexpected network interfaces of the guest after finishMigration",
    only: [`${IDENTITY}[${route}-network]`],
    site: siteWithFaults(misreading("finishMigration", { pointer: "/devices/networkInterfaces/0" })),
  },
  {
    id: `${IDENTITY}: another address, ${route}`,
    requirement: IDENTITY,
    title: `finishRevertMigration makes up a MAC address (${route})`,
    message: "Unexpected network interfaces of the guest after finishRevertMigration",
    only: [`${IDENTITY}[${route}-network]`],
    site: siteWithFaults(
      misreading("finishRevertMigration", {
        pointer: "/devices/networkInterfaces/0/macAddress",
        json: '"02:00:00:00:00:01"',
      }),
    ),
  },
]);

/** The mutants of what holds through cold migrations. */
export const coldMovesMutants: readonly Mutant[] = [...formats, ...events, ...identity];
