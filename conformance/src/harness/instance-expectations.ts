// Expectations on an instance, read back from the driver and never taken from an answer alone.
import { DriverError } from "@virt-driver-kit/spec";
import type { DriverClient, PowerState } from "@virt-driver-kit/spec";

import { readInstances } from "./read-all.ts";
import type { TestInstance } from "./test-instance.ts";
import { uuidOf } from "./test-instance.ts";
import { Violation } from "./violation.ts";

/** Checks that `getInfo` shows an instance in a power state. */
export async function expectPowerState(
  driver: DriverClient,
  instance: string | TestInstance,
  expected: PowerState,
): Promise<void> {
  const { info } = await driver.getInfo({ instanceUuid: uuidOf(instance) });
  if (info.powerState === expected) return;
  throw new Violation(`getInfo shows the instance "${info.powerState}" and not "${expected}"`, {
    expected,
    got: info.powerState,
  });
}

/** Checks that neither `getInfo` nor `listInstances` shows an instance. */
export async function expectAbsent(driver: DriverClient, instance: string | TestInstance): Promise<void> {
  const instanceUuid = uuidOf(instance);
  const shown = await driver.getInfo({ instanceUuid }).catch((error: unknown) => error);
  if (!(shown instanceof Error))
    throw new Violation("getInfo still shows the instance", { expected: "INSTANCE_NOT_FOUND", got: shown });
  if (!(shown instanceof DriverError)) throw shown;
  if (shown.code !== "INSTANCE_NOT_FOUND") {
    throw new Violation(`getInfo of an absent instance answered ${shown.code}`, {
      expected: "INSTANCE_NOT_FOUND",
      got: shown.code,
    });
  }
  if ((await entriesOf(driver, instanceUuid)) > 0) {
    throw new Violation("listInstances still shows the instance, though getInfo does not", {
      expected: "no entry",
      got: instanceUuid,
    });
  }
}

/** Checks that `listInstances` shows an instance, once, as owned. */
export async function expectListed(driver: DriverClient, instance: string | TestInstance): Promise<void> {
  const instanceUuid = uuidOf(instance);
  const entries = await entriesOf(driver, instanceUuid);
  if (entries !== 1)
    throw new Violation(`listInstances shows the instance ${entries} times as owned`, {
      expected: "one entry",
      got: entries,
    });
}

async function entriesOf(driver: DriverClient, uuid: string): Promise<number> {
  const instances = await readInstances(driver);
  return instances.filter((instance) => instance.ownership === "owned" && instance.uuid === uuid).length;
}
