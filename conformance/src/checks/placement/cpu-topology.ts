// Checks of what a guest sees of its CPUs and of its machine: as asked for, and otherwise the driver's choice, once and for all.
import type { Check } from "../../harness/check.ts";
import { BOOTS, LATER_BOOTS } from "../steps/boots.ts";
import { build, expectHardware, givenGuest, hardwareOf } from "../steps/guest-hardware.ts";

/** Arrangements of four CPUs, each of which some other has in part. */
const TOPOLOGIES = [
  { sockets: 2, cores: 2, threads: 1 },
  { sockets: 1, cores: 2, threads: 2 },
  { sockets: 2, cores: 1, threads: 2 },
];

const topology = BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/cpu-topology-is-exact[${variant}]`,
  requirement: "placement/cpu-topology-is-exact",
  title: `getInfo() tells the sockets, cores and threads that a guest was given, ${when}`,
  needs,
  run: async (t) => {
    for (const given of TOPOLOGIES) {
      const guest = await build(t, { flavor: { vcpus: 4, hardware: { cpu: { topology: given } } } });
      await pass(t, guest);
      await expectHardware(t, guest, "cpuTopology", given, when);
    }
  },
}));

const choices = LATER_BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/choices-last[${variant}]`,
  requirement: "placement/choices-last",
  title: `getInfo() tells the same hardware of a guest that was given none ${when}`,
  needs,
  run: async (t) => {
    const guest = await givenGuest(t, { flavor: { vcpus: 4 } });
    const chosen = await hardwareOf(t, guest);
    t.expectDefined(
      chosen.cpuTopology,
      "hardware.cpuTopology of getInfo, which a driver that makes choices always tells",
    );
    await pass(t, guest);
    const hint = "Store what you chose with the instance, and choose no second time.";
    t.expectEqual(await hardwareOf(t, guest), chosen, `hardware of getInfo ${when}`, hint);
  },
}));

/** The checks of CPU topologies and of choices. */
export const cpuTopologyChecks: readonly Check[] = [...topology, ...choices];
