import { describe, expect, it } from "vitest";
import { seenState } from "../../src/driver/seen-state.ts";
import { emptyConsole } from "../../src/guest/console-log.ts";
import { loadPersona } from "../../src/personas/load-persona.ts";
import type { Behaviour } from "../../src/personas/persona.ts";
import { type InstanceRecord, newInstanceRecord } from "../../src/site/instance-record.ts";
import { Attached, failureOf } from "../support/attached.ts";
import { personaWith } from "../support/persona-with.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();

const description = {
  uuid: "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11",
  name: "probe",
  flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 },
  image: {
    id: "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c12",
    name: "probe",
    diskFormat: "raw" as const,
    sizeBytes: 1,
    source: { kind: "file" as const, path: "/absent" },
  },
};

function seen(behaviour: Partial<Behaviour>, changes: Partial<InstanceRecord>): string | undefined {
  const { uuid, name } = description;
  const claim = { vcpus: 1, memoryMib: 64, localGib: 1 };
  const record = { ...newInstanceRecord({ uuid, name, claim, description }, 1, uuid), ...changes };
  return seenState({ behaviour: { ...loadPersona("full").behaviour, ...behaviour } }, record);
}

describe("what reads show of", () => {
  it("an instance that is being built is `pending`, or nothing until it is defined", () => {
    expect(seen({ spawningInstanceIs: "pending" }, { powerState: "pending" })).toBe("pending");
    expect(seen({ spawningInstanceIs: "paused" }, { powerState: "pending" })).toBeUndefined();
    expect(seen({ spawningInstanceIs: "paused" }, { powerState: "pending", console: emptyConsole(null) })).toBe(
      "paused",
    );
  });

  it("a guest between the runs of a soft reboot is what the persona says, and off without one", () => {
    expect(seen({ softRebootShows: "running" }, { powerState: "shutdown", isRestarting: true })).toBe("running");
    expect(seen({ softRebootShows: "running" }, { powerState: "shutdown" })).toBe("shutdown");
  });

  it("a guest that crashed is what the persona says", () => {
    expect(seen({ crashedGuestIs: "shutdown" }, { powerState: "crashed" })).toBe("shutdown");
    expect(seen({ crashedGuestIs: "crashed" }, { powerState: "crashed" })).toBe("crashed");
  });

  it("any other is the truth", () => {
    for (const powerState of ["running", "paused", "suspended"] as const)
      expect(seen({}, { powerState })).toBe(powerState);
  });

  it("all of them is the same in every read", async () => {
    const persona = personaWith(directory, { spawningInstanceIs: "paused", crashedGuestIs: "shutdown" });
    const fake = await Attached.create({ persona }, probeImage(directory));
    await fake.hold();
    const params = fake.spawnParams();
    const instanceUuid = params.instance.uuid;
    const spawning = fake.driver.spawn(params);
    await fake.advance(1000);
    expect((await fake.driver.listInstances()).instances).toEqual([]);
    expect((await fake.driver.listInstanceStates()).states).toEqual([]);
    expect(await failureOf(fake.driver.getInfo({ instanceUuid }))).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    expect((await fake.used()).vcpus).toBe(1);
    await fake.advance(17_500);
    expect((await fake.driver.listInstanceStates()).states).toMatchObject([{ powerState: "paused" }]);
    expect(await fake.powerState(instanceUuid)).toBe("paused");
    await fake.hold(false);
    await spawning;
    await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(fake.events.at(-1)).toMatchObject({ transition: "crashed", powerState: "shutdown" });
  });

  it.each([
    ["crashed", ["spawned", "crashed", "stopped"]],
    ["shutdown", ["spawned", "crashed"]],
  ] as const)(
    "a crashed guest that reads as %s has been stopped or not when it is powered off",
    async (state, told) => {
      const persona = personaWith(directory, { crashedGuestIs: state });
      const fake = await Attached.create({ persona }, probeImage(directory));
      const params = fake.spawnParams();
      const instanceUuid = params.instance.uuid;
      await fake.driver.spawn(params);
      await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
      await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
      expect(await fake.powerState(instanceUuid)).toBe("shutdown");
      expect(fake.transitions(instanceUuid)).toEqual(told);
    },
  );
});
