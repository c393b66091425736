// Checks of what a driver says while its hypervisor does not answer: that it could not look, and never what it did not see.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectState } from "../steps/power-state.ts";

type Calls = Readonly<Record<string, () => Promise<unknown>>>;

/** Makes the hypervisor unreachable, and checks that every call says so. */
async function expectUnreachable(t: CheckContext, calls: Calls, hint: (operation: string) => string): Promise<void> {
  await t.fault({ kind: "backendUnreachable" });
  for (const [operation, call] of Object.entries(calls)) {
    await t.expectError(call(), "BACKEND_UNREACHABLE", { hint: hint(operation) });
  }
  await t.endFaults();
}

function readsOf(t: CheckContext, { target, node }: TestInstance): Calls {
  const { driver, session } = t;
  return {
    getInfo: () => driver.getInfo(target),
    listNodes: () => driver.listNodes({}),
    listInstances: () => driver.listInstances({}),
    listInstanceStates: () => driver.listInstanceStates({}),
    getAvailableResource: () => driver.getAvailableResource({ node: node.uuid }),
    ...(session.capabilities.supportsConsoleOutput && { getConsoleOutput: () => driver.getConsoleOutput(target) }),
    ...(session.capabilities.supportsDiagnostics && {
      getInstanceDiagnostics: () => driver.getInstanceDiagnostics(target),
    }),
  };
}

function changesOf(t: CheckContext, { target }: TestInstance): Calls {
  const { driver, session } = t;
  return {
    reboot: () => driver.reboot({ ...target, type: "hard" }),
    powerOff: () => driver.powerOff({ ...target, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
    powerOn: () => driver.powerOn(target),
    ...(session.capabilities.supportsPause && {
      pause: () => driver.pause(target),
      unpause: () => driver.unpause(target),
    }),
    destroy: () => driver.destroy({ ...target, destroyDisks: true }),
  };
}

const neverInvent = (operation: string): string =>
  `${operation} must say that it could not look, and never what it did not see.`;
const neverPretend = (operation: string): string => `${operation} must not report success for what it could not do.`;

/** The checks of a hypervisor that cannot be reached. */
export const unreachableChecks: readonly Check[] = [
  {
    id: "errors/unreachable-is-never-absent[reads]",
    requirement: "errors/unreachable-is-never-absent",
    title: "Every read is answered BACKEND_UNREACHABLE while the hypervisor does not answer",
    needs: { fault: "backendUnreachable" },
    run: async (t) => expectUnreachable(t, readsOf(t, await t.givenInstance()), neverInvent),
  },
  {
    id: "errors/unreachable-is-never-absent[reads-of-nothing]",
    requirement: "errors/unreachable-is-never-absent",
    title:
      "A read of an instance that is not there is answered BACKEND_UNREACHABLE while nobody can know that it is not",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      const target = { instanceUuid: t.uuid() };
      await expectUnreachable(t, { getInfo: () => t.driver.getInfo(target) }, neverInvent);
    },
  },
  {
    id: "errors/unreachable-is-never-absent[changes]",
    requirement: "errors/unreachable-is-never-absent",
    title: "Every change is answered BACKEND_UNREACHABLE while the hypervisor does not answer, also a destroy()",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      const instance = await t.givenInstance();
      const params = await t.newInstance();
      const changes = { spawn: () => t.driver.spawn(params), ...changesOf(t, instance) };
      await expectUnreachable(t, changes, neverPretend);
    },
  },
  {
    id: "errors/unreachable-is-never-absent[afterwards]",
    requirement: "errors/unreachable-is-never-absent",
    title:
      "An instance is what it was once its hypervisor answers again, and one that could not be spawned is not there",
    needs: { fault: "backendUnreachable" },
    run: async (t) => {
      const instance = await t.givenInstance();
      const params = await t.newInstance();
      await t.fault({ kind: "backendUnreachable" });
      for (const call of Object.values({ ...readsOf(t, instance), ...changesOf(t, instance) }))
        await call().catch(() => undefined);
      await t.driver.spawn(params).catch(() => undefined);
      await t.endFaults();
      await expectState(t, instance, "running", "after its hypervisor could not be reached for a while");
      await expectState(t, params.instance.uuid, "absent", "after a spawn while the hypervisor could not be reached");
    },
  },
];
