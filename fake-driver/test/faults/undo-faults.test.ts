import type { StepFault } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";
import { describe } from "vitest";
import { type FaultCase, faultTest, type Scene } from "../support/fault-case.ts";

/** Meets the removal of the instance that a spawn could not finish. */
const ofUndo = (action: StepFault["action"], more: Partial<StepFault> = {}): FaultCase["fault"] => {
  const trigger = { operation: "spawn", step: "undefineInstance", afterFailure: "inThisCall" } as const;
  return () => ({ kind: "stepFault", trigger, action, ...more });
};

/** Spawns what cannot be started: the effect that is answered, and how many instances are left of it, at once, a minute later, and without faults. */
async function failedSpawn({ fake }: Scene): Promise<unknown[]> {
  const trigger = { operation: "spawn", step: "startGuest" };
  await fake.driver["simulation/injectFault"]({ fault: { kind: "stepFault", trigger, action: "fail" } });
  const params = fake.spawnParams();
  const error: unknown = await fake.driver.spawn(params).catch((thrown: unknown) => thrown);
  const left = async (): Promise<number> => (await fake.driver.listInstances()).instances.length - 1;
  const seen = [error instanceof DriverError ? error.effect : error, await left()];
  await fake.advance(60_000);
  seen.push(await left());
  await fake.driver["simulation/clearFaults"]();
  return [...seen, await left()];
}

const right = ["none", 0, 0, 0];

const CASES: Record<Exclude<StepFault["action"], "killDriver" | "killDriverAfter">, FaultCase> = {
  fail: {
    title: "is not done, and the driver knows",
    fault: ofUndo("fail"),
    see: failedSpawn,
    right,
    wrong: ["partial", 1, 1, 1],
  },
  failAfter: {
    title: "is done, and the driver takes it for not done",
    fault: ofUndo("failAfter"),
    see: failedSpawn,
    right,
    wrong: ["partial", 0, 0, 0],
  },
  skip: {
    title: "is not done, and the driver takes it for done",
    fault: ofUndo("skip"),
    see: failedSpawn,
    right,
    wrong: ["none", 1, 1, 1],
  },
  repeat: {
    title: "does no harm when it is done twice",
    fault: ofUndo("repeat"),
    see: failedSpawn,
    right,
    wrong: right,
  },
  delay: {
    title: "is done later, and the driver knows",
    fault: ofUndo("delay", { delayMs: 60_000 }),
    see: failedSpawn,
    right,
    wrong: ["partial", 1, 0, 0],
  },
  late: {
    title: "is done later, and the driver takes it for done",
    fault: ofUndo("late", { delayMs: 60_000 }),
    see: failedSpawn,
    right,
    wrong: ["none", 1, 0, 0],
  },
  hang: {
    title: "is done when the fault ends",
    fault: ofUndo("hang"),
    see: failedSpawn,
    right,
    wrong: ["partial", 1, 1, 0],
  },
  also: {
    title: "is done with a deed besides",
    fault: ofUndo("also", { deed: "leakClaim" }),
    see: async (scene) => {
      await failedSpawn(scene);
      return (await scene.fake.used()).vcpus;
    },
    right: 1,
    wrong: 2,
  },
};

describe("what takes a step back and meets a fault", () => {
  for (const one of Object.values(CASES)) faultTest(one);
});
