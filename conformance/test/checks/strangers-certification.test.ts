// The whole kit beside instances of somebody else's, which are called as the kit calls its own: no call that changes anything names them,
// and they are in the end what they were.
import { fakeSite } from "@virt-driver-kit/fake-driver";
import { connectDriver, runDriver, specModel } from "@virt-driver-kit/spec";
import type { DriverClient, DriverDefinition, SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import type { Check } from "../../src/harness/check.ts";
import { parseConsole } from "../../src/harness/console-reading.ts";
import { imageStore } from "../../src/harness/image-store.ts";
import { readConsole } from "../../src/harness/read-all.ts";
import { runOn } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";
import { notPassed } from "./certify.ts";

const PATIENCE_MS = 180_000;
const images = imageStore({ directory: temporaryDirectory(), uuid: () => "99999999-1111-4111-8111-111111111111" });

/** A call that reached the driver. */
interface Sent {
  readonly operation: string;
  readonly params: string;
}

/** A driver that remembers what it is asked. */
function remembering(definition: DriverDefinition, sent: Sent[]): DriverDefinition {
  return {
    ...definition,
    create: async (host) => {
      const right = await definition.create(host);
      return new Proxy(right, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== "function" || typeof name !== "string") return method;
          return (params: object, ...rest: unknown[]): unknown => {
            sent.push({ operation: name, params: JSON.stringify(params) });
            return method.apply(target, [params, ...rest]) as unknown;
          };
        },
      });
    },
  };
}

function stranger(digit: string, node: string, powerOn: boolean): SpawnParams {
  const flavor = { name: "f", vcpus: 1, memoryMib: 64, rootGib: 1 };
  const uuid = `${digit.repeat(8)}-1111-4111-8111-111111111111`;
  return { instance: { uuid, name: `vdk-${digit.repeat(8)}-1`, flavor, image: images.image() }, node, powerOn };
}

/** What can be seen of an instance from outside. */
async function lookAt(driver: DriverClient, { instance: { uuid }, powerOn }: SpawnParams): Promise<object> {
  const { info } = await driver.getInfo({ instanceUuid: uuid });
  // A log that has become long has lost its beginning.
  const boots = powerOn ? parseConsole(await readConsole(driver, uuid)).boots.map(({ number }) => number) : [];
  const { instances } = await driver.listInstances({});
  return {
    powerState: info.powerState,
    lastBoot: Math.max(1, ...boots),
    entry: instances.find((one) => "uuid" in one && one.uuid === uuid),
  };
}

/** Those take a simulated node down with all that is on it. */
const TAKES_NODES_DOWN = /^(?:hostPowerAction|hostMaintenanceMode|simulation)\/|host-was-down/u;

describe("the whole kit on a driver that others use too", { timeout: PATIENCE_MS }, () => {
  /** Runs checks where somebody else's instances are, and looks at those afterwards. */
  async function beside(checks: readonly Check[], isOnOtherNode: boolean) {
    const site = fakeSite({ hosts: 1, nodes: 2 });
    const definition = site.driver(site.hosts[0]);
    const connection = await connectDriver({
      kind: "memory",
      run: await runDriver(definition, { log: () => undefined }),
    });
    const { driver } = connection;
    await connection.initialize({ epoch: 1 });
    const { nodes } = await driver.listNodes({});
    const [kits, other] = nodes;
    const node = (isOnOtherNode ? other : kits)?.uuid ?? "";
    const strangers = [stranger("d", node, true), stranger("e", node, false)];
    for (const params of strangers) await driver.spawn(params);
    await driver["simulation/advance"]({ durationMs: 1_000 });
    const look = () => Promise.all(strangers.map((params) => lookAt(driver, params)));
    const before = await look();
    await connection.close();

    const sent: Sent[] = [];
    const config = { resources: { nodes: [kits?.name ?? ""] } };
    const { record } = await runOn(remembering(definition, sent), { checks, config });

    const again = await connectDriver({ kind: "memory", run: await runDriver(definition, { log: () => undefined }) });
    await again.initialize({ epoch: 1_000_000 });
    const after = await Promise.all(strangers.map((params) => lookAt(again.driver, params)));
    await again.close();
    const changing = sent.filter(({ operation }) => specModel.operations[operation]?.kind !== "read");
    const uuids = strangers.map(({ instance }) => instance.uuid);
    const named = changing.filter(({ params }) => uuids.some((uuid) => params.includes(uuid)));
    const elsewhere = changing.filter(({ params }) => params.includes(`"node":"${other?.uuid ?? ""}"`));
    return { record, changing, named, elsewhere, before, after };
  }

  test("changes nothing of theirs on its own node, and uses no other", async () => {
    const { record, changing, named, elsewhere, before, after } = await beside(allChecks, false);
    expect(changing.length).toBeGreaterThan(1_000);
    expect(named).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(after).toEqual(before);
    expect(record.detach.leftovers).toEqual([]);
    expect(notPassed(record.outcomes)).toEqual([]);
    const spared = record.outcomes.filter(
      ({ lacks, reason }) => lacks === "resources.nodes" && reason?.includes("2 guests"),
    );
    expect(spared.map(({ id }) => id)).toContain("hostPowerAction/reaches-the-state[off-and-on]");
  });

  test("changes nothing on another node when it takes its own down", async () => {
    const checks = allChecks.filter(({ id }) => TAKES_NODES_DOWN.test(id));
    const { record, changing, named, elsewhere, before, after } = await beside(checks, true);
    expect(changing.filter(({ operation }) => operation === "hostPowerAction").length).toBeGreaterThan(10);
    expect(notPassed(record.outcomes)).toEqual([]);
    expect(named).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(after).toEqual(before);
  });
});
