// Drivers whose `probe` is wrong.
import { DriverError } from "@virt-driver-kit/spec";
import type { ProbeResult } from "@virt-driver-kit/spec";

import { replacing, type Mutant } from "./mutant.ts";

/** Answers something else. */
function probing(change: (health: ProbeResult) => ProbeResult): ReturnType<typeof replacing> {
  return replacing((driver) => ({ probe: async (params, call) => change(await driver.probe(params, call)) }));
}

/** The mutants of `probe`. */
export const probeMutants: readonly Mutant[] = [
  {
    id: "probe/reports-a-working-backend: gloomy",
    requirement: "probe/reports-a-working-backend",
    title: "probe always says that the hypervisor cannot be reached",
    message: "Unexpected backend of probe right after listInstances was answered",
    driver: probing((health) => ({ ...health, backend: "unreachable" })),
  },
  {
    id: "probe/reports-a-working-backend: unforgetting",
    requirement: "probe/reports-a-working-backend",
    title: "probe goes on saying that the hypervisor cannot be reached once that was so",
    message: "Unexpected backend of probe after the hypervisor came back",
    driver: replacing((driver) => {
      let wasDown = false;
      return {
        probe: async (params, call) => {
          const health = await driver.probe(params, call);
          wasDown ||= health.backend === "unreachable";
          return wasDown ? { ...health, backend: "unreachable" } : health;
        },
      };
    }),
  },
  {
    id: "probe/answers-without-the-backend: cheerful",
    requirement: "probe/answers-without-the-backend",
    title: "probe always says that the hypervisor can be reached",
    message: "Unexpected backend of probe while the hypervisor does not answer",
    driver: probing((health) => ({ ...health, backend: "reachable" })),
  },
  {
    id: "probe/answers-without-the-backend: refuses",
    requirement: "probe/answers-without-the-backend",
    title: "probe is an error while the hypervisor cannot be reached",
    message: '"probe" answered BACKEND_UNREACHABLE',
    driver: probing((health) => {
      if (health.backend === "reachable") return health;
      throw new DriverError("BACKEND_UNREACHABLE", "Cannot ask the hypervisor: it does not answer", { effect: "none" });
    }),
  },
];
