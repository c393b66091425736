// Operations that build, remake and put away an instance, and that make images of it.
import { givenSink, snapshotOf } from "../image-sinks.ts";
import { type InstanceCall, plain } from "./instance-call.ts";

/** Until the agent of a guest, if it has one, is there, in milliseconds after its start. */
const UNTIL_AGENT_MS = 2_000;

/** The operations, in each variant that the spec tells apart. */
export const lifecycleCalls: readonly InstanceCall[] = [
  ...[true, false].flatMap((powerOn): InstanceCall[] => [
    {
      operation: "spawn",
      when: { powerOn },
      prepare: (t, instance) => (_, options) => t.driver.spawn({ ...instance.params, powerOn }, options),
    },
    {
      operation: "rebuild",
      when: { powerOn },
      prepare:
        (t, { params: { instance } }) =>
        (_, options) =>
          t.driver.rebuild({ instance, powerOn }, options),
      // What it leaves in the same state is another guest.
      spares: ["running", "shutdown"],
    },
  ]),
  plain("destroy", (t, { target }, options) => t.driver.destroy({ ...target, destroyDisks: true }, options)),
  {
    operation: "softDelete",
    prepare:
      (t, { target }) =>
      (_, options) =>
        t.driver.softDelete(target, options),
    // An instance that is put aside is off, and more than that.
    spares: ["shutdown"],
  },
  plain("restore", (t, { target }, options) => t.driver.restore(target, options)),
  {
    operation: "snapshot",
    prepare: async (t, instance) => {
      const { sink } = await givenSink(t);
      const params = snapshotOf(t, instance, sink);
      return (_, options) => t.driver.snapshot(params, options);
    },
  },
  {
    operation: "quiesce",
    prepare: async (t, { target }) => {
      await t.elapse(UNTIL_AGENT_MS);
      return (_, options) => t.driver.quiesce({ ...target, autoThawSeconds: 60 }, options);
    },
  },
  plain("unquiesce", (t, { target }, options) => t.driver.unquiesce(target, options)),
];
