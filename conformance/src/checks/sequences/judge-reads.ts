// What the reads must show after a step: the states of all instances, the lists, rescue mode, and the use of the nodes.
import { DriverError } from "@virt-driver-kit/spec";
import type { InstanceInfo } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { Expectation } from "../../model/instance-model.ts";
import type { ModelState } from "../../model/declared-outcome.ts";
import { letterOf } from "../../model/sequence-text.ts";
import { instanceOf } from "../../model/site-model.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { allStates } from "../steps/power-state.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";
import { type Actor, type Stage } from "./stage.ts";
import { breaks, nameOf, type Scene } from "./scene.ts";

/** What the reads show of the instances of a stage, each by its number. */
export interface Reading {
  readonly listed: readonly ModelState[];
  readonly owned: readonly number[];
  /** What `getInfo` shows of the instance that the step is about. */
  readonly info: InstanceInfo | undefined;
  readonly use: Amounts;
}

/** Reads all that the judges compare. */
export async function read(t: CheckContext, stage: Stage, actor: Actor): Promise<Reading> {
  const info = await infoOf(t, actor);
  const states = new Map((await allStates(t)).map(({ uuid, powerState }) => [uuid, powerState]));
  const owned = (await ownedInstances(t)).map(({ uuid }) => uuid);
  return {
    listed: stage.actors.map(({ uuid }) => states.get(uuid) ?? "absent"),
    owned: stage.actors.map(({ uuid }) => owned.filter((candidate) => candidate === uuid).length),
    info,
    use: await useOf(t, stage),
  };
}

/** What `getInfo` says of an instance; `undefined` if there is none. */
export async function infoOf(t: CheckContext, { target }: Pick<Actor, "target">): Promise<InstanceInfo | undefined> {
  try {
    return (await t.driver.getInfo(target)).info;
  } catch (error) {
    if (error instanceof DriverError && error.code === "INSTANCE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** What is in use on the nodes of a stage together. */
export async function useOf(t: CheckContext, { actors }: Stage): Promise<Amounts> {
  const sum = { vcpus: 0, memoryMib: 0, localGib: 0 };
  for (const node of new Set(actors.map(({ params }) => params.node))) {
    const { vcpus, memoryMib, localGib } = await givenUsage(t, { uuid: node, name: "" });
    sum.vcpus += vcpus;
    sum.memoryMib += memoryMib;
    sum.localGib += localGib;
  }
  return sum;
}

/**
 * Finds what came of a step among what may come of it, by the state that a read shows: one read that is wrong by itself is a finding of that
 * read, and not of the operation.
 */
export function expectationSeen(
  t: CheckContext,
  scene: Pick<Scene, "step" | "was">,
  candidates: readonly Expectation[],
  { info, listed }: Reading,
): Expectation {
  const inInfo = info?.powerState ?? "absent";
  const inList = listed[scene.step.actor] ?? "absent";
  const byInfo = candidates.find(({ after }) => after.state === inInfo);
  const byList = candidates.find(({ after }) => after.state === inList);
  const got = { getInfo: inInfo, listInstanceStates: inList };
  const expected = [...new Set(candidates.map(({ after }) => after.state))].join(" or ");
  if (byInfo !== undefined && inInfo === inList) return byInfo;
  if (byInfo === undefined && byList === undefined)
    return breaks(t, scene, `The instance is ${inInfo} after ${nameOf(scene)}`, { expected, got });
  const [liar, requirement] =
    byInfo === undefined
      ? (["getInfo", "getInfo/shows-the-state-on-return"] as const)
      : (["listInstanceStates", "listInstances/agrees-with-other-reads"] as const);
  return breaks(t, scene, `${liar} shows another state than the other read after ${nameOf(scene)}`, {
    requirement,
    expected,
    got,
  });
}

/** Checks that each other instance is in the state that it was in, and each instance in the lists or in none. */
export function judgeLists(t: CheckContext, scene: Scene, { listed, owned, info }: Reading): void {
  const { step, after, actor } = scene;
  after.forEach(({ state }, other) => {
    const isOther = other !== step.actor;
    if (listed[other] !== state)
      breaks(t, scene, `Instance ${letterOf(other)} is ${listed[other]} after ${nameOf(scene)}`, {
        ...(isOther && step.command.operation === "destroy" && { requirement: "destroy/leaves-others-alone" }),
        expected: state,
        got: listed[other],
      });
    const entries = state === "absent" ? 0 : 1;
    if (owned[other] !== entries)
      breaks(t, scene, `listInstances shows instance ${letterOf(other)} ${owned[other]} times after ${nameOf(scene)}`, {
        requirement: entries === 0 ? "destroy/removes-the-instance" : "listInstances/shows-every-power-state",
        expected: entries,
        got: owned[other],
      });
  });
  const { isRescued } = instanceOf(after, step.actor);
  if (info !== undefined && (info.rescued ?? false) !== isRescued)
    breaks(t, scene, `getInfo says rescued ${info.rescued ?? false} after ${nameOf(scene)}`, {
      requirement: "getInfo/tells-rescue-mode",
      expected: isRescued,
      got: info.rescued ?? false,
    });
  const { name } = actor.params.instance;
  if (info !== undefined && (info.uuid !== actor.uuid || info.name !== name || info.node !== actor.params.node))
    breaks(t, scene, `getInfo shows another identity after ${nameOf(scene)}`, {
      requirement: "getInfo/keeps-identity",
      expected: { uuid: actor.uuid, name, node: actor.params.node },
      got: { uuid: info.uuid, name: info.name, node: info.node },
    });
}

/** Checks that the use of the nodes has changed by just what came or went. */
export function judgeUse(t: CheckContext, scene: Scene, before: Amounts, now: Amounts): void {
  const { was, step, after, actor } = scene;
  const is = instanceOf(after, step.actor);
  const presence = Number(is.state !== "absent") - Number(was.state !== "absent");
  const { vcpus, memoryMib, rootGib } = actor.params.instance.flavor;
  const expected = { vcpus: presence * vcpus, memoryMib: presence * memoryMib, localGib: presence * rootGib };
  const got = {
    vcpus: now.vcpus - before.vcpus,
    memoryMib: now.memoryMib - before.memoryMib,
    localGib: now.localGib - before.localGib,
  };
  // Whether disks that are kept without their instance count is the driver's choice.
  if (was.hasKeptDisks || is.hasKeptDisks) got.localGib = expected.localGib;
  const members = ["vcpus", "memoryMib", "localGib"] as const;
  if (members.every((member) => got[member] === expected[member])) return;
  breaks(t, scene, `The use of the node has not changed by what ${nameOf(scene)}, makes of it`, {
    requirement:
      presence < 0 ? "getAvailableResource/usage-falls-after-destroy" : "getAvailableResource/usage-counts-instances",
    expected,
    got,
    hint: "Count the flavor's figures from spawn to destroy, whatever happens in between.",
  });
}
