// Checks of limits: a caller that accepts no more than it must, requests as long as the driver takes them, and callers that are slow.
import type { InstanceSummary, SpawnParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { allPages } from "../steps/all-pages.ts";
import { givenNextSession } from "../steps/next-session.ts";
import { refusalOf } from "../steps/refusal.ts";
import { givenResource, usedOf } from "../steps/usage.ts";
import { largestRequestsChecks } from "./largest-requests.ts";
import { longestValuesChecks } from "./longest-values.ts";
import { pastTheLimitsChecks } from "./past-the-limits.ts";
import { slowCallersChecks } from "./slow-callers.ts";

/** The least that a caller may accept, in bytes. */
const SMALLEST_BYTES = 65_536;
/** In code points. */
const LONGEST_NAME = 255;

/** An instance that is off, whose entry in a list is as long as can be: each character of its name has as many bytes as one can have. */
async function longNamed(t: CheckContext): Promise<SpawnParams> {
  const { instance, ...rest } = await t.newInstance({ powerOn: false, flavor: { rootGib: 1 } });
  const name = `${instance.name}${"\u{1f4bb}".repeat(LONGEST_NAME - instance.name.length)}`;
  return { ...rest, instance: { ...instance, name } };
}

/** How many instances it takes, by the bytes of their entries in `listInstances`. */
function enoughOf({ instance: { uuid, name }, node }: SpawnParams): number {
  const entry = JSON.stringify({ ownership: "owned", uuid, name, node } satisfies InstanceSummary);
  return Math.ceil(SMALLEST_BYTES / Buffer.byteLength(entry)) + 1;
}

/** How long the instances may take to be built, in milliseconds of real time. */
const PATIENCE_MS = 180_000;

/** Makes more instances than one message can name. */
async function givenMoreThanFits(t: CheckContext): Promise<string[]> {
  const first = await longNamed(t);
  const count = enoughOf(first);
  await needRoom(t, first, count);
  const uuids: string[] = [];
  const start = t.realTimeMs();
  for (let made = 0; made < count; made++) {
    const params = made === 0 ? first : await longNamed(t);
    await t.given("spawn", () => t.driver.spawn(params));
    uuids.push(params.instance.uuid);
    const each = Math.round((t.realTimeMs() - start) / uuids.length);
    if (each * count > PATIENCE_MS) t.notApplicable(`${count} instances fill a message, and each takes ${each} ms`);
  }
  return uuids;
}

async function needRoom(t: CheckContext, { instance: { flavor } }: SpawnParams, count: number): Promise<void> {
  const resource = await givenResource(t);
  const used = usedOf(resource);
  const holds =
    used.vcpus + count * flavor.vcpus <= resource.vcpus &&
    used.memoryMib + count * flavor.memoryMib <= resource.memoryMib &&
    used.localGib + count * flavor.rootGib <= resource.localGib;
  if (!holds) t.notApplicable(`The node cannot hold ${count} instances, which is what it takes to fill a message`);
}

/** Collects the messages that are longer than the caller accepts. */
function watchForLong(t: CheckContext): () => { method: string | undefined; bytes: number }[] {
  const seen: { method: string | undefined; bytes: number }[] = [];
  const stop = t.connection.onMessage(({ direction, method, bytes }) => {
    if (direction === "received" && bytes > SMALLEST_BYTES) seen.push({ method, bytes });
  });
  t.onCleanup(async () => stop());
  return () => seen;
}

/** The checks of limits. */
export const limitsChecks: readonly Check[] = [
  {
    id: "limits/answers-fit-the-caller",
    requirement: "limits/answers-fit-the-caller",
    title:
      "listInstances() of more than fits a message gives less of it or is answered MESSAGE_TOO_LARGE, and all in small pages",
    run: async (t) => {
      const made = await givenMoreThanFits(t);
      await givenNextSession(t, { maxMessageBytes: SMALLEST_BYTES });
      const tooLong = watchForLong(t);
      const hint = "Keep the maxMessageBytes of initialize with its session, and measure a message before it is sent.";
      const refusal = await refusalOf(t.request("listInstances", { limit: 1_000, call: {} }));
      t.expectThat(
        refusal === undefined || refusal.code === "MESSAGE_TOO_LARGE",
        `listInstances of ${made.length} long names was refused`,
        {
          expected: "a shorter page, or MESSAGE_TOO_LARGE",
          got: refusal,
          hint,
        },
      );
      const listed = await allPages(
        t,
        "listInstances",
        async (page) => {
          const { instances, nextCursor } = await t.driver.listInstances(page);
          return { items: instances.map((entry) => (entry.ownership === "owned" ? entry.uuid : "")), nextCursor };
        },
        10,
      );
      const missing = made.filter((uuid) => !listed.includes(uuid));
      t.expectEqual(missing, [], "instances that listInstances in pages of 10 does not show", hint);
      t.expectEqual(tooLong(), [], `messages to a caller that accepts ${SMALLEST_BYTES} bytes`, hint);
    },
  },
  ...largestRequestsChecks,
  ...slowCallersChecks,
  ...longestValuesChecks,
  ...pastTheLimitsChecks,
];
