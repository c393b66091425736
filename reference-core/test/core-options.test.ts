// What whoever keeps a core in the loop decides about it.
import { expect, test } from "vitest";
import { CoreRig } from "./support/core-rig.ts";

const UUID = "5a4b5c9e-0d1f-4a52-9d8e-3f5b0c7a1e22";

test("an instance has the uuid that was minted for it, which the minter knew before the driver did", async () => {
  const rig = await CoreRig.start({ core: { mintUuid: () => UUID } });
  expect(await rig.rest.createActive()).toBe(UUID);
  expect(await rig.onDriver()).toEqual({ [UUID]: "running" });
});

test.each([
  [undefined, 60, 120],
  [3, 3, 6],
])("with a shutdown timeout of %s, a stop grants %i seconds and a soft reboot %i", async (given, stop, reboot) => {
  const rig = await CoreRig.start(given === undefined ? {} : { core: { shutdownTimeoutSeconds: given } });
  const id = await rig.rest.createActive();
  await rig.rest.act(id, { reboot: { type: "SOFT" } });
  await rig.rest.settled(id, "ACTIVE");
  await rig.rest.act(id, { "os-stop": null });
  await rig.rest.settled(id, "SHUTOFF");
  const granted = rig.proxy.requests("reboot", "powerOff").map(({ params }) => params.timeoutSeconds);
  expect(granted).toEqual([reboot, stop]);
});

test("what is stored without regard to power cuts is there when the core is started again", async () => {
  const rig = await CoreRig.start({ core: { survivesPowerCuts: false } });
  const id = await rig.rest.createActive();
  await rig.stopCore();
  await rig.startCore();
  expect(await rig.rest.show(id)).toMatchObject({ status: "ACTIVE" });
});
