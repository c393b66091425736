import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";

import { fakeDriver, fakeSite } from "@virt-driver-kit/fake-driver";
import type { ComputeDriver, DriverDefinition, DriverHost, InstanceSummary } from "@virt-driver-kit/spec";
import { afterEach, describe, expect, test } from "vitest";

import { attachDefinition, attachDriver } from "../../src/engine/attach-driver.ts";
import type { Finding } from "../../src/engine/run-result.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckContext } from "../../src/harness/check-context.ts";
import { hasProcessTable } from "../../src/harness/process-table.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import { FROM_SOURCE, fixture } from "../fixtures/vdk.ts";
import { replacing } from "../mutants/mutant.ts";

const ANSWER_MS = 10_000;
const PATIENCE_MS = 60_000;

/** A check that passes whatever the driver leaves; its id tells what it does. */
function doing(what: string, run: (t: CheckContext) => Promise<unknown> = (t) => t.givenInstance()): Check {
  return checkOf(async (t) => void (await run(t)), { id: `powerOff/stops-the-guest[${what}]` });
}

const builds = doing("builds");
const pauses = doing("pauses", (t) => t.givenInstance({ powerState: "paused" }));
const attaches = doing("attaches", async (t) => {
  const { target } = await t.givenInstance({ powerState: "shutdown" });
  await t.driver.attachVolume({ ...target, volume: t.volume().attachment() });
});

/** A process of a driver that leaves something behind in several of its calls. */
function leakyProcess(): Attachment {
  const args = [FROM_SOURCE, fixture("leaky-driver.ts")];
  return attachDriver({ kind: "exec", command: process.execPath, args }, ANSWER_MS);
}

/** A right driver, except for one call. */
function changed(
  changes: (right: Required<ComputeDriver>, host: DriverHost) => Partial<ComputeDriver>,
): DriverDefinition {
  return replacing(changes)(fakeDriver());
}

/** What a run tells of leaks: the culprits, by the key of the finding. */
async function leaksOf(driver: DriverDefinition, checks: readonly Check[]): Promise<Record<string, readonly string[]>> {
  return culprits((await runOn(driver, { checks })).result.findings);
}

function culprits(findings: readonly Finding[]): Record<string, readonly string[]> {
  return Object.fromEntries(findings.map(({ key, failed }) => [key, failed]));
}

describe.runIf(hasProcessTable())("what a driver's process leaves", { timeout: PATIENCE_MS }, () => {
  test("is found, and the check that left it is named", async () => {
    const suspends = doing("suspends", async (t) => t.driver.suspend((await t.givenInstance()).target));
    const reboots = doing("reboots", async (t) => {
      const { target } = await t.givenInstance();
      await t.driver.reboot({ ...target, type: "hard" });
    });
    const rebuilds = doing("rebuilds", async (t) => {
      const { params } = await t.givenInstance();
      await t.driver.rebuild({ instance: params.instance, powerOn: false });
    });
    const checks = [builds, pauses, suspends, builds, reboots, rebuilds, attaches, builds];
    const { result, record } = await runOn(fakeDriver(), { checks, attachment: leakyProcess() });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(checks.map(() => "pass"));
    expect(culprits(result.findings)).toEqual({
      "leak:guests": [reboots.id],
      "leak:volumes": [attaches.id],
      "leak:sockets": [pauses.id],
      "leak:processes": [suspends.id],
      "leak:files": [rebuilds.id],
    });
    const broken = result.findings.map(({ requirements, verdict }) => [requirements, verdict]);
    expect(broken).toContainEqual([["destroy/removes-the-instance"], "fail"]);
    expect(broken).toContainEqual([["block-devices/destroy-disconnects-volumes"], "fail"]);
    expect(broken.filter(([, verdict]) => verdict === "warn")).toEqual([
      [[], "warn"],
      [[], "warn"],
      [[], "warn"],
    ]);
  });

  test("is suspected where memory rises from check to check, with the check in which it rose most", async () => {
    const reads = doing("reads", async (t) => {
      const { target } = await t.givenInstance({ powerState: "shutdown" });
      for (let time = 0; time < 3; time++) await t.driver.getInfo(target);
    });
    const checks = Array.from({ length: 70 }, () => reads);
    const { result } = await runOn(fakeDriver(), { checks, attachment: leakyProcess() });
    expect(culprits(result.findings)).toEqual({ "leak:memory": [reads.id] });
    expect(result).toMatchObject({ verdict: "conforms", findings: [{ verdict: "warn", requirements: [] }] });
  });
});

describe("what a driver in this process leaves", { timeout: PATIENCE_MS }, () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  const listen = async (): Promise<void> => {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  };

  test("is found where a check leaves sockets each time it is run", async () => {
    const driver = changed((right) => ({
      pause: async (params, call) => {
        await listen();
        return right.pause(params, call);
      },
    }));
    expect(await leaksOf(driver, [builds, pauses, builds])).toEqual({ "leak:sockets": [pauses.id] });
  });

  test("is no leak where a pool of connections fills up", async () => {
    const driver = changed((right) => ({
      pause: async (params, call) => {
        if (servers.length < 6) await listen();
        return right.pause(params, call);
      },
    }));
    expect(await leaksOf(driver, [builds, pauses, builds])).toEqual({});
    expect(servers).toHaveLength(6);
  });

  test("is no leak where a connection is closed a moment after the answer", async () => {
    const driver = changed((right, { clock }) => ({
      pause: async (params, call) => {
        await listen();
        void clock.sleep(20).then(() => servers.pop()?.close());
        return right.pause(params, call);
      },
    }));
    expect(await leaksOf(driver, [builds, pauses, builds])).toEqual({});
  });

  test("is no news where the check that left it has failed", async () => {
    const driver = changed((right) => ({
      pause: async (params, call) => {
        await listen();
        return right.pause(params, call);
      },
    }));
    const fails = doing("fails", async (t) => {
      await t.givenInstance({ powerState: "paused" });
      t.fail("The guest went on");
    });
    const { result } = await runOn(driver, { checks: [builds, fails, builds] });
    expect(result.findings.map(({ key }) => key)).toEqual(["requirement:powerOff/stops-the-guest"]);
  });

  test("names no more than three culprits of a kind, so that a driver that leaks everywhere is not run for ever", async () => {
    const driver = changed((right) => ({
      pause: async (params, call) => {
        await listen();
        return right.pause(params, call);
      },
    }));
    const many = Array.from({ length: 5 }, (_, index) =>
      doing(`pauses ${index}`, (t) => t.givenInstance({ powerState: "paused" })),
    );
    expect(await leaksOf(driver, [builds, ...many])).toEqual({
      "leak:sockets": many.slice(0, 3).map(({ id }) => id),
    });
  });
});

describe("what a driver tells", () => {
  test("is a leak where a host device stays held by an instance that is gone", async () => {
    const driver = changed((right) => {
      const holders: string[] = [];
      return {
        pause: (params, call) => {
          holders.push(params.instanceUuid);
          return right.pause(params, call);
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await right.getAvailableResource(params, call);
          const pciDevices = (resource.pciDevices ?? []).map((device, index) => {
            const holder = holders[index];
            return holder === undefined ? device : { ...device, instanceUuid: holder };
          });
          return { resource: { ...resource, pciDevices } };
        },
      };
    });
    expect(await leaksOf(driver, [builds, pauses, builds])).toEqual({ "leak:use": [pauses.id] });
  });

  test("is a leak on the second host too", async () => {
    const site = fakeSite({ hosts: 2 });
    let claimed = 0;
    const leaky = replacing((right) => ({
      destroy: (params, call) => {
        claimed += 1;
        return right.destroy(params, call);
      },
      getAvailableResource: async (params, call) => {
        const { resource } = await right.getAvailableResource(params, call);
        return { resource: { ...resource, vcpusUsed: resource.vcpusUsed + claimed } };
      },
    }));
    const peer = attachDefinition(() => leaky(site.driver(site.hosts[1])), ANSWER_MS);
    const usesBoth = doing("uses both hosts", async (t) => [await t.peer(), await t.givenInstance()]);
    const { result } = await runOn(site.driver(), { checks: [builds, usesBoth, usesBoth, builds], peer });
    expect(culprits(result.findings)).toEqual({ "leak:use": [usesBoth.id] });
  });

  test("is no leak where a foreign guest has come meanwhile and takes room", async () => {
    const driver = changed((right) => {
      const guests: InstanceSummary[] = [];
      return {
        pause: async (params, call) => {
          const { node } = (await right.getInfo(params, call)).info;
          guests.push({ ownership: "foreign", internalId: randomUUID(), node });
          return right.pause(params, call);
        },
        listInstances: async (params, call) => {
          const { instances, ...rest } = await right.listInstances(params, call);
          return { instances: [...instances, ...guests], ...rest };
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await right.getAvailableResource(params, call);
          const there = guests.filter(({ node }) => node === params.node).length;
          return { resource: { ...resource, vcpusUsed: resource.vcpusUsed + there } };
        },
      };
    });
    expect(await leaksOf(driver, [builds, pauses, builds])).toEqual({});
  });

  test("is no leak where another run of the kit has instances there", async () => {
    const driver = changed((right) => {
      const others: InstanceSummary[] = [];
      return {
        pause: async (params, call) => {
          const { node } = (await right.getInfo(params, call)).info;
          const name = `vdk-0badf00d-${others.length}`;
          others.push({ ownership: "owned", uuid: randomUUID(), name, node });
          return right.pause(params, call);
        },
        listInstances: async (params, call) => {
          const { instances, ...rest } = await right.listInstances(params, call);
          return { instances: [...instances, ...others], ...rest };
        },
      };
    });
    expect(await leaksOf(driver, [builds, pauses, builds])).toEqual({});
  });
});

test("a file that a driver leaves beside the images each time is found", async () => {
  const driver = changed((right) => ({
    rebuild: (params, call) => {
      const { source, id } = params.instance.image;
      if (source.kind === "file") writeFileSync(`${source.path}.${id}.${randomUUID()}.part`, "");
      return right.rebuild(params, call);
    },
  }));
  const rebuilds = doing("rebuilds", async (t) => {
    const { params } = await t.givenInstance();
    await t.driver.rebuild({ instance: params.instance, powerOn: false });
  });
  expect(await leaksOf(driver, [builds, rebuilds, builds])).toEqual({ "leak:strays": [rebuilds.id] });
});

describe.runIf(hasProcessTable())("what outlives a run", { timeout: PATIENCE_MS }, () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill("SIGKILL")));

  test("is found by the instance that it names, also where it is no child of the driver's any more", async () => {
    const driver = changed((right) => ({
      pause: (params, call) => {
        const argv0 = `guest -uuid ${params.instanceUuid}`;
        const child = spawn("sleep", ["60"], { argv0, stdio: "ignore", detached: true });
        child.unref();
        children.push(child);
        return right.pause(params, call);
      },
    }));
    const { result } = await runOn(driver, { checks: [builds, pauses, builds] });
    expect(result).toMatchObject({
      verdict: "does-not-conform",
      findings: [{ key: "leak:guests", requirements: ["destroy/removes-the-instance"], failed: [pauses.id] }],
    });
  });
});

describe("what was watched", () => {
  test("is told, with the reason why the rest was not", async () => {
    const { result } = await runOn(fakeDriver(), { checks: [builds] });
    expect(result.ledger).toMatchObject({
      watched: expect.arrayContaining(["instances", "use of nodes"]) as string[],
      unwatched: expect.arrayContaining(["files", "memory"]) as string[],
      reason: "the driver runs in the kit's own process",
    });
  });
});
