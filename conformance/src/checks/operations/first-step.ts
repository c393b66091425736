// Checks of a failure at the first hypervisor call of an operation: of every operation that the checks which fail each step in turn
// leave out, since what they take is dear to make anew for each step.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { CHANGES } from "../steps/changes.ts";
import { type InstanceCall, modelOf } from "../steps/instance-calls/instance-call.ts";
import { givenSucceedingCall, succeedingCalls } from "../steps/instance-calls/succeeding.ts";
import { needOwnNode } from "../steps/own-node.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

const REQUIREMENT: RequirementId = "operations/failed-call-can-be-repeated";

/** An operation that fails at its first hypervisor call and is then made again. */
interface Failing {
  readonly operation: string;
  readonly prepare: (t: CheckContext) => Promise<{
    readonly call: () => Promise<unknown>;
    /** Checks what the call has led to. */
    readonly expectDone?: (when: string) => Promise<void>;
  }>;
}

function onAnInstance(call: InstanceCall): Failing {
  return {
    operation: call.operation,
    prepare: async (t) => {
      const { instance, state, after, prepared } = await givenSucceedingCall(t, call);
      return {
        call: () => prepared.callIn(state),
        expectDone: (when) => expectState(t, instance, after, when),
      };
    },
  };
}

const ON_HOSTS: readonly Failing[] = [
  {
    operation: "hostMaintenanceMode",
    prepare: async (t) => {
      await needOwnNode(t);
      const node = t.node.uuid;
      const set = (maintenance: boolean): Promise<unknown> => t.driver.hostMaintenanceMode({ node, maintenance });
      t.onCleanup(async () => void (await set(false).catch(() => undefined)));
      return { call: () => set(true) };
    },
  },
  {
    operation: "hostPowerAction",
    prepare: async (t) => {
      await needOwnNode(t);
      return { call: () => t.driver.hostPowerAction({ node: t.node.uuid, action: "reboot" }) };
    },
  },
  {
    operation: "setHostEnabled",
    prepare: async (t) => {
      const node = t.node.uuid;
      const set = (enabled: boolean): Promise<unknown> => t.driver.setHostEnabled({ node, enabled });
      t.onCleanup(async () => void (await set(true).catch(() => undefined)));
      return { call: () => set(false) };
    },
  },
  {
    operation: "cacheImage",
    prepare: async (t) => {
      const { image } = (await t.newInstance()).instance;
      return { call: () => t.driver.cacheImage({ node: t.node.uuid, image: { ...image, id: t.uuid() } }) };
    },
  },
  {
    operation: "manageImageCache",
    prepare: async (t) => ({
      call: () => t.driver.manageImageCache({ node: t.node.uuid, imagesInUse: [], unusedForSeconds: 0 }),
    }),
  },
];

async function failOnce(t: CheckContext, { operation, prepare }: Failing): Promise<void> {
  const { call, expectDone } = await prepare(t);
  await t.simulation.injectFault({ kind: "failStep", step: 1 });
  const refusal = await refusalOf(call());
  await t.simulation.clearFaults();
  if (refusal === undefined) return t.notApplicable(`${operation} asks nothing of the hypervisor that could fail`);
  const again = await refusalOf(call());
  const what = `${operation} failed again, although only its first hypervisor call had failed, once`;
  t.expectThat(again === undefined, what, { expected: "success", got: again });
  await expectDone?.(`after a ${operation} that was repeated`);
}

const swept = new Set<string>(CHANGES.map(({ operation }) => operation));
const subjects: readonly Failing[] = [
  ...succeedingCalls
    .filter((call) => modelOf(call).kind === "change" && !swept.has(call.operation))
    .filter((call) => modelOf(call).errors.some(({ code }) => code === "BACKEND_FAILED"))
    .map(onAnInstance),
  ...ON_HOSTS,
];

/** The checks of failures at the first step. */
export const firstStepChecks: readonly Check[] = subjects.map((subject): Check => {
  const { operation } = subject;
  const capability = specModel.operations[operation]?.capability as Capability | undefined;
  return {
    id: `${REQUIREMENT}[${operation}-first-step]`,
    requirement: REQUIREMENT,
    title: `${operation}() whose first hypervisor call failed succeeds when it is made again`,
    needs: { simulation: true, ...(capability !== undefined && { capabilities: [capability] }) },
    run: (t) => failOnce(t, subject),
  };
});
