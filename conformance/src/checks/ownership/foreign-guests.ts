// Checks of guests that are not the driver's: they are shown, and nothing else.
import { DriverError, type ErrorCode } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { type ForeignGuest, foreignEntries, givenForeignGuest } from "../steps/foreign-guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { INVOKED, type InvokedOperation } from "../steps/on-a-uuid.ts";
import { expectState, stateInGetInfo, stateInList } from "../steps/power-state.ts";
import { withCapability } from "../steps/subject.ts";
import { givenUsage } from "../steps/usage.ts";

const HINT = "Only the tag that spawn leaves on a guest makes it an instance, not its name and not its uuid.";

/** What shows that a foreign guest is there as it was: its entry, and what it holds. */
async function traceOf(t: CheckContext, { name }: ForeignGuest): Promise<object> {
  return { entries: await foreignEntries(t, name), usage: await givenUsage(t) };
}

/** A foreign guest that looks like an instance as much as it can. */
async function givenLookalike(t: CheckContext): Promise<ForeignGuest & { readonly uuid: string }> {
  const { params } = await t.givenInstance({ powerState: "shutdown" });
  const uuid = t.uuid();
  return { ...(await givenForeignGuest(t, { name: `${params.instance.name}-lookalike`, uuid })), uuid };
}

/** The answer of an operation to an instance that is not there. */
async function answerOf(call: Promise<unknown>): Promise<ErrorCode | "success"> {
  try {
    await call;
    return "success";
  } catch (error) {
    if (error instanceof DriverError) return error.code;
    throw error;
  }
}

const asAbsent = INVOKED.map((operation): Check => ({
  id: `ownership/foreign-guests-are-no-instances[${operation.name}]`,
  requirement: "ownership/foreign-guests-are-no-instances",
  title: `${operation.name}() that names the uuid of a foreign guest treats it as absent, and leaves the guest as it was`,
  needs: withCapability({ fault: "foreignGuest" }, operation.capability),
  run: (t) => expectTreatedAsAbsent(t, operation),
}));

async function expectTreatedAsAbsent(t: CheckContext, { name, call }: InvokedOperation): Promise<void> {
  const guest = await givenLookalike(t);
  const before = await t.given("listInstances", () => traceOf(t, guest));
  const absent = await t.given(name, () => answerOf(call(t, t.uuid())));
  await t.given("probe", () => t.driver.probe({}));
  t.events.clear();
  t.expectEqual(await answerOf(call(t, guest.uuid)), absent, `answer of ${name} to the uuid of a foreign guest`, HINT);
  await t.given("probe", () => t.driver.probe({}));
  t.expectEqual(t.events.of(guest.uuid).length, 0, `number of events of a foreign guest after ${name}`, HINT);
  t.expectEqual(await traceOf(t, guest), before, `entry of a foreign guest, and use of its node, after ${name}`, HINT);
}

/** The checks of foreign guests. */
export const foreignGuestsChecks: readonly Check[] = [
  {
    id: "ownership/foreign-guests-are-listed-as-foreign",
    requirement: "ownership/foreign-guests-are-listed-as-foreign",
    title:
      "listInstances() shows guests that did not come from the driver as foreign, on their node, whatever their names and uuids",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      const { params } = await t.givenInstance({ powerState: "shutdown" });
      const { uuid, name } = params.instance;
      const others = [
        { name: "database-7" },
        { name: "with-a-uuid", uuid: t.uuid() },
        { name },
        { name: `${name}-copy`, uuid: t.uuid() },
      ];
      for (const other of others) {
        const guest = await givenForeignGuest(t, other);
        const found = await foreignEntries(t, guest.name);
        const nodes = found.map(({ node }) => node);
        t.expectEqual(
          nodes,
          [guest.node],
          `nodes of the foreign entries of listInstances by name "${guest.name}"`,
          HINT,
        );
      }
      const owned = (await ownedInstances(t)).filter((entry) => others.some((other) => other.name === entry.name));
      t.expectEqual(
        owned.map((entry) => entry.uuid),
        [uuid],
        "owned entries of listInstances beside foreign guests",
        HINT,
      );
    },
  },
  {
    id: "ownership/foreign-guests-are-listed-as-foreign[gone]",
    requirement: "ownership/foreign-guests-are-listed-as-foreign",
    title: "listInstances() shows each foreign guest by a handle of its own, and none that is gone",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      for (const name of ["first", "second"]) await givenForeignGuest(t, { name });
      const handles = [...(await foreignEntries(t, "first")), ...(await foreignEntries(t, "second"))];
      t.expectEqual(
        new Set(handles.map(({ internalId }) => internalId)).size,
        2,
        "number of handles of two foreign guests",
      );
      await t.endFaults();
      t.expectEqual(await foreignEntries(t, "first"), [], "entries of a foreign guest that is gone");
    },
  },
  {
    id: "ownership/foreign-guests-are-no-instances",
    requirement: "ownership/foreign-guests-are-no-instances",
    title: "No read but listInstances() shows a foreign guest, and no event tells of it",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      t.events.clear();
      const { uuid } = await givenLookalike(t);
      t.expectEqual(await stateInList(t, uuid), "absent", "powerState of a foreign guest in listInstanceStates", HINT);
      t.expectEqual(await stateInGetInfo(t, uuid), "absent", "powerState of a foreign guest in getInfo", HINT);
      await t.endFaults();
      await t.given("probe", () => t.driver.probe({}));
      t.expectEqual(t.events.of(uuid).length, 0, "number of events of a foreign guest that came and went", HINT);
    },
  },
  ...asAbsent,
  {
    id: "ownership/spawn-spares-foreign-guests",
    requirement: "ownership/spawn-spares-foreign-guests",
    title: "spawn() with the uuid of a foreign guest is answered INSTANCE_EXISTS, and the guest is there as before",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      const params = await t.newInstance();
      const { uuid } = params.instance;
      const guest = await givenForeignGuest(t, { name: "owner-of-the-uuid", uuid });
      const before = await t.given("listInstances", () => traceOf(t, guest));
      await t.expectError(t.driver.spawn(params), "INSTANCE_EXISTS", {
        effect: "none",
        hint: "Ask the hypervisor, and not only your own records.",
      });
      t.expectEqual(
        await traceOf(t, guest),
        before,
        "entry of a foreign guest, and use of its node, after spawn of its uuid",
      );
      await expectState(t, uuid, "absent", "after a spawn with the uuid of a foreign guest");
    },
  },
  {
    id: "ownership/spawn-spares-foreign-guests[name]",
    requirement: "ownership/spawn-spares-foreign-guests",
    title: "spawn() with the name of a foreign guest succeeds beside it, and so does destroy()",
    needs: { fault: "foreignGuest" },
    run: async (t) => {
      const params = await t.newInstance();
      const guest = await givenForeignGuest(t, { name: params.instance.name, uuid: t.uuid() });
      const before = await t.given("listInstances", () => traceOf(t, guest));
      if (t.hasWholeNodes)
        t.notApplicable("A node of this driver holds one guest, and the check puts another one there");
      await t.driver.spawn(params);
      await expectState(t, params.instance.uuid, "running", "after a spawn with the name of a foreign guest");
      const found = await foreignEntries(t, guest.name);
      t.expectEqual(found.length, 1, "number of foreign entries after a spawn of their name", HINT);
      await t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true });
      t.expectEqual(
        await traceOf(t, guest),
        before,
        "entry of a foreign guest, and use of its node, after destroy of its namesake",
      );
    },
  },
];
