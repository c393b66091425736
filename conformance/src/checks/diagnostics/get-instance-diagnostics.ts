// Checks of `getInstanceDiagnostics`: each device once, memory in MiB, and counters that only grow.
import type { InstanceDiagnostics } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { givenTickingGuest } from "../steps/guest.ts";

async function read(t: CheckContext, { target }: Pick<TestInstance, "target">): Promise<InstanceDiagnostics> {
  return (await t.driver.getInstanceDiagnostics(target)).diagnostics;
}

function isCounter(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string" && /^\d+$/u.test(entry[1]);
}

/** What counts up: decimal numbers in texts, by the device and the member that they stand at. */
function countersOf({ cpus, interfaces, disks }: InstanceDiagnostics): ReadonlyMap<string, bigint> {
  const devices: readonly (readonly [string, object])[] = [
    ...cpus.map((cpu) => [`CPU ${cpu.id}`, cpu] as const),
    ...interfaces.map((nic) => [`interface ${nic.macAddress}`, nic] as const),
    ...disks.map((disk) => [`disk ${disk.deviceName ?? disk.volumeId ?? ""}`, disk] as const),
  ];
  return new Map(
    devices.flatMap(([name, device]) =>
      Object.entries(device)
        .filter(isCounter)
        .map(([member, value]) => [`${member} of ${name}`, BigInt(value)] as const),
    ),
  );
}

function expectGrown(t: CheckContext, before: InstanceDiagnostics, after: InstanceDiagnostics, when: string): void {
  const now = countersOf(after);
  for (const [counter, value] of countersOf(before)) {
    const next = now.get(counter);
    t.expectThat(next !== undefined && next >= value, `The counter ${counter} has fallen ${when}`, {
      expected: `at least ${value}, as it was read before`,
      got: next === undefined ? "no such counter" : String(next),
    });
  }
  const [first = 0, second = 0] = [before.uptimeSeconds, after.uptimeSeconds];
  t.expectThat(second >= first, `uptimeSeconds has fallen ${when}`, { expected: `at least ${first}`, got: second });
}

/** The checks of `getInstanceDiagnostics`. */
export const getInstanceDiagnosticsChecks: readonly Check[] = [
  {
    id: "getInstanceDiagnostics/memory-is-in-mib",
    requirement: "getInstanceDiagnostics/memory-is-in-mib",
    title: "getInstanceDiagnostics() gives the memory of the flavor as the most that the guest has, in MiB",
    run: async (t) => {
      const instance = await t.givenInstance();
      const { maximumMib, usedMib } = (await read(t, instance)).memory;
      const { memoryMib } = instance.params.instance.flavor;
      if (maximumMib === undefined && usedMib === undefined)
        t.notApplicable("The hypervisor does not tell how much memory a guest has");
      const hint = "Find out in which unit the hypervisor counts, and divide once.";
      if (maximumMib !== undefined) t.expectEqual(maximumMib, memoryMib, "maximumMib of the guest's memory", hint);
      t.expectThat((usedMib ?? 0) <= memoryMib, "usedMib is above the memory of the flavor", {
        expected: `at most ${memoryMib}`,
        got: usedMib,
        hint,
      });
    },
  },
  {
    id: "getInstanceDiagnostics/lists-each-device-once[cpus]",
    requirement: "getInstanceDiagnostics/lists-each-device-once",
    title: "getInstanceDiagnostics() lists each virtual CPU once, and at least one disk",
    run: async (t) => {
      const { cpus, disks } = await read(t, await t.givenInstance({ flavor: { vcpus: 2 } }));
      t.expectEqual(
        cpus.map(({ id }) => id).toSorted((left, right) => left - right),
        [0, 1],
        "ids of the CPUs of a guest with two",
      );
      t.expectThat(disks.length > 0, "The diagnostics have no disk, and the guest boots from one");
      expectNamedOnce(t, disks);
    },
  },
  {
    id: "getInstanceDiagnostics/lists-each-device-once[interfaces]",
    requirement: "getInstanceDiagnostics/lists-each-device-once",
    title: "getInstanceDiagnostics() lists each network interface once, by its address",
    needs: { capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const ports = [t.networkInterface(), t.networkInterface()];
      const { interfaces } = await read(t, await t.givenInstance({ devices: { networkInterfaces: ports } }));
      t.expectEqual(
        interfaces.map(({ macAddress }) => macAddress).toSorted(),
        ports.map(({ macAddress }) => macAddress).toSorted(),
        "addresses of the interfaces in the diagnostics",
        "List what the guest has, and not what the host has devices for.",
      );
      for (const { macAddress, portId } of interfaces) {
        const port = ports.find((candidate) => candidate.macAddress === macAddress);
        t.expectEqual(portId ?? port?.portId, port?.portId, `portId of the interface ${macAddress}`);
      }
    },
  },
  {
    id: "getInstanceDiagnostics/lists-each-device-once[volumes]",
    requirement: "getInstanceDiagnostics/lists-each-device-once",
    title: "getInstanceDiagnostics() lists each volume once, by its id, beside the root disk",
    needs: { capabilities: ["supportsVolumes"] },
    run: async (t) => {
      const volumes = [t.volume(), t.volume()];
      const blockDevices = { volumes: volumes.map((volume) => volume.attachment()) };
      const { disks } = await read(t, await t.givenInstance({ devices: { blockDevices } }));
      const listed = disks.flatMap(({ volumeId }) => (volumeId === undefined ? [] : [volumeId]));
      const expected = volumes.map(({ volumeId }) => volumeId).toSorted();
      t.expectEqual(listed.toSorted(), expected, "volumes in the diagnostics", "Name each by its volumeId.");
      t.expectThat(disks.length > volumes.length, "The diagnostics have no other disk than the volumes");
      expectNamedOnce(t, disks);
    },
  },
  {
    id: "getInstanceDiagnostics/counters-only-grow",
    requirement: "getInstanceDiagnostics/counters-only-grow",
    title: "getInstanceDiagnostics() of a guest that goes on gives no counter that is below the reading before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      let before = await read(t, instance);
      for (const _reading of [1, 2, 3]) {
        await t.elapse(1_000);
        const after = await read(t, instance);
        expectGrown(t, before, after, "from one reading to the next");
        before = after;
      }
    },
  },
  {
    id: "getInstanceDiagnostics/counters-only-grow[paused]",
    requirement: "getInstanceDiagnostics/counters-only-grow",
    title: "getInstanceDiagnostics() counts on over a pause",
    needs: { probeGuest: true, capabilities: ["supportsPause"] },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      const before = await read(t, instance);
      await t.given("pause", () => t.driver.pause(instance.target));
      const paused = await read(t, instance);
      expectGrown(t, before, paused, "when the guest was paused");
      await t.given("unpause", () => t.driver.unpause(instance.target));
      expectGrown(t, paused, await read(t, instance), "when the guest went on");
    },
  },
];

function expectNamedOnce(t: CheckContext, disks: InstanceDiagnostics["disks"]): void {
  const names = disks.map(({ deviceName, volumeId }) => deviceName ?? volumeId);
  t.expectThat(!names.includes(undefined), "A disk in the diagnostics has neither a device name nor a volume", {
    got: disks,
    hint: "Say which disk it is, so that somebody can tell whose counters they are.",
  });
  t.expectThat(new Set(names).size === names.length, "Two disks in the diagnostics have one name", { got: names });
}
