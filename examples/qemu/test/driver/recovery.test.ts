// What a driver finds when it starts again, with real processes of the driver and of QEMU.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { openStateDirectory } from "../../src/store/node-identity.ts";
import { describeWithQemu, qemuProcesses, stateDirectory } from "../support/real-qemu.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { codeOf, TestDriver } from "../support/test-driver.ts";
import { until } from "../support/until.ts";

async function killDriver({ connection }: TestDriver): Promise<void> {
  connection.process?.kill("SIGKILL");
  await connection.closed;
}

/** A directory whose path is longer than a socket's address may be. */
function deepStateDirectory(): string {
  return join(stateDirectory(), "deep".repeat(30));
}

describeWithQemu("a driver that was killed and started again", () => {
  it("finds its instances with their states, and their guests went on without a boot", async () => {
    const state = deepStateDirectory();
    const first = await TestDriver.asProcess("--state", state);
    const running = await first.spawnProbe();
    const paused = await first.spawnProbe();
    const off = await first.spawnProbe();
    await first.line(running, "tick 1");
    await first.driver.pause({ instanceUuid: paused });
    await first.driver.powerOff({ instanceUuid: off, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await killDriver(first);

    const second = await TestDriver.asProcess("--state", state);
    expect(second.node).toBe(first.node);
    const { states } = await second.driver.listInstanceStates();
    const found = Object.fromEntries(states.map(({ uuid, powerState }) => [uuid, powerState]));
    expect(found).toEqual({ [running]: "running", [paused]: "paused", [off]: "shutdown" });

    const before = (await second.console(running)).length;
    await until("more ticks", async () => ((await second.console(running)).length > before ? true : undefined));
    expect((await second.console(running)).match(/boot/gu)).toHaveLength(1);
    await second.driver.unpause({ instanceUuid: paused });
    await second.driver.powerOff({ instanceUuid: running, timeoutSeconds: 60, retryIntervalSeconds: 1 });
    expect(await second.console(running)).toContain("power button");
    const { resource } = await second.driver.getAvailableResource({ node: second.node });
    expect(resource).toMatchObject({ vcpusUsed: 3, memoryMibUsed: 192, localGibUsed: 3 });
  });

  it("tells a guest that stopped meanwhile from one whose process died", async () => {
    const state = stateDirectory();
    const first = await TestDriver.asProcess("--state", state);
    const dies = await first.spawnProbe();
    const [victim] = await qemuProcesses(state);
    const stops = await first.spawnProbe({ powerOffAfterTicks: 10 });
    await killDriver(first);
    process.kill(victim?.pid ?? 0, "SIGKILL");
    await until("both to end", async () => ((await qemuProcesses(state)).length === 0 ? true : undefined));

    const second = await TestDriver.asProcess("--state", state);
    expect(await second.powerState(stops)).toBe("shutdown");
    expect(await second.powerState(dies)).toBe("crashed");
  });

  it("waits for the monitor of a process that it started just before it was killed, and ends that process", async () => {
    const state = stateDirectory();
    const qemu = join(temporaryDirectory(), "slow-qemu");
    const program = '#!/bin/sh\n[ "$1" = --version ] || sleep 3\nexec qemu-system-x86_64 "$@"\n';
    writeFileSync(qemu, program, { mode: 0o700 });
    const first = await TestDriver.asProcess("--state", state, "--qemu", qemu);
    const instanceUuid = await first.spawnProbe({}, false);
    first.driver.powerOn({ instanceUuid }).catch(() => {});
    await until("the process", async () => ((await qemuProcesses(state)).length === 1 ? true : undefined));
    await killDriver(first);

    const second = await TestDriver.asProcess("--state", state, "--qemu", qemu);
    const { states } = await second.driver.listInstanceStates();
    expect(states.map(({ powerState }) => powerState)).toEqual(["shutdown"]);
    expect(await qemuProcesses(state)).toEqual([]);
    expect(await second.console(instanceUuid)).toBe("");
    await second.driver.powerOn({ instanceUuid });
    await second.line(instanceUuid, "boot 1");
  });

  it("removes what a spawn left half done, and the process it had started", async () => {
    const state = stateDirectory();
    const first = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await first.spawnProbe();
    await first.connection.close();
    // As if the driver had died just before it took the mark away.
    const files = join(state, "instances", instanceUuid);
    writeFileSync(join(files, "transient.json"), JSON.stringify({ keepDisk: false }));
    expect(await qemuProcesses(state)).toHaveLength(1);

    const second = await TestDriver.inProcess({ stateDirectory: state });
    expect((await second.driver.listInstances()).instances).toEqual([]);
    expect(await qemuProcesses(state)).toEqual([]);
    expect(readdirSync(join(state, "instances"))).toEqual([]);
  });

  it("leaves alone what it did not make", async () => {
    const state = stateDirectory();
    await openStateDirectory(state);
    mkdirSync(join(state, "instances", "lost+found"), { recursive: true });
    const test = await TestDriver.inProcess({ stateDirectory: state });
    expect((await test.driver.listInstances()).instances).toEqual([]);
    expect(readdirSync(join(state, "instances"))).toEqual(["lost+found"]);
  });
});

describeWithQemu("a QEMU process that does not answer", () => {
  it("is destroyed all the same", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await test.spawnProbe();
    for (const { pid } of await qemuProcesses(state)) process.kill(pid, "SIGSTOP");
    await test.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await qemuProcesses(state)).toEqual([]);
    expect(readdirSync(join(state, "instances"))).toEqual([]);
  });
});

describeWithQemu("a hypervisor that cannot be asked", () => {
  it("is told as unreachable while QEMU cannot be run, and nothing is told as absent", async () => {
    const qemu = join(temporaryDirectory(), "qemu");
    const install = (): void => writeFileSync(qemu, '#!/bin/sh\nexec qemu-system-x86_64 "$@"\n', { mode: 0o700 });
    install();
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory(), qemu });
    const instanceUuid = await test.spawnProbe();
    rmSync(qemu);
    expect((await test.driver.probe()).backend).toBe("unreachable");
    expect(await codeOf(test.driver.listInstances())).toBe("BACKEND_UNREACHABLE");
    expect(await codeOf(test.driver.getInfo({ instanceUuid }))).toBe("BACKEND_UNREACHABLE");
    expect(await codeOf(test.driver.getAvailableResource({ node: test.node }))).toBe("BACKEND_UNREACHABLE");
    expect(await codeOf(test.driver.destroy({ instanceUuid, destroyDisks: true }))).toBe("BACKEND_UNREACHABLE");
    install();
    expect((await test.driver.probe()).backend).toBe("reachable");
    expect(await test.powerState(instanceUuid)).toBe("running");
  });

  it("is told as unreachable when the state directory has gone", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await test.spawnProbe({}, false);
    rmSync(state, { recursive: true });
    expect((await test.driver.probe()).backend).toBe("unreachable");
    expect(await codeOf(test.driver.listInstances())).toBe("BACKEND_UNREACHABLE");
    expect(await codeOf(test.driver.getInfo({ instanceUuid }))).toBe("BACKEND_UNREACHABLE");
  });
});
