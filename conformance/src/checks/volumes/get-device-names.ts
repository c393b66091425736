// Checks of `getDeviceNames`: a name for each, and the same ones each time.
import type { BlockDeviceNaming } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";

/** All that an instance can have, none with a name. */
const NAMELESS: readonly BlockDeviceNaming[] = [
  { kind: "root" },
  { kind: "ephemeral" },
  { kind: "ephemeral" },
  { kind: "swap" },
  { kind: "volume" },
  { kind: "volume" },
];

async function ask(t: CheckContext, devices: readonly BlockDeviceNaming[]): Promise<readonly BlockDeviceNaming[]> {
  return (await t.driver.getDeviceNames({ node: t.node.uuid, devices: [...devices] })).devices;
}

/** The checks of `getDeviceNames`. */
export const getDeviceNamesChecks: readonly Check[] = [
  {
    id: "getDeviceNames/each-device-gets-a-name",
    requirement: "getDeviceNames/each-device-gets-a-name",
    title: "getDeviceNames() answers the devices in their order, each with a name of its own, a bus and a type",
    run: async (t) => {
      const named = await ask(t, NAMELESS);
      t.expectEqual(
        named.map(({ kind }) => kind),
        NAMELESS.map(({ kind }) => kind),
        "kinds of the devices in the answer of getDeviceNames",
      );
      for (const device of named) {
        t.expectDefined(device.deviceName, `deviceName of a device of kind ${device.kind}`);
        t.expectDefined(device.bus, `bus of a device of kind ${device.kind}`);
        t.expectDefined(device.deviceType, `deviceType of a device of kind ${device.kind}`);
      }
      expectDifferent(t, named);
    },
  },
  {
    id: "getDeviceNames/each-device-gets-a-name[named-before]",
    requirement: "getDeviceNames/each-device-gets-a-name",
    title: "getDeviceNames() leaves a device the name that it comes with, and gives that to no other",
    run: async (t) => {
      // The names that the driver itself would give, moved to other devices.
      const own = await t.given("getDeviceNames", () => ask(t, NAMELESS));
      const [first, second] = own.filter(({ kind }) => kind === "volume");
      const last = own.at(-1);
      if (first === undefined || second === undefined || last === undefined) return;
      const given = [
        ...NAMELESS.slice(0, -1),
        { ...last, deviceName: t.expectDefined(first.deviceName, "deviceName") },
      ];
      const named = await ask(t, given);
      const hint = "Take the names that are given first, and choose the others around them.";
      t.expectEqual(named.at(-1)?.deviceName, first.deviceName, "name of a device that came with it", hint);
      expectDifferent(t, named);
      t.expectEqual(await ask(t, own), own, "answer of getDeviceNames to devices that all have names", hint);
    },
  },
  {
    id: "getDeviceNames/each-device-gets-a-name[twice]",
    requirement: "getDeviceNames/each-device-gets-a-name",
    title: "getDeviceNames() of two devices that come with one name is INVALID_REQUEST",
    run: async (t) => {
      const [named] = await t.given("getDeviceNames", () => ask(t, [{ kind: "volume" }]));
      if (named === undefined) return;
      await t.expectError(ask(t, [{ kind: "root" }, named, named]), "INVALID_REQUEST", { effect: "none" });
    },
  },
  {
    id: "getDeviceNames/same-question-same-answer",
    requirement: "getDeviceNames/same-question-same-answer",
    title: "getDeviceNames() answers the same each time, also after an instance with volumes was built with the names",
    run: async (t) => {
      const first = await ask(t, NAMELESS);
      const other = await ask(t, NAMELESS.slice(0, 2));
      t.expectEqual(await ask(t, NAMELESS), first, "answer of getDeviceNames, asked again");
      await t.givenInstance();
      const hint = "It is a question only: nothing is reserved by it.";
      t.expectEqual(await ask(t, NAMELESS), first, "answer of getDeviceNames after a spawn", hint);
      t.expectEqual(await ask(t, NAMELESS.slice(0, 2)), other, "answer of getDeviceNames to another question", hint);
    },
  },
];

function expectDifferent(t: CheckContext, devices: readonly BlockDeviceNaming[]): void {
  const names = devices.map(({ deviceName }) => deviceName);
  t.expectEqual(new Set(names).size, names.length, "number of different names in the answer of getDeviceNames");
}
