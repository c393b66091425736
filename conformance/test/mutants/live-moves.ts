// Drivers that are wrong through a live migration as a whole: who has the guest, what is told of it, and what is counted.
import type { Call, ComputeDriver, EventParams, LiveMigrateData } from "@virt-driver-kit/spec";
import { timestampOf } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { misreporting } from "./faulty.ts";
import { isRefusal, type Mutant, notFound, virtualNow, within } from "./mutant.ts";
import { acrossBoth, bothReplacing, plannedSite, sharingWithFaults, siteWithFaults } from "./two-hosts.ts";

type Driver = Required<ComputeDriver>;

const OWN: LiveMigrateData["destination"]["acceptedFormats"] = [{ name: "vdk-fake-driver", version: 1 }];

/** By instance, with what it was spawned. */
const known = new Map<string, { readonly instance: Parameters<Driver["spawn"]>[0] }>();

const ONE = "migration/one-running-copy";
const NEVER_NONE = "migration/never-none";
const ANSWERS = "migration/source-answers-until-the-guest-has-left";
const FORMATS = "migration/live-writes-only-accepted-formats";
const SILENT = "migration/end-of-a-move-is-silent";
const RESOURCES = "migration/resources-follow-the-guest";

/** Shows an arriving guest in another state than pending. */
const arriving = (shown: string) =>
  siteWithFaults(
    misreporting("getInfo", { pointer: "/info/powerState", was: '"pending"', json: `"${shown}"` }),
    misreporting("listInstanceStates", { pointer: "/states/*/powerState", was: '"pending"', json: `"${shown}"` }),
  );

/** Does not show a guest at the source, or in another state, while it is on its way. */
const hidingTheSource = (change: (state: "running" | "paused") => "shutdown" | undefined) =>
  bothReplacing((driver) => {
    const onTheWay = new Set<string>();
    return {
      liveMigration: async (params, call) => {
        onTheWay.add(params.instanceUuid);
        return driver.liveMigration(params, call).finally(() => onTheWay.delete(params.instanceUuid));
      },
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        if (!onTheWay.has(info.uuid)) return { info };
        const powerState = change(info.powerState === "paused" ? "paused" : "running");
        if (powerState === undefined) throw notFound(info.uuid);
        return { info: { ...info, powerState } };
      },
    };
  });

const copies: readonly Mutant[] = [
  ...breaks(
    ONE,
    {
      word: "left behind",
      title: "A guest that has arrived is at the source as well",
      message: "Both hosts have the guest",
      site: plannedSite("live-migration-leaves-the-guest-at-the-source"),
    },
    ...(["paused", "running"] as const).map((shown) => ({
      word: `arrives ${shown}`,
      title: `A guest that arrives is shown as ${shown}`,
      message: "Both hosts have the guest",
      site: arriving(shown),
    })),
    ...(["running", "paused", "forced", "post-copy"] as const).map((variant) => ({
      word: `arrives, ${variant}`,
      title: `A guest that arrives is shown as one that is there (${variant})`,
      message: "Both hosts have the guest",
      only: [`${ONE}[${variant}]`],
      site: arriving("paused"),
    })),
    {
      word: "ticks twice",
      title: "A guest that has arrived is started at the source as well",
      message: "The guest ticks at both hosts",
      only: [`${ONE}[ticks]`],
      site: acrossBoth((driver, other) => ({
        liveMigration: async (params, call) => {
          const result = await driver.liveMigration(params, call);
          const { instanceUuid } = params;
          const { info } = await other().getInfo({ instanceUuid }, within(call));
          const { instance } = known.get(instanceUuid) ?? {};
          if (info.powerState === "running" && instance !== undefined)
            await driver.spawn({ ...instance, powerOn: true }, within(call));
          return result;
        },
        spawn: async (params, call) => {
          known.set(params.instance.uuid, { instance: params });
          return driver.spawn(params, call);
        },
      })),
    },
  ),
  ...breaks(
    ANSWERS,
    {
      word: "arrives paused",
      title: "A guest that arrives is shown as paused",
      message: "The source shows the guest as running and the destination as paused",
      site: arriving("paused"),
    },
    {
      word: "arrives paused, in the list",
      title: "listInstanceStates shows a guest that arrives as paused",
      message: "listInstanceStates shows the guest as running at the source and as paused at the destination",
      site: siteWithFaults(
        misreporting("listInstanceStates", { pointer: "/states/*/powerState", was: '"pending"', json: '"paused"' }),
      ),
    },
    {
      word: "gone early",
      title: "The source forgets a guest when it sets out",
      message: "The source shows the guest as absent and the destination as",
      site: hidingTheSource(() => undefined),
    },
    {
      word: "off",
      title: "The source shows a guest that is on its way as off",
      message: "The source shows the guest as shutdown and the destination as",
      site: hidingTheSource(() => "shutdown"),
    },
    ...(["running", "paused", "forced"] as const).map((variant) => ({
      word: `gone early, ${variant}`,
      title: `The source forgets a guest when it sets out (${variant})`,
      message: "The source shows the guest as absent",
      only: [`${ANSWERS}[${variant}]`],
      site: hidingTheSource(() => undefined),
    })),
  ),
  ...breaks(
    NEVER_NONE,
    {
      word: "rolled back",
      title: "A rollback destroys the guest that has arrived",
      message: "0 hosts have the guest after liveMigration met a failure",
      site: plannedSite("rollback-destroys-the-guest-that-arrived"),
    },
    {
      word: "left behind",
      title: "A guest that has arrived is at the source as well",
      message: "2 hosts have the guest after liveMigration met a failure",
      site: plannedSite("live-migration-leaves-the-guest-at-the-source"),
    },
    ...(["each-step", "forced"] as const).map((variant) => ({
      word: `cut off, ${variant}`,
      title: `A migration that has failed leaves the guest off (${variant})`,
      message: "0 hosts have the guest after liveMigration met a failure",
      only: [`${NEVER_NONE}[${variant}]`],
      site: bothReplacing((driver) => ({
        liveMigration: async (params, call) => {
          const result = await driver.liveMigration(params, call);
          const { instanceUuid } = params;
          if (result.outcome === "failed")
            await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, within(call));
          return result;
        },
      })),
    })),
    {
      word: "without a disk",
      title: "A migration that has failed takes the guest's disk",
      message: "after liveMigration met a failure",
      site: sharingWithFaults({
        kind: "stepFault",
        trigger: { operation: "rollbackLiveMigrationAtDestination", times: 0 },
        action: "also",
        deed: "deleteDisks",
      }),
    },
  ),
];

const formats: readonly Mutant[] = breaks(
  FORMATS,
  {
    word: "own",
    title: "checkCanLiveMigrateSource writes a format of its own, whatever is accepted",
    message: "format in the data of checkCanLiveMigrateSource is none that was accepted",
    site: siteWithFaults(
      misreporting("checkCanLiveMigrateSource", { pointer: "/data/format", json: '{"name":"own","version":2}' }),
    ),
  },
  {
    word: "private part",
    title: "checkCanLiveMigrateSource writes a private part of another format",
    message: "driverPrivate.format in the data of checkCanLiveMigrateSource is none that was accepted",
    site: siteWithFaults(
      misreporting("checkCanLiveMigrateSource", {
        pointer: "/data/driverPrivate",
        json: '{"format":{"name":"own","version":2},"data":"e30="}',
      }),
    ),
  },
  {
    word: "the first",
    title: "checkCanLiveMigrateSource takes the first format that is accepted, whether it knows it or not",
    message: "format in the data of checkCanLiveMigrateSource is none that was accepted",
    site: writingTheFirst(),
  },
  {
    word: "none",
    title: "checkCanLiveMigrateSource takes a format that it does not know",
    message: "succeeded instead of being refused with MIGRATION_NOT_POSSIBLE",
    only: [`${FORMATS}[none]`],
    site: writingTheFirst(),
  },
  {
    word: "reboots",
    title: "checkCanLiveMigrateSource that is refused reboots the guest",
    message: "The guest was restarted by a checkCanLiveMigrateSource that was refused",
    only: [`${FORMATS}[none]`],
    site: bothReplacing((driver) => ({
      checkCanLiveMigrateSource: async (params, call) =>
        Promise.resolve(driver.checkCanLiveMigrateSource(params, call)).catch(async (error: unknown) => {
          const { instanceUuid } = params;
          if (isRefusal(error, "MIGRATION_NOT_POSSIBLE"))
            await driver.reboot({ instanceUuid, type: "hard" }, within(call));
          throw error;
        }),
    })),
  },
);

/** Has the source write the first format that is accepted. */
function writingTheFirst() {
  return bothReplacing((driver) => ({
    checkCanLiveMigrateSource: async (params, call) => {
      const [format] = params.data.destination.acceptedFormats;
      const data = { ...params.data, destination: { ...params.data.destination, acceptedFormats: OWN } };
      const answer = await driver.checkCanLiveMigrateSource({ ...params, data }, call);
      const { destination } = params.data;
      return { data: { ...answer.data, destination, ...(format !== undefined && { format }) } };
    },
  }));
}

/** Tells an event that the right driver does not tell, after some of its calls. */
function telling(
  operations: readonly (
    | "destroy"
    | "postLiveMigrationAtSource"
    | "postLiveMigrationAtDestination"
    | "rollbackLiveMigrationAtSource"
    | "rollbackLiveMigrationAtDestination"
  )[],
  transition: EventParams["transition"],
  powerState: EventParams["powerState"],
) {
  return bothReplacing((driver, host) => {
    const wrapped = operations.map((operation) => [
      operation,
      async (params: { instanceUuid?: string; instance?: { uuid: string } }, call: Call): Promise<object> => {
        const method = driver[operation] as (params: object, call: Call) => Promise<object>;
        const answer = await method(params, call);
        const instanceUuid = params.instanceUuid ?? params.instance?.uuid ?? "";
        const [first] = (await driver.listNodes({}, within(call))).nodes;
        const observedAt = timestampOf(await virtualNow(driver, within(call)));
        const node = first?.uuid ?? "";
        host.emitEvent({ instanceUuid, node, transition, powerState, observedAt });
        return answer;
      },
    ]);
    return Object.fromEntries(wrapped) as Partial<ComputeDriver>;
  });
}

const aftermath: readonly Mutant[] = [
  ...breaks(
    SILENT,
    {
      word: "destroyed",
      title: "The destroy that removes what the source has left is told",
      message: "Unexpected events at the source of what follows a completed migration",
      site: telling(["destroy"], "destroyed", "absent"),
    },
    {
      word: "started",
      title: "postLiveMigrationAtDestination is told as a start",
      message: "Unexpected events at the destination of what follows a completed migration",
      site: telling(["postLiveMigrationAtDestination"], "started", "running"),
    },
    {
      word: "stopped",
      title: "postLiveMigrationAtSource is told as a stop",
      message: "Unexpected events at the source of what follows a completed migration",
      site: telling(["postLiveMigrationAtSource"], "stopped", "shutdown"),
    },
    {
      word: "late",
      title: "The source tells fifteen seconds late that the guest has left",
      message: "Unexpected events at the source of what follows a completed migration",
      site: siteWithFaults({
        kind: "eventFault",
        trigger: { operation: "liveMigration", transition: "migrated", times: 0 },
        action: "delay",
        delayMs: 15_000,
      }),
    },
    {
      word: "rollback at the destination",
      title: "rollbackLiveMigrationAtDestination is told as the end of an instance",
      message: "Unexpected events at the destination of the rollback of a migration",
      site: telling(["rollbackLiveMigrationAtDestination"], "destroyed", "absent"),
    },
    {
      word: "rollback at the source",
      title: "rollbackLiveMigrationAtSource is told as a start",
      message: "Unexpected events at the source of the rollback of a migration",
      site: telling(["rollbackLiveMigrationAtSource"], "started", "running"),
    },
  ),
  ...breaks(
    RESOURCES,
    {
      word: "stays counted",
      title: "The source goes on counting a guest that has left",
      message: "Unexpected use of the source's node after a live migration",
      site: counting((left) => left),
    },
    {
      word: "uncounted",
      title: "The destination does not count a guest that has come",
      message: "Unexpected more use of the destination's node after a live migration",
      site: counting((_, arrived) => -arrived),
    },
    {
      word: "twice",
      title: "The destination counts a guest that has come twice",
      message: "Unexpected more use of the destination's node after a live migration",
      site: counting((_, arrived) => arrived),
    },
  ),
];

/** Counts so many instances of 64 MiB more than there are, by how many have left and how many have arrived. */
function counting(more: (left: number, arrived: number) => number) {
  return bothReplacing((driver) => {
    let [left, arrived] = [0, 0];
    return {
      liveMigration: async (params, call) => {
        const result = await driver.liveMigration(params, call);
        if (result.outcome === "completed") left += 1;
        return result;
      },
      postLiveMigrationAtDestination: async (params, call) => {
        const result = await driver.postLiveMigrationAtDestination(params, call);
        arrived += 1;
        return result;
      },
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        const memoryMibUsed = Math.max(0, resource.memoryMibUsed + 64 * more(left, arrived));
        return { resource: { ...resource, memoryMibUsed } };
      },
    };
  });
}

/** The mutants of live migrations as a whole. */
export const liveMoveMutants: readonly Mutant[] = [...copies, ...formats, ...aftermath];
