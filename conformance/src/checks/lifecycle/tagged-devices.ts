// Checks of devices with tags: the answer says of each where the guest finds it.
import type { NetworkInterface, TaggedDevice } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { claimOn, givenFreePciDevices } from "../steps/guest-devices.ts";
import { STARTS } from "../steps/starts.ts";

type Devices = NonNullable<NewInstance["devices"]>;
/** What tells which device it is. */
type Identity = Pick<TaggedDevice, "tag" | "deviceId" | "hostAddress">;

const HINT = "Name every tag of the request, with the device that it is on and the place where the guest finds that.";

/** Checks that an answer has each tag once, on its device, and no two devices in one place. */
function expectTagged(
  t: CheckContext,
  answer: { readonly taggedDevices?: readonly TaggedDevice[] },
  expected: readonly Identity[],
  operation: string,
): void {
  const tagged = answer.taggedDevices ?? [];
  const identities = tagged.map(({ tag, deviceId, hostAddress }) => ({
    tag,
    ...(deviceId !== undefined && { deviceId }),
    ...(hostAddress !== undefined && { hostAddress }),
  }));
  const byTag = (left: Identity, right: Identity): number => (left.tag < right.tag ? -1 : 1);
  t.expectEqual(identities.toSorted(byTag), [...expected].toSorted(byTag), `taggedDevices of ${operation}`, HINT);
  const places = tagged.flatMap(({ bus, address }) => (address === undefined ? [] : [`${bus} ${address}`]));
  t.expectEqual(places.length, new Set(places).size, `number of places in taggedDevices of ${operation}`, HINT);
}

function onInterface(port: NetworkInterface): Identity {
  return { tag: port.tag ?? "", deviceId: port.portId };
}

/** Two interfaces with tags, and one without. */
function taggedInterfaces(t: CheckContext): readonly [NetworkInterface, NetworkInterface, NetworkInterface] {
  return [t.networkInterface({ tag: "vdk-first" }), t.networkInterface(), t.networkInterface({ tag: "vdk-second" })];
}

interface OtherDevice {
  readonly name: string;
  readonly capability: "supportsVolumes" | "supportsPciPassthrough";
  readonly make: (t: CheckContext) => Promise<{ readonly devices: Devices; readonly expected: Identity[] }>;
}

/** Devices of other kinds, one with a tag and one without. */
const OTHERS: readonly OtherDevice[] = [
  {
    name: "volumes",
    capability: "supportsVolumes",
    make: async (t) => {
      const [tagged, plain]: readonly [TestVolume, TestVolume] = [t.volume(), t.volume()];
      return {
        devices: { blockDevices: { volumes: [plain.attachment(), tagged.attachment({ tag: "vdk-volume" })] } },
        expected: [{ tag: "vdk-volume", deviceId: tagged.volumeId }],
      };
    },
  },
  {
    name: "host-devices",
    capability: "supportsPciPassthrough",
    make: async (t) => {
      const [tagged, plain] = await givenFreePciDevices(t, 2);
      if (tagged === undefined || plain === undefined) return { devices: {}, expected: [] };
      return {
        devices: { pciDevices: [claimOn(plain), { ...claimOn(tagged), tag: "vdk-host-device" }] },
        expected: [{ tag: "vdk-host-device", hostAddress: tagged.address }],
      };
    },
  },
];

/** The checks of devices with tags. */
export const taggedDevicesChecks: readonly Check[] = [
  {
    id: "spawn/tells-where-tagged-devices-are[interfaces]",
    requirement: "spawn/tells-where-tagged-devices-are",
    title: "spawn() with tags on interfaces names each tag with its interface, and no other",
    needs: { capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const [first, plain, second] = taggedInterfaces(t);
      const params = await t.newInstance({ devices: { networkInterfaces: [first, plain, second] } });
      expectTagged(t, await t.driver.spawn(params), [onInterface(first), onInterface(second)], "spawn");
    },
  },
  ...OTHERS.map(({ name, capability, make }): Check => ({
    id: `spawn/tells-where-tagged-devices-are[${name}]`,
    requirement: "spawn/tells-where-tagged-devices-are",
    title: `spawn() with a tag on one of several ${name.replace("-", " ")} names the tag with that one`,
    needs: { capabilities: [capability] },
    run: async (t) => {
      const { devices, expected } = await make(t);
      expectTagged(t, await t.driver.spawn(await t.newInstance({ devices })), expected, "spawn");
    },
  })),
  ...STARTS.map(({ operation, from, call }): Check => ({
    id: `spawn/tells-where-tagged-devices-are[${operation}]`,
    requirement: "spawn/tells-where-tagged-devices-are",
    title: `${operation}() with tags on interfaces names each tag with its interface, and no other`,
    needs: { capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const [first, plain, second] = taggedInterfaces(t);
      const instance = await t.givenInstance({ powerState: from });
      const answer = (await call(t, instance, { networkInterfaces: [first, plain, second] })) ?? {};
      expectTagged(t, answer, [onInterface(first), onInterface(second)], operation);
    },
  })),
  {
    id: "spawn/tells-where-tagged-devices-are[rebuild]",
    requirement: "spawn/tells-where-tagged-devices-are",
    title: "rebuild() with tags on interfaces names each tag with its interface, and no other",
    needs: { capabilities: ["supportsNetworkInterfaces", "supportsRebuild"] },
    run: async (t) => {
      const [first, plain, second] = taggedInterfaces(t);
      const { params } = await t.givenInstance();
      const devices = { networkInterfaces: [first, plain, second] };
      const answer = await t.driver.rebuild({ instance: params.instance, powerOn: true, devices });
      expectTagged(t, answer, [onInterface(first), onInterface(second)], "rebuild");
    },
  },
  {
    id: "spawn/tells-where-tagged-devices-are[attachInterface]",
    requirement: "spawn/tells-where-tagged-devices-are",
    title: "attachInterface() with a tag names it with the interface, in another place than one that the guest had",
    needs: { capabilities: ["supportsTaggedAttachInterface"] },
    run: async (t) => {
      const known = t.networkInterface({ tag: "vdk-known" });
      const params = await t.newInstance({ devices: { networkInterfaces: [known] } });
      const { taggedDevices = [] } = await t.given("spawn", () => t.driver.spawn(params));
      const added = t.networkInterface();
      const target = { instanceUuid: params.instance.uuid };
      const { taggedDevice } = await t.driver.attachInterface({ ...target, interface: added, tag: "vdk-added" });
      const answer = { taggedDevices: [...taggedDevices, ...(taggedDevice === undefined ? [] : [taggedDevice])] };
      const expected = [onInterface(known), { tag: "vdk-added", deviceId: added.portId }];
      expectTagged(t, answer, expected, "spawn and attachInterface");
    },
  },
  {
    id: "spawn/tells-where-tagged-devices-are[attachVolume]",
    requirement: "spawn/tells-where-tagged-devices-are",
    title: "attachVolume() with a tag names it with the volume",
    needs: { capabilities: ["supportsTaggedAttachVolume"] },
    run: async (t) => {
      const volume = t.volume();
      const { target } = await t.givenInstance();
      const params = { ...target, volume: volume.attachment(), tag: "vdk-volume" };
      const { taggedDevice } = await t.driver.attachVolume(params);
      const expected = [{ tag: "vdk-volume", deviceId: volume.volumeId }];
      expectTagged(t, { taggedDevices: taggedDevice === undefined ? [] : [taggedDevice] }, expected, "attachVolume");
    },
  },
];
