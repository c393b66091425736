// A driver that answers what no plan allows for: the task ends, the server says why, and the next request is taken.
import type { ComputeDriver, DriverDefinition } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

/** A driver whose `getInfo` has a defect while `isBroken` says so. */
function withBrokenReads(isBroken: () => boolean): (definition: DriverDefinition) => DriverDefinition {
  return (definition) => ({
    ...definition,
    create: async (host): Promise<ComputeDriver> => {
      const driver = await definition.create(host);
      const getInfo: ComputeDriver["getInfo"] = (params, call) => {
        if (isBroken()) throw new TypeError("A defect of this driver");
        return driver.getInfo(params, call);
      };
      return { ...driver, getInfo };
    },
  });
}

test("a build whose outcome cannot be read is ERROR, and can be deleted", async () => {
  let isBroken = true;
  const rig = await CoreRig.start({ change: withBrokenReads(() => isBroken) });
  const id = await rig.rest.create();
  const { fault } = await rig.rest.settled(id, "ERROR");
  expect(fault).toMatchObject({ message: "A defect of this driver" });
  isBroken = false;
  await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({});
});

test("an action whose outcome cannot be read leaves the server as it was, and the next is taken", async () => {
  let isBroken = false;
  const rig = await CoreRig.start({ change: withBrokenReads(() => isBroken) });
  const id = await rig.rest.createActive();
  isBroken = true;
  await rig.rest.act(id, { reboot: { type: "HARD" } });
  await rig.rest.settled(id, "ACTIVE");
  isBroken = false;
  await rig.rest.act(id, { "os-stop": null });
  await rig.rest.settled(id, "SHUTOFF");
});
