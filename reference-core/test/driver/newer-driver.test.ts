// A driver from the future: it says things that this core has no words for, and serves it all the same.
import { expect, test } from "vitest";
import { CoreRig } from "../support/core-rig.ts";
import type { SeenFrame, SeenMessage } from "../support/wire-proxy.ts";

/** The answers of a driver that knows more: capabilities, members, and kinds of image source. */
function withNews(sources: readonly string[]): (frame: SeenFrame) => SeenMessage {
  return ({ to, method, message }) => {
    if (to === "driver" || message.result === undefined) return message;
    const result = { ...message.result, mood: "hopeful" };
    if (method === "initialize") result.capabilities = { ...result.capabilities, supportsTeleport: true };
    if (method === "getAvailableResource") result.resource = { ...result.resource, qubits: 7 };
    if (method === "listNodes") {
      const accepts = { imageSources: sources, imageColours: ["red"] };
      const status = { acceptsInstances: true, reasons: ["haunted"] };
      result.nodes = result.nodes.map((node: object) => ({ ...node, accepts, status, moon: "full" }));
    }
    return { ...message, result };
  };
}

/** A rig whose driver is newer, and whose core reads it as `vdk-core` does. */
async function newerRig(sources: readonly string[]): Promise<CoreRig> {
  const rig = await CoreRig.start({ onViolation: "record" });
  rig.proxy.rewrite = withNews(sources);
  await rig.stopCore();
  await rig.startCore();
  return rig;
}

test("compatibility/caller-reads-what-it-does-not-know: members, capabilities and values that it does not know disturb nothing", async () => {
  const rig = await newerRig(["telepathy", "file"]);
  const id = await rig.rest.createActive();
  await rig.rest.act(id, { "os-stop": null });
  await rig.rest.settled(id, "SHUTOFF");
  await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({});
});

test("compatibility/caller-reads-what-it-does-not-know: a kind of image source that it does not know is another than its own", async () => {
  const rig = await newerRig(["telepathy"]);
  const id = await rig.rest.create();
  const { fault } = await rig.rest.settled(id, "ERROR");
  expect(fault).toMatchObject({ message: "No valid host was found. There are not enough hosts available." });
  expect(rig.proxy.requests("spawn")).toEqual([]);
});

test.each([
  ["none", []],
  ["partial", ["destroy"]],
])(
  "compatibility/caller-reads-what-it-does-not-know: an error code that it does not know, with effect %s, fails the build and is tried nowhere else",
  async (effect, cleanedUpBy) => {
    const rig = await CoreRig.start({ driver: { nodes: 2 }, onViolation: "record" });
    rig.proxy.rewrite = ({ to, method, message }) =>
      to === "core" && method === "spawn" && message.error !== undefined
        ? {
            ...message,
            error: { ...message.error, message: "The planets misalign", data: { code: "PLANETS", effect } },
          }
        : message;
    await rig.proxy.inject("simulation/injectFault", { fault: { kind: "failStep", step: 1 } });
    const id = await rig.rest.create();
    const { fault } = await rig.rest.settled(id, "ERROR");
    expect(fault).toMatchObject({ code: 500, message: "The planets misalign" });
    expect(rig.proxy.requests("spawn", "destroy").map(({ method }) => method)).toEqual(["spawn", ...cleanedUpBy]);
    await rig.rest.createActive("next");
  },
);
