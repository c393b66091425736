/** A fault with what it changes: each is seen without the fault, with it, and after it was cleared. */

import { DriverError, type SimulatedFault } from "@virt-driver-kit/spec";
import { expect, it } from "vitest";
import type { FakeDriverOptions } from "../../src/index.ts";
import { Attached } from "./attached.ts";
import { probeImage, temporaryDirectory } from "./probe-image.ts";

/** What a case has to look at: a driver with one instance, whose guest runs. */
export interface Scene {
  readonly fake: Attached;
  readonly instanceUuid: string;
  /** Where the driver keeps its state. */
  readonly stateDirectory: string;
}

/** One fault. */
export interface FaultCase {
  /** What it does, as the end of a sentence. */
  readonly title: string;
  /** Makes ready what the case needs. */
  readonly prepare?: (scene: Scene) => Promise<void>;
  readonly fault: (scene: Scene) => SimulatedFault;
  /** Provokes the fault, and tells what came of it. */
  readonly see: (scene: Scene) => Promise<unknown>;
  /** What is seen without the fault. */
  readonly right: unknown;
  /** What is seen with it. */
  readonly wrong: unknown;
  /** What is seen after it was cleared, if that is not as without it. */
  readonly cleared?: unknown;
}

/** Makes the tests of a case. */
export function faultTest(one: FaultCase): void {
  const { prepare, fault, see, right, wrong, cleared = right } = one;
  const directory = temporaryDirectory();
  const image = probeImage(directory);
  let scenes = 0;

  const setScene = async (): Promise<Scene> => {
    scenes += 1;
    const stateDirectory = `${directory}/state-${scenes}`;
    const options: FakeDriverOptions = { stateDirectory };
    const fake = await Attached.create(options, image);
    const scene = { fake, stateDirectory, instanceUuid: await fake.spawn() };
    await prepare?.(scene);
    return scene;
  };

  it.each([one])("$title", async () => {
    expect(await see(await setScene())).toEqual(right);

    const faulty = await setScene();
    await faulty.fake.driver["simulation/injectFault"]({ fault: fault(faulty) });
    expect(await see(faulty)).toEqual(wrong);
    await faulty.fake.driver["simulation/clearFaults"]();

    const cured = await setScene();
    await cured.fake.driver["simulation/injectFault"]({ fault: fault(cured) });
    await cured.fake.driver["simulation/clearFaults"]();
    expect(await see(cured)).toEqual(cleared);
  });
}

/** What a call ends with: `ok`, or the code of its error. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "ok",
    (error: unknown) => (error instanceof DriverError ? error.code : String(error)),
  );
}

/** What a call ends with within an hour of virtual time; `nothing` if it goes on. */
export async function outcomeWithinAnHour(fake: Attached, call: Promise<unknown>): Promise<string> {
  const outcome = outcomeOf(call);
  await fake.advance(3_600_000);
  const pending = new Promise<string>((resolve) => setTimeout(() => resolve("nothing"), 20));
  return Promise.race([outcome, pending]);
}
