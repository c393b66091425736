// Checks of the events of calls that make an instance anew, put it aside or bring it back.
import type { Check } from "../../harness/check.ts";
import { expectOneEvent, type Step } from "./lasting-modes.ts";

const FROM = ["running", "shutdown"] as const;

const rebuild = (powerOn: boolean): Step => ({
  operation: "rebuild",
  transition: "rebuilt",
  powerState: powerOn ? "running" : "shutdown",
  call: (t, { params }, options) => t.driver.rebuild({ instance: params.instance, powerOn }, options),
});
const SOFT_DELETE: Step = {
  operation: "softDelete",
  transition: "softDeleted",
  powerState: "shutdown",
  call: (t, { target }, options) => t.driver.softDelete(target, options),
};
const RESTORE: Step = {
  operation: "restore",
  transition: "restored",
  powerState: "running",
  call: (t, { target }, options) => t.driver.restore(target, options),
};

/** The checks of the events of calls that make an instance anew, put it aside or bring it back. */
export const remadeEventChecks: readonly Check[] = [
  ...FROM.flatMap((from) =>
    [true, false].map((powerOn): Check => ({
      id: `event/tells-a-rebuild-as-one[${powerOn ? "on" : "off"}-from-${from}]`,
      requirement: "event/tells-a-rebuild-as-one",
      title: `rebuild() with powerOn ${powerOn} of a ${from} instance sends one event "rebuilt", and no other`,
      run: async (t) => expectOneEvent(t, await t.givenInstance({ powerState: from }), rebuild(powerOn)),
    })),
  ),
  ...FROM.map((from): Check => ({
    id: `event/tells-soft-delete-and-restore[softDelete-from-${from}]`,
    requirement: "event/tells-soft-delete-and-restore",
    title: `softDelete() of a ${from} instance sends one event "softDeleted" with power state shutdown, and no other`,
    run: async (t) => expectOneEvent(t, await t.givenInstance({ powerState: from }), SOFT_DELETE),
  })),
  {
    id: "event/tells-soft-delete-and-restore[restore]",
    requirement: "event/tells-soft-delete-and-restore",
    title: 'restore() sends one event "restored" with power state running, and no other',
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.given("softDelete", () => t.driver.softDelete(instance.target));
      await expectOneEvent(t, instance, RESTORE);
    },
  },
  {
    id: "event/tells-soft-delete-and-restore[unchanged]",
    requirement: "event/tells-soft-delete-and-restore",
    title: "softDelete() of an instance that is put aside, and restore() of one that runs, send no event",
    run: async (t) => {
      const [aside, running] = [await t.givenInstance(), await t.givenInstance()];
      await t.given("softDelete", () => t.driver.softDelete(aside.target));
      await t.given("probe", () => t.driver.probe({}));
      t.events.clear();
      await t.given("softDelete", () => t.driver.softDelete(aside.target));
      await t.given("restore", () => t.driver.restore(running.target));
      await t.given("probe", () => t.driver.probe({}));
      const told = [...t.events.of(aside), ...t.events.of(running)].map(({ transition }) => transition);
      t.expectEqual(
        told,
        [],
        "events of softDelete and restore that changed nothing",
        "Tell what has changed, and not what was asked for.",
      );
    },
  },
];
