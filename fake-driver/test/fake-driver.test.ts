import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { fakeDriver, SetupError } from "../src/index.ts";
import { Attached, failureOf } from "./support/attached.ts";

describe("fakeDriver", () => {
  it("declares what it can do, less what it is to do without", () => {
    const names = Object.keys(specModel.capabilities);
    const all = Object.fromEntries(names.map((name) => [name, true]));
    expect(fakeDriver({ stateDirectory: "/absent" }).capabilities).toEqual(all);
    const { supportsRecovery: _, supportsResumeOnHostBoot: __, ...forgetful } = all;
    expect(fakeDriver().capabilities).toEqual(forgetful);
    const withoutRebuild = fakeDriver({ without: ["supportsRebuild"] }).capabilities;
    expect(withoutRebuild).not.toHaveProperty("supportsRebuild");
    expect(withoutRebuild).not.toHaveProperty("supportsPreserveEphemeral");
  });

  it("answers NOT_SUPPORTED to what it does without", async () => {
    const fake = await Attached.create({ without: ["supportsPause"] });
    const pausing = fake.driver.pause({ instanceUuid: "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11" });
    expect(await failureOf(pausing)).toMatchObject({ code: "NOT_SUPPORTED", effect: "none" });
  });

  it("gives each run a hypervisor of its own", async () => {
    const [one, other] = [await Attached.create(), await Attached.create()];
    await one.advance(1000);
    expect((await one.advance(0)) - (await other.advance(0))).toBe(1000);
  });

  it("refuses options that are out of range", () => {
    for (const options of [
      { nodes: 0 },
      { nodes: 1.5 },
      { seed: -1 },
      { latencyScale: Number.NaN },
      { vcpus: 2 ** 60 },
    ]) {
      expect(() => fakeDriver(options)).toThrow(SetupError);
    }
  });
});
