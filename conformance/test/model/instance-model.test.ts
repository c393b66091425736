import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { type Command, commandNamed, COMMANDS } from "../../src/model/commands.ts";
import { declaredOutcome, type ModelState } from "../../src/model/declared-outcome.ts";
import {
  bootOf,
  type Expectation,
  expectationsOf,
  type InstanceModel,
  UNKNOWN,
} from "../../src/model/instance-model.ts";

const STATES: readonly ModelState[] = ["absent", ...(Object.keys(specModel.powerStates) as ModelState[])];

function command(name: string): Command {
  const found = commandNamed(name);
  if (found === undefined) throw new RangeError(`no command ${name}`);
  return found;
}

/** The first thing that may come of each of some commands, one after the other. */
function play(...names: string[]): InstanceModel {
  return names.reduce((instance, name) => first(instance, name).after, UNKNOWN);
}

function first(instance: InstanceModel, name: string): Expectation {
  const [expected] = expectationsOf(instance, command(name));
  if (expected === undefined) throw new RangeError(`nothing is known of ${name}`);
  return expected;
}

describe("the model of an instance", () => {
  const called = COMMANDS.filter(({ operation }) => operation !== undefined);

  test.for(called)("answers $name in each power state as the spec's table has it", (one) => {
    for (const state of STATES) {
      const declared = declaredOutcome(one.operation ?? "", one.when, state);
      const [expected] = expectationsOf({ ...UNKNOWN, state }, one);
      const isRefused = Object.hasOwn(specModel.errors, declared);
      const after = isRefused || declared === "unchanged" ? state : declared;
      expect({ state, outcome: expected?.outcome, after: expected?.after.state }).toEqual({
        state,
        outcome: isRefused ? declared : "done",
        after,
      });
    }
  });

  test("boots a guest when it is started, and not when it goes on", () => {
    expect(first(play("spawn-off"), "powerOn").boots).toBe(true);
    expect(first(play("spawn"), "powerOn").boots).toBe(false);
    expect(first(play("spawn", "pause"), "unpause").boots).toBe(false);
    expect(first(play("spawn", "suspend"), "resume").boots).toBe(false);
    expect(first(play("spawn", "suspend"), "reboot-hard").boots).toBe(true);
    expect(first(play("spawn", "rebuild-off"), "rebuild").boots).toBe(true);
  });

  test("counts the boots of each disk as the probe guest does", () => {
    expect(bootOf(play("spawn", "reboot-hard", "powerOff", "powerOn"))).toBe(3);
    expect(bootOf(play("spawn", "reboot-hard", "rebuild"))).toBe(1);
    expect(bootOf(play("spawn", "powerOff", "rescue", "reboot-hard"))).toBe(2);
    expect(bootOf(play("spawn", "powerOff", "rescue", "reboot-hard", "unrescue"))).toBe(2);
    expect(bootOf(play("spawn", "destroy-keeping", "spawn"))).toBe(2);
    expect(bootOf(play("spawn", "destroy", "spawn"))).toBe(1);
    expect(bootOf(play("spawn", "destroy-keeping", "destroy", "spawn"))).toBe(1);
  });

  test("keeps rescue mode through power cycles, and ends it with unrescue, rebuild and destroy", () => {
    const rescued = ["spawn-off", "rescue", "powerOff", "powerOn", "suspend", "resume"];
    expect(play(...rescued).isRescued).toBe(true);
    expect(play(...rescued, "unrescue").isRescued).toBe(false);
    expect(play(...rescued, "rebuild").isRescued).toBe(false);
    expect(play(...rescued, "destroy-keeping", "spawn").isRescued).toBe(false);
    expect(play("spawn-off", "rescue", "powerOff", "unrescue").state).toBe("running");
  });

  test("tells one transition of a call that changes the instance, and none of one that does not", () => {
    expect(first(play("spawn"), "pause").told).toEqual(["paused"]);
    expect(first(play("spawn", "pause"), "pause").told).toEqual([]);
    expect(first(play("spawn-off"), "pause").told).toEqual([]);
    expect(first(play("spawn"), "reboot-hard").told).toEqual(["rebooted"]);
    expect(first(play("spawn-off"), "softDelete").told).toEqual(["softDeleted"]);
    expect(first(play("spawn-off", "softDelete"), "softDelete").told).toEqual([]);
    expect(first(play(), "destroy").told).toEqual([]);
  });

  test("says nothing of an instance that was put aside but how it comes back and how it goes", () => {
    const aside = play("spawn", "softDelete");
    const known = COMMANDS.filter((one) => expectationsOf(aside, one).length > 0).map(({ name }) => name);
    expect(known).toEqual(["spawn", "destroy", "softDelete", "restore"]);
  });

  test("lets a guest crash or stop by itself only while it runs, and leaves open how a crash reads", () => {
    const states = expectationsOf(play("spawn"), command("guest-crashes")).map(({ after }) => after.state);
    expect(states.toSorted()).toEqual(["crashed", "shutdown"]);
    expect(expectationsOf(play("spawn-off"), command("guest-stops"))).toEqual([]);
  });
});
