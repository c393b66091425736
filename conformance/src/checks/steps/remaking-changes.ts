// The changing calls that remake a guest, put it aside, boot something else in its place, or make an image of it.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { type Change, changeOn } from "./change.ts";
import { givenSink, SMALL_DISK, snapshotOf } from "./image-sinks.ts";
import { givenQuiesced } from "./quiesced-guest.ts";
import { rescue } from "./rescued-guest.ts";

const running = (t: CheckContext): Promise<TestInstance> => t.givenInstance();
const off = (t: CheckContext): Promise<TestInstance> => t.givenInstance({ powerState: "shutdown" });

async function putAside(t: CheckContext): Promise<TestInstance> {
  const instance = await t.givenInstance();
  await t.given("softDelete", () => t.driver.softDelete(instance.target));
  return instance;
}

async function rescued(t: CheckContext): Promise<TestInstance> {
  const instance = await off(t);
  await t.given("rescue", () => rescue(t, instance));
  return instance;
}

/** How long it takes the agent of a guest to answer, in milliseconds. */
const AGENT_MS = 2_000;
/** Only the guests of simulators have an agent for certain. */
const AGENT = { needs: { simulation: true } } as const;

async function withAgent(t: CheckContext): Promise<TestInstance> {
  const instance = await t.givenInstance();
  await t.elapse(AGENT_MS);
  return instance;
}

async function quiesced(t: CheckContext): Promise<TestInstance> {
  const instance = await withAgent(t);
  await givenQuiesced(t, instance, 3_600);
  return instance;
}

/** The changes that remake a guest. */
export const REMAKING_CHANGES: readonly Change[] = [
  changeOn(running, { operation: "rebuild", from: "running", to: "running" }, (t, { params }) =>
    t.driver.rebuild({ instance: params.instance, powerOn: true }),
  ),
  changeOn(running, { operation: "softDelete", from: "running", to: "shutdown" }, (t, { target }) =>
    t.driver.softDelete(target),
  ),
  changeOn(putAside, { operation: "restore", from: "shutdown", to: "running" }, (t, { target }) =>
    t.driver.restore(target),
  ),
  changeOn(off, { operation: "rescue", from: "shutdown", to: "running" }, rescue),
  changeOn(
    rescued,
    // A failure may have ended the rescue, and the repeat then leaves the instance as it is.
    { operation: "unrescue", from: "running", to: ["running", "shutdown"] },
    (t, { target }) => t.driver.unrescue(target),
  ),
  changeOn(
    (t) => t.givenInstance(SMALL_DISK),
    { operation: "snapshot", from: "running", to: "running" },
    async (t, instance) => t.driver.snapshot(snapshotOf(t, instance, (await givenSink(t)).sink)),
  ),
  changeOn(withAgent, { ...AGENT, operation: "quiesce", from: "running", to: "running" }, (t, { target }) =>
    t.driver.quiesce({ ...target, autoThawSeconds: 3_600 }),
  ),
  changeOn(quiesced, { ...AGENT, operation: "unquiesce", from: "running", to: "running" }, (t, { target }) =>
    t.driver.unquiesce(target),
  ),
  changeOn(withAgent, { ...AGENT, operation: "setAdminPassword", from: "running", to: "running" }, (t, { target }) =>
    t.driver.setAdminPassword({ ...target, adminPassword: `Vdk-${t.uuid()}` }),
  ),
];
