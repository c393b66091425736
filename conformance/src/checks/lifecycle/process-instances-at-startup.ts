// Checks of `processInstancesAtStartup`: one verdict for each instance, and the right one.
import type { DriverState, NodeInfo, SpawnParams, StartupInstance, StartupVerdict } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenNextSession } from "../steps/next-session.ts";
import { allNodes } from "../steps/nodes.ts";
import { needsOfState, PRESENT_STATES } from "../steps/subject.ts";
import { givenSubject } from "../steps/subject.ts";

/** What a caller knows of an instance. */
interface Known {
  readonly params: SpawnParams;
  readonly driverState?: DriverState | undefined;
}

/** An instance as its caller expects it. */
function expected(
  { params: { instance, node }, driverState }: Known,
  changes: Partial<StartupInstance> = {},
): StartupInstance {
  return { instance: { ...instance, ...(driverState && { driverState }) }, node, powerState: "running", ...changes };
}

async function spawned(t: CheckContext, node?: NodeInfo): Promise<Known> {
  const params = await t.newInstance({ powerOn: false, ...(node && { node }) });
  const { driverState } = await t.given("spawn", () => t.driver.spawn(params));
  return { params, driverState };
}

/** Asks at the beginning of a new session, as a caller does that has just found the driver. */
async function judged(t: CheckContext, ...instances: readonly StartupInstance[]): Promise<readonly StartupVerdict[]> {
  await givenNextSession(t, {});
  return (await t.driver.processInstancesAtStartup({ instances: [...instances] })).verdicts;
}

const verdictsOf = (verdicts: readonly StartupVerdict[]): string[] => verdicts.map(({ verdict }) => verdict);

/** Driver states of drivers and versions that nobody knows. */
function foreignStates(own: DriverState | undefined): readonly DriverState[] {
  const data = Buffer.from("written by another driver").toString("base64");
  const unknown = { format: "vdk-conformance-of-no-driver", version: 1, data };
  return own === undefined ? [unknown] : [unknown, { ...own, version: 1_000_000 }];
}

const accepting: readonly Check[] = [
  {
    id: "processInstancesAtStartup/accepts-what-it-has",
    requirement: "processInstancesAtStartup/accepts-what-it-has",
    title:
      "processInstancesAtStartup() accepts instances that the driver has built, on and off, with the driver state that it gave out last",
    run: async (t) => {
      const off = await spawned(t);
      const { params } = await t.givenInstance();
      const verdicts = await judged(t, expected(off), expected({ params }));
      t.expectEqual(verdictsOf(verdicts), ["accepted", "accepted"], "verdicts on instances that the driver has", HINT);
    },
  },
  {
    id: "processInstancesAtStartup/accepts-what-it-has[rebuilt]",
    requirement: "processInstancesAtStartup/accepts-what-it-has",
    title: "processInstancesAtStartup() accepts an instance with the driver state that rebuild() gave out",
    needs: { capabilities: ["supportsRebuild"] },
    run: async (t) => {
      const { params, driverState: first } = await spawned(t);
      const { driverState = first } = await t.given("rebuild", () =>
        t.driver.rebuild({ instance: params.instance, powerOn: false }),
      );
      const verdicts = await judged(t, expected({ params, driverState }));
      t.expectEqual(verdictsOf(verdicts), ["accepted"], "verdicts on an instance that was rebuilt", HINT);
    },
  },
  {
    id: "processInstancesAtStartup/accepts-what-it-has[restarted]",
    requirement: "processInstancesAtStartup/accepts-what-it-has",
    title: "processInstancesAtStartup() of a restarted driver accepts what the driver has built before",
    needs: { restart: true, capabilities: ["supportsRecovery"] },
    run: async (t) => {
      const known = await spawned(t);
      await t.restartDriver();
      const { verdicts } = await t.driver.processInstancesAtStartup({ instances: [expected(known)] });
      t.expectEqual(verdictsOf(verdicts), ["accepted"], "verdicts of a restarted driver on what it has", HINT);
    },
  },
];

const HINT = "Judge by what the hypervisor has, and read every driver state that was ever given out.";

/** The checks of `processInstancesAtStartup`. */
export const processInstancesAtStartupChecks: readonly Check[] = [
  {
    id: "processInstancesAtStartup/judges-each-once",
    requirement: "processInstancesAtStartup/judges-each-once",
    title:
      "processInstancesAtStartup() answers one verdict for each instance in the order of the request, and none for others",
    run: async (t) => {
      const known = [await spawned(t), await spawned(t), await spawned(t)];
      const missing = { params: await t.newInstance() };
      const asked = [known[2], missing, known[0]].flatMap((one) => (one === undefined ? [] : [expected(one)]));
      const named = async (instances: readonly StartupInstance[]): Promise<string[]> =>
        (await judged(t, ...instances)).map(({ instanceUuid }) => instanceUuid);
      const uuids = asked.map(({ instance }) => instance.uuid);
      const hint = "Answer for what is asked, and for nothing else that is there.";
      t.expectEqual(await named(asked), uuids, "instances that the verdicts are about", hint);
      t.expectEqual(await named([]), [], "instances that the verdicts on none are about", hint);
    },
  },
  ...accepting,
  {
    id: "processInstancesAtStartup/tells-missing-from-broken",
    requirement: "processInstancesAtStartup/tells-missing-from-broken",
    title:
      "processInstancesAtStartup() says missing of an instance that was never there, and of one that was destroyed",
    run: async (t) => {
      const destroyed = await spawned(t);
      const { uuid: instanceUuid } = destroyed.params.instance;
      await t.given("destroy", () => t.driver.destroy({ instanceUuid, destroyDisks: true }));
      const never = { params: await t.newInstance() };
      const verdicts = await judged(t, expected(destroyed), expected(never));
      t.expectEqual(verdictsOf(verdicts), ["missing", "missing"], "verdicts on instances that are not there");
    },
  },
  {
    id: "processInstancesAtStartup/tells-missing-from-broken[other-node]",
    requirement: "processInstancesAtStartup/tells-missing-from-broken",
    title:
      "processInstancesAtStartup() does not say missing of an instance that is on another node of the driver's than expected",
    run: async (t) => {
      const other = (await t.given("listNodes", () => allNodes(t))).find(({ uuid }) => uuid !== t.node.uuid);
      if (other === undefined) return t.notApplicable("The driver serves one node only");
      const verdicts = await judged(t, expected(await spawned(t), { node: other.uuid }));
      t.expectEqual(verdictsOf(verdicts), ["objection"], "verdicts on an instance that is on another node");
    },
  },
  ...PRESENT_STATES.map((state): Check => ({
    id: `processInstancesAtStartup/tells-missing-from-broken[${state}]`,
    requirement: "processInstancesAtStartup/tells-missing-from-broken",
    title: `processInstancesAtStartup() does not say missing of an instance that is ${state}, whatever the caller thinks of its power state`,
    needs: needsOfState(state),
    run: async (t) => {
      const { params } = await givenSubject(t, state);
      for (const powerState of ["running", "shutdown"] as const) {
        const verdicts = await judged(t, expected({ params }, { powerState }));
        t.expectEqual(verdictsOf(verdicts), ["accepted"], `verdicts on a ${state} instance`, HINT);
      }
    },
  })),
  {
    id: "processInstancesAtStartup/foreign-driver-state-is-an-objection",
    requirement: "processInstancesAtStartup/foreign-driver-state-is-an-objection",
    title:
      "processInstancesAtStartup() objects to an instance whose driver state it cannot read, and judges the others as ever",
    run: async (t) => {
      const [broken, whole] = [await spawned(t), await spawned(t)];
      for (const driverState of foreignStates(broken.driverState)) {
        const verdicts = await judged(t, expected({ ...broken, driverState }), expected(whole));
        const seen = verdicts.map(({ verdict, reason }) => (reason === undefined ? { verdict } : { verdict, reason }));
        const wanted = [{ verdict: "objection", reason: "driver-state" }, { verdict: "accepted" }];
        const hint = "An unreadable state is one instance's trouble. Object to it, and go on.";
        const what = `verdicts with a driver state of format "${driverState.format}", version ${driverState.version}`;
        t.expectEqual<object[]>(seen, wanted, what, hint);
        t.expectDefined(verdicts[0]?.problem, `problem in words of an objection`);
      }
    },
  },
];
