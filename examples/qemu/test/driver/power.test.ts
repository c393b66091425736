// Real guests being stopped, started, paused and rebooted.
import { expect, it } from "vitest";

import { describeWithQemu, qemuProcesses, stateDirectory } from "../support/real-qemu.ts";
import { codeOf, TestDriver } from "../support/test-driver.ts";
import { until } from "../support/until.ts";

describeWithQemu("powerOff()", () => {
  it("lets a guest shut down that obeys the power button, and boots it again from its disk", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe();
    await test.line(instanceUuid, "tick 1");
    await test.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 1 });
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
    expect(await test.console(instanceUuid)).toMatch(/power button\r\noff\r\n$/u);
    await test.driver.powerOn({ instanceUuid });
    await test.line(instanceUuid, "boot 2");
    expect(test.transitions).toEqual(["spawned running", "stopped shutdown", "started running"]);
  });

  it("presses the button again for a guest that was still booting", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe();
    await test.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 1 });
    expect(await test.console(instanceUuid)).toContain("power button");
  });

  it("cuts off a guest that ignores the power button when the time is up", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe({ ignorePowerButton: true });
    await test.line(instanceUuid, "tick 1");
    await test.driver.powerOff({ instanceUuid, timeoutSeconds: 1, retryIntervalSeconds: 0 });
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
    expect(await test.console(instanceUuid)).not.toContain("off");
  });

  it("cuts off at once without a timeout, and a paused guest with one", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe();
    await test.line(instanceUuid, "tick 1");
    await test.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await test.driver.powerOn({ instanceUuid });
    await test.line(instanceUuid, "boot 2");
    await test.driver.pause({ instanceUuid });
    await test.driver.powerOff({ instanceUuid, timeoutSeconds: 3600, retryIntervalSeconds: 10 });
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
    expect(await test.console(instanceUuid)).not.toContain("off");
  });

  it("leaves the guest running when it is cancelled, and tells of a guest that obeys later", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe({ ignorePowerButton: true, powerOffAfterTicks: 15 });
    await test.line(instanceUuid, "tick 1");
    const cancel = new AbortController();
    const stopping = test.driver.powerOff(
      { instanceUuid, timeoutSeconds: 3600, retryIntervalSeconds: 0 },
      { signal: cancel.signal, onProgress: () => cancel.abort() },
    );
    expect(await codeOf(stopping)).toBe("OPERATION_CANCELLED");
    expect(await test.powerState(instanceUuid)).toBe("running");
    expect(await test.event("stopped")).not.toHaveProperty("operationId");
  });
});

describeWithQemu("pause() and unpause()", () => {
  it("stop the guest's ticks, and let them go on where they stopped", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe();
    const running = await test.spawnProbe();
    await test.line(instanceUuid, "tick 1");
    await test.driver.pause({ instanceUuid });
    const paused = await test.console(instanceUuid);
    // Another guest measures the time in which this one is silent.
    await test.line(running, "tick 5");
    expect(await test.powerState(instanceUuid)).toBe("paused");
    expect(await test.console(instanceUuid)).toBe(paused);
    expect(await codeOf(test.driver.powerOn({ instanceUuid }))).toBe("INVALID_STATE");
    await test.driver.unpause({ instanceUuid });
    const lastTick = paused.match(/tick \d+/gu)?.length ?? 0;
    await test.line(instanceUuid, `tick ${lastTick + 1}`);
    expect((await test.console(instanceUuid)).match(/boot/gu)).toHaveLength(1);
  });
});

describeWithQemu("reboot()", () => {
  it("boots the guest exactly once, softly or hard, and tells one event", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await test.spawnProbe();
    await test.line(instanceUuid, "tick 1");
    await test.driver.reboot({ instanceUuid, type: "soft", timeoutSeconds: 60 });
    await test.line(instanceUuid, "boot 2\r\ntick 1");
    await test.driver.reboot({ instanceUuid, type: "hard" });
    await test.line(instanceUuid, "boot 3\r\ntick 1");
    const console = await test.console(instanceUuid);
    expect(console.match(/boot \d|off/gu)).toEqual(["boot 1", "off", "boot 2", "boot 3"]);
    expect(test.transitions).toEqual(["spawned running", "rebooted running", "rebooted running"]);
    expect(await qemuProcesses(state)).toHaveLength(1);
  });

  it("becomes a hard one for a guest that ignores the power button", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe({ ignorePowerButton: true });
    await test.line(instanceUuid, "tick 1");
    await test.driver.reboot({ instanceUuid, type: "soft", timeoutSeconds: 1 });
    await test.line(instanceUuid, "boot 2");
    expect(await test.powerState(instanceUuid)).toBe("running");
  });

  it("works hard from every power state, and softly only while the guest runs", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe({}, false);
    expect(await codeOf(test.driver.reboot({ instanceUuid, type: "soft" }))).toBe("INVALID_STATE");
    await test.driver.reboot({ instanceUuid, type: "hard" });
    await test.line(instanceUuid, "boot 1");
    await test.driver.pause({ instanceUuid });
    expect(await codeOf(test.driver.reboot({ instanceUuid, type: "soft" }))).toBe("INVALID_STATE");
    await test.driver.reboot({ instanceUuid, type: "hard" });
    await test.line(instanceUuid, "boot 2");
  });
});

describeWithQemu("a guest that stops by itself", () => {
  it("is told as stopped, without a cause, and reads shutdown", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe({ powerOffAfterTicks: 2 });
    const event = await test.event("stopped");
    expect(event).toMatchObject({ instanceUuid, powerState: "shutdown" });
    expect(event).not.toHaveProperty("operationId");
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
  });

  it("reads crashed when its QEMU process was killed, and can be started again", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await test.spawnProbe();
    await test.line(instanceUuid, "boot 1");
    for (const { pid } of await qemuProcesses(state)) process.kill(pid, "SIGKILL");
    expect(await test.event("crashed")).not.toHaveProperty("operationId");
    expect(await test.powerState(instanceUuid)).toBe("crashed");
    await test.driver.powerOn({ instanceUuid });
    await test.line(instanceUuid, "boot 2");
  });

  it("is off after a powerOff() that found it crashed", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await test.spawnProbe();
    for (const { pid } of await qemuProcesses(state)) process.kill(pid, "SIGKILL");
    await until("the crash", async () => ((await test.powerState(instanceUuid)) === "crashed" ? true : undefined));
    await test.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 1 });
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
  });
});
