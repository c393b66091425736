// Checks of what holds through every cold migration: formats that were accepted, one identity, and events that are no end.
import type { ColdMigrationData, EventParams, MigrationDestination } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import {
  alongRoute,
  finishParams,
  givenGoneThere,
  givenMoved,
  givenMovedAway,
  moveAway,
  moveParams,
  OTHER_HOST,
  revert,
  revertParams,
  type Route,
  ROUTES,
  sameHostOn,
} from "../steps/cold-moves.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { expectUnknownFormat, NO_FORMAT } from "../steps/migration-data.ts";
import { refusalOf } from "../steps/refusal.ts";

const formats: readonly Check[] = [
  {
    id: "migration/writes-only-accepted-formats",
    requirement: "migration/writes-only-accepted-formats",
    title:
      "migrateDiskAndPowerOff() to a destination that accepts only a format of nobody's is refused, and the guest goes on",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      const { destination } = await t.given("getMigrationDestination", () =>
        t.driver.getMigrationDestination({ instanceUuid: instance.uuid, node: t.node.uuid }),
      );
      const nowhere: MigrationDestination = { ...destination, node: t.uuid(), acceptedFormats: [NO_FORMAT] };
      const { flavor } = instance.params.instance;
      const stop = { timeoutSeconds: 0, retryIntervalSeconds: 0 };
      const params = { ...instance.target, destination: nowhere, flavor, ...stop };
      await expectUnknownFormat(
        t,
        t.driver.migrateDiskAndPowerOff(params),
        "a destination that accepts another format",
      );
      await expectUndisturbed(t, instance, boot, "by the refused move");
    },
  },
  {
    id: "migration/writes-only-accepted-formats[moves]",
    requirement: "migration/writes-only-accepted-formats",
    title: "The formats of migration data are of those that were accepted, whichever of them the caller left",
    needs: OTHER_HOST.needs,
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const sample = await t.givenInstance({ powerState: "shutdown" });
      const { destination } = await moveParams(way, sample);
      const { acceptedFormats } = t.expectDefined(destination, "destination");
      for (const format of acceptedFormats) {
        const instance = await t.givenInstance({ powerState: "shutdown" });
        const { destination: fresh } = await moveParams(way, instance);
        const held = { ...t.expectDefined(fresh, "destination"), acceptedFormats: [format] };
        const answer = moveAway(way, instance, { destination: held });
        const refusal = await refusalOf(answer);
        if (refusal?.code === "MIGRATION_NOT_POSSIBLE") {
          await expectUnknownFormat(t, answer, `a destination that accepts ${format.name} only`);
          continue;
        }
        expectFormats(t, await answer, [format]);
      }
    },
  },
  {
    id: "migration/writes-only-accepted-formats[next-to-unknown]",
    requirement: "migration/writes-only-accepted-formats",
    title: "A source passes over a format that it cannot write, although the destination likes it best",
    needs: OTHER_HOST.needs,
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const { destination } = await moveParams(way, instance);
      const { acceptedFormats, ...rest } = t.expectDefined(destination, "destination");
      const data = await moveAway(way, instance, {
        destination: { ...rest, acceptedFormats: [NO_FORMAT, ...acceptedFormats] },
      });
      expectFormats(t, data, acceptedFormats);
    },
  },
];

function expectFormats(
  t: CheckContext,
  { format, driverPrivate }: ColdMigrationData,
  accepted: MigrationDestination["acceptedFormats"],
): void {
  const isAccepted = ({ name, version }: ColdMigrationData["format"]): boolean =>
    accepted.some((one) => one.name === name && one.version === version);
  const hint =
    "Write one of the formats that the destination accepts, and answer MIGRATION_NOT_POSSIBLE if there is none.";
  for (const [what, written] of Object.entries({ data: format, driverPrivate: driverPrivate?.format })) {
    if (written === undefined) continue;
    t.expectThat(isAccepted(written), `The format of ${what} is none that the source was given`, {
      expected: accepted,
      got: written,
      hint,
    });
  }
}

const NO_EVENTS: readonly Told[] = [];

/** What an event tells, as far as a move decides it. */
type Told = Pick<EventParams, "transition" | "powerState" | "operationId">;

/** Makes a call and reads what was told of an instance meanwhile, at the host of the call. */
async function toldBy(
  t: CheckContext,
  { uuid }: TestInstance,
  call: (options: { readonly operationId: string }) => Promise<unknown>,
): Promise<{ readonly told: readonly Told[]; readonly operationId: string }> {
  await t.given("probe", () => t.driver.probe({}));
  const earlier = t.events.of(uuid).length;
  const operationId = t.uuid();
  await call({ operationId });
  await t.given("probe", () => t.driver.probe({}));
  const told = t.events.of(uuid).slice(earlier);
  return {
    operationId,
    told: told.map(({ transition, powerState, operationId: cause }) => ({
      transition,
      powerState,
      ...(cause !== undefined && { operationId: cause }),
    })),
  };
}

async function expectTold(
  t: CheckContext,
  instance: TestInstance,
  operation: string,
  expected: readonly Pick<Told, "transition" | "powerState">[],
  call: (options: { readonly operationId: string }) => Promise<unknown>,
): Promise<void> {
  const { told, operationId } = await toldBy(t, instance, call);
  t.expectEqual(
    told,
    expected.map((event) => ({ ...event, operationId })),
    `events of ${operation}`,
    "A move is neither the end of an instance nor a stop without a cause.",
  );
}

function telling(route: Route): readonly Check[] {
  const requirement = "migration/cold-move-is-no-removal";
  const { variant, to } = route;
  const stopped = { transition: "stopped", powerState: "shutdown" } as const;
  return [
    ...(["running", "shutdown"] as const).map((state): Check => ({
      id: `${requirement}[${variant}-${state}]`,
      requirement,
      title: `A move ${to} of a ${state} instance tells how it is stopped and arrives, and its confirmation tells nothing`,
      needs: route.needs,
      run: async (t) => {
        const way = await route.open(t);
        const { here, there } = way;
        const instance = await t.givenInstance({ powerState: state });
        const params = await moveParams(way, instance);
        let data: ColdMigrationData | undefined;
        await expectTold(
          t,
          instance,
          "migrateDiskAndPowerOff",
          state === "running" ? [stopped] : [],
          async (options) => {
            ({ data } = await here.driver.migrateDiskAndPowerOff(params, options));
          },
        );
        const finished = finishParams(way, instance, t.expectDefined(data, "migration data"), {
          powerOn: state === "running",
        });
        const migrated = { transition: "migrated", powerState: state } as const;
        await expectTold(there, instance, "finishMigration", [migrated], (options) =>
          there.driver.finishMigration(finished, options),
        );
        await expectTold(here, instance, "confirmMigration", [], (options) =>
          here.driver.confirmMigration({ ...instance.target, ...(data && { data }), ...sameHostOn(way) }, options),
        );
      },
    })),
    ...[true, false].map((powerOn): Check => ({
      id: `${requirement}[${variant}-revert${powerOn ? "" : "-off"}]`,
      requirement,
      title: `finishRevertMigration() of a move ${to} with powerOn ${powerOn} tells ${powerOn ? "that the guest was started" : "nothing"}`,
      needs: route.needs,
      run: async (t) => {
        const way = await route.open(t);
        const instance = await t.givenInstance();
        await givenMovedAway(way, instance);
        const started = { transition: "started", powerState: "running" } as const;
        await expectTold(t, instance, "finishRevertMigration", powerOn ? [started] : NO_EVENTS, (options) =>
          t.driver.finishRevertMigration(revertParams(way, instance, { powerOn }), options),
        );
      },
    })),
  ];
}

/** Checks that a host lists an instance as the caller's own, under its name, and that its guest has its interfaces. */
async function expectIdentity(t: CheckContext, instance: TestInstance, when: string): Promise<void> {
  const { uuid, name } = instance.params.instance;
  const summaries = (await ownedInstances(t)).filter((summary) => summary.uuid === uuid);
  t.expectEqual(
    summaries.map((summary) => summary.name),
    [name],
    `names of the instance in listInstances ${when}`,
    "Give the instance the name of before, and mark it as the caller's own.",
  );
  const { info } = await t.driver.getInfo(instance.target);
  t.expectEqual({ uuid: info.uuid, name: info.name }, { uuid, name }, `identity in getInfo ${when}`);
  const interfaces = instance.params.devices?.networkInterfaces;
  if (interfaces !== undefined)
    await expectInterfaces(t, instance, interfaces, when, "A guest's network hangs on its addresses.");
}

const NETWORK: Needs = { capabilities: ["supportsNetworkInterfaces", "supportsDiagnostics"] };

function keeping(route: Route): readonly Check[] {
  const requirement = "migration/identity-is-kept";
  const { variant, to } = route;
  return [false, true].map((hasNetwork): Check => ({
    id: `${requirement}[${variant}${hasNetwork ? "-network" : ""}]`,
    requirement,
    title: `An instance keeps its ${hasNetwork ? "MAC addresses" : "uuid and name"} through a move ${to} and its way back`,
    needs: alongRoute(route, hasNetwork ? NETWORK : {}),
    run: async (t) => {
      const way = await route.open(t);
      const networkInterfaces = hasNetwork ? [t.networkInterface(), t.networkInterface()] : [];
      const instance = await t.givenInstance(hasNetwork ? { devices: { networkInterfaces } } : {});
      const data = await givenMoved(way, instance);
      await expectIdentity(way.there, instance, "after finishMigration");
      await givenGoneThere(way, instance, data);
      await t.given("finishRevertMigration", () => revert(way, instance));
      await expectIdentity(t, instance, "after finishRevertMigration");
    },
  }));
}

/** The checks of what holds through cold migrations. */
export const coldMovesChecks: readonly Check[] = [
  ...formats,
  ...ROUTES.flatMap((route) => [...telling(route), ...keeping(route)]),
];
