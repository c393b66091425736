// Checks of the operations that start a guest out of rest, rescue or ruin: it has its devices and consoles as after any other start, and the
// answer says where.
import type { AttachedVolume, Capability, RequirementId, TaggedDevice } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { givenMoved, SAME_HOST } from "../steps/cold-moves.ts";
import { expectInterfaces, givenHostdevInterfaces } from "../steps/guest-devices.ts";
import { type AnyStart, MORE_STARTS } from "../steps/more-starts.ts";

interface StartAnswer {
  readonly taggedDevices?: readonly TaggedDevice[];
  readonly attachedVolumes?: readonly AttachedVolume[];
}

const TAG = "vdk-tag";

const tagged = MORE_STARTS.map(({ operation, needs, bring, call }): Check => ({
  id: `spawn/tells-where-tagged-devices-are[${operation}-again]`,
  requirement: "spawn/tells-where-tagged-devices-are",
  title: `${operation}() with a tag on an interface that the instance has names the tag with it`,
  needs: { ...needs, capabilities: [...(needs.capabilities ?? []), "supportsNetworkInterfaces"] },
  run: async (t) => {
    const devices = { networkInterfaces: [t.networkInterface({ tag: TAG }), t.networkInterface()] };
    const instance = await t.givenInstance({ devices });
    await t.given(operation, () => bring(t, instance));
    const { taggedDevices = [] } = ((await call(t, instance, devices)) ?? {}) as StartAnswer;
    t.expectEqual(
      taggedDevices.map(({ tag, deviceId }) => ({ tag, deviceId })),
      [{ tag: TAG, deviceId: devices.networkInterfaces[0]?.portId }],
      `taggedDevices of ${operation}`,
      "Name every tag of the request, with the device that it is on and the place where the guest finds that.",
    );
  },
}));

const attached = MORE_STARTS.map(({ operation, needs, bring, call }): Check => ({
  id: `block-devices/guest-is-built-with-its-volumes[${operation}-again]`,
  requirement: "block-devices/guest-is-built-with-its-volumes",
  title: `${operation}() with a volume that the instance has says of it what attachVolume() would have answered`,
  needs: { ...needs, capabilities: [...(needs.capabilities ?? []), "supportsVolumes"] },
  run: async (t) => {
    const volume = t.volume();
    const devices = { blockDevices: { volumes: [volume.attachment()] } };
    const instance = await t.givenInstance({ devices });
    await t.given(operation, () => bring(t, instance));
    const { attachedVolumes = [] } = ((await call(t, instance, devices)) ?? {}) as StartAnswer;
    t.expectEqual(
      attachedVolumes.map(({ volumeId }) => volumeId),
      [volume.volumeId],
      `volumes in attachedVolumes of ${operation}`,
      "Say of each volume what the caller has to store and to hand back.",
    );
  },
}));

const ofTheHost = MORE_STARTS.map(({ operation, needs, bring, call }): Check => ({
  id: `devices/guest-has-the-interfaces-given[${operation}-host-device]`,
  requirement: "devices/guest-has-the-interfaces-given",
  title: `A guest that ${operation}() has started has the interface that is a device of its host`,
  needs: {
    ...needs,
    capabilities: [...(needs.capabilities ?? []), "supportsNetworkInterfaces", "supportsDiagnostics"],
  },
  run: async (t) => {
    const networkInterfaces = await givenHostdevInterfaces(t, 1);
    const instance = await t.givenInstance({ devices: { networkInterfaces } });
    await t.given(operation, () => bring(t, instance));
    await t.given(operation, () => call(t, instance, { networkInterfaces }));
    await expectInterfaces(t, instance, networkInterfaces, `after ${operation}`);
  },
}));

/** A type of console that an instance can have. */
interface ConsoleType {
  readonly capability: Capability;
  readonly requirement: RequirementId;
  readonly read: (t: CheckContext, target: TestInstance["target"]) => Promise<unknown>;
}

const CONSOLES: readonly ConsoleType[] = [
  {
    capability: "supportsVncConsole",
    requirement: "getVncConsole/leads-to-the-instance",
    read: (t, target) => t.driver.getVncConsole(target),
  },
  {
    capability: "supportsSpiceConsole",
    requirement: "getSpiceConsole/leads-to-the-instance",
    read: (t, target) => t.driver.getSpiceConsole(target),
  },
  {
    capability: "supportsRdpConsole",
    requirement: "getRdpConsole/leads-to-the-instance",
    read: (t, target) => t.driver.getRdpConsole(target),
  },
  {
    capability: "supportsSerialConsole",
    requirement: "getSerialConsole/leads-to-the-instance",
    read: (t, target) => t.driver.getSerialConsole(target),
  },
  {
    capability: "supportsMksConsole",
    requirement: "getMksConsole/opens-the-instance",
    read: (t, target) => t.driver.getMksConsole(target),
  },
];

/** A guest is asked for its console after each start that the driver has. */
async function expectConsole(
  t: CheckContext,
  { operation, bring, call }: AnyStart,
  read: ConsoleType["read"],
): Promise<void> {
  const instance = await t.givenInstance();
  await t.given(operation, () => bring(t, instance));
  await t.given(operation, () => call(t, instance, {}));
  await read(t, instance.target);
}

/** The same of a guest that was moved to where it is. */
async function expectConsoleAfterMove(t: CheckContext, read: ConsoleType["read"]): Promise<void> {
  const instance = await t.givenInstance();
  await givenMoved(await SAME_HOST.open(t), instance);
  await read(t, instance.target);
}

function isServed({ session }: CheckContext, { needs }: AnyStart): boolean {
  return (needs.capabilities ?? []).every((capability) => session.capabilities[capability] === true);
}

const consoles = CONSOLES.map(({ capability, requirement, read }): Check => ({
  id: `${requirement}[after-other-starts]`,
  requirement,
  title: "A guest has its console after each operation that starts it out of rest, rescue or ruin",
  needs: { capabilities: [capability] },
  run: async (t) => {
    for (const start of MORE_STARTS) if (isServed(t, start)) await expectConsole(t, start, read);
    if (t.session.capabilities.supportsMigrateToSameHost === true) await expectConsoleAfterMove(t, read);
  },
}));

/** The checks of the other ways to start a guest. */
export const otherStartsChecks: readonly Check[] = [...tagged, ...attached, ...ofTheHost, ...consoles];
