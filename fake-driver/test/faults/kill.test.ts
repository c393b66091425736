import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { StepFault } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { fakeSite } from "../../src/index.ts";
import { Attached } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** Has the driver killed at a step of an operation, and starts another over what it left. */
async function killed(
  trigger: StepFault["trigger"],
  action: StepFault["action"],
  call: (fake: Attached, instanceUuid: string) => Promise<unknown>,
): Promise<{ second: Attached; instanceUuid: string; outcome: unknown }> {
  const stateDirectory = mkdtempSync(join(directory, "state-"));
  const first = await Attached.create({ stateDirectory, kill: () => void first.connection.close() }, image);
  const instanceUuid = await first.spawn();
  await first.driver["simulation/injectFault"]({ fault: { kind: "stepFault", trigger, action } });
  const outcome = await call(first, instanceUuid).catch((error: unknown) => error);
  return { second: await Attached.create({ stateDirectory }, image), instanceUuid, outcome };
}

const pause = (fake: Attached, instanceUuid: string): Promise<unknown> => fake.driver.pause({ instanceUuid });

describe("a driver that a fault kills", () => {
  it.each<[StepFault["action"], string]>([
    ["killDriver", "running"],
    ["killDriverAfter", "paused"],
  ])("by %s has left the guest %s, and answers nothing", async (action, state) => {
    const { second, instanceUuid, outcome } = await killed({ operation: "pause" }, action, pause);
    expect(outcome).toBeInstanceOf(Error);
    expect(await second.powerState(instanceUuid)).toBe(state);
  });

  it.each<[StepFault["action"]]>([["killDriver"], ["killDriverAfter"]])(
    "by %s in the middle of its clean-up goes on with nothing",
    async (action) => {
      const trigger = { operation: "spawn", step: "undefineInstance", afterFailure: "inThisCall" } as const;
      const { second, outcome } = await killed(trigger, action, async (fake) => {
        const fault = { kind: "stepFault", trigger: { step: "startGuest" }, action: "fail" } as const;
        await fake.driver["simulation/injectFault"]({ fault });
        await fake.driver.spawn(fake.spawnParams());
      });
      expect(outcome).toBeInstanceOf(Error);
      expect((await second.driver.listInstances()).instances).toHaveLength(1);
    },
  );

  it("takes its other calls with it, as they are", async () => {
    const site = fakeSite({ hosts: 2 });
    const [first, other] = [
      await Attached.to(site.driver(site.hosts[0]), image),
      await Attached.to(site.driver(site.hosts[1])),
    ];
    const instanceUuid = await first.spawn();
    const trigger = { operation: "pause" };
    await first.driver["simulation/injectFault"]({ fault: { kind: "stepFault", trigger, action: "killDriver" } });
    await other.hold();
    for (const call of [first.driver.spawn(first.spawnParams()), pause(first, instanceUuid)]) {
      void call.catch(() => undefined);
    }
    // Answered when both have begun.
    await first.driver.listNodes();
    await other.advance(120_000);
    await other.hold(false);
    const second = await Attached.to(site.driver(site.hosts[0]), image);
    expect((await second.driver.listInstances()).instances).toMatchObject([{ uuid: instanceUuid }]);
    expect((await second.used()).vcpus).toBe(1);
  });

  it("answers nothing more where only its connections would break", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const fault = { kind: "stepFault", trigger: { operation: "pause" }, action: "killDriver" } as const;
    await fake.driver["simulation/injectFault"]({ fault });
    const answers: string[] = [];
    for (const call of [pause(fake, instanceUuid), fake.driver.listNodes()]) {
      void call.then(
        () => answers.push("answer"),
        () => undefined,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(answers).toEqual([]);
  });
});
