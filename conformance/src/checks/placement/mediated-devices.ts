// Checks of mediated devices, such as virtual GPUs: as many as are allocated, from where they are allocated, and kept.
import type { Allocation, MediatedDevice } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "../steps/guest.ts";
import { givenResource } from "../steps/usage.ts";

async function givenMediatedDevices(t: CheckContext): Promise<readonly MediatedDevice[]> {
  return (await givenResource(t)).mediatedDevices ?? [];
}

async function devicesOf(t: CheckContext, uuid: string): Promise<MediatedDevice[]> {
  return (await givenMediatedDevices(t)).filter(({ instanceUuid }) => instanceUuid === uuid);
}

function allocationOf(providerUuid: string, amount: number): Allocation {
  return { providerUuid, resources: [{ resourceClass: "VGPU", amount }] };
}

/** How many devices are free of each resource provider. */
async function givenFreeByProvider(t: CheckContext): Promise<ReadonlyMap<string, number>> {
  const free = new Map<string, number>();
  for (const { instanceUuid, resourceProvider } of await givenMediatedDevices(t)) {
    if (resourceProvider === undefined || instanceUuid !== undefined) continue;
    free.set(resourceProvider, (free.get(resourceProvider) ?? 0) + 1);
  }
  if (free.size === 0) t.notApplicable("The node has no free mediated device that a resource provider counts");
  return free;
}

/** The devices that an instance has, counted by resource provider, in a fixed order. */
async function heldByProvider(t: CheckContext, uuid: string): Promise<(readonly [string, number])[]> {
  const held = await devicesOf(t, uuid);
  const providers = new Set(held.map(({ resourceProvider = "none" }) => resourceProvider));
  return [...providers]
    .toSorted()
    .map((provider) => [provider, held.filter(({ resourceProvider }) => resourceProvider === provider).length]);
}

function wanted(allocations: readonly Allocation[]): (readonly [string, number])[] {
  return allocations
    .map(({ providerUuid, resources }) => [providerUuid, resources[0]?.amount ?? 0] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

const HINT = "Read every allocation, and take as many devices of each resource provider as it says.";

/** The checks of mediated devices. */
export const mediatedDeviceChecks: readonly Check[] = [
  {
    id: "placement/mediated-devices-follow-allocations",
    requirement: "placement/mediated-devices-follow-allocations",
    title:
      "spawn() gives a guest as many mediated devices as each of its allocations says, and destroy() gives them back",
    run: async (t) => {
      const free = await givenFreeByProvider(t);
      const allocations = [...free].map(([provider, count], index) =>
        allocationOf(provider, index === 0 ? Math.min(2, count) : 1),
      );
      for (const allocated of [allocations.slice(0, 1), allocations]) {
        const params = await t.newInstance({ devices: { allocations: allocated } });
        const { uuid } = params.instance;
        await t.driver.spawn(params);
        const what = "mediated devices of the guest, by resource provider, after spawn";
        t.expectEqual(await heldByProvider(t, uuid), wanted(allocated), what, HINT);
        await t.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
        t.expectEqual(await devicesOf(t, uuid), [], "mediated devices of an instance that was destroyed");
      }
    },
  },
  {
    id: "placement/mediated-devices-follow-allocations[two-guests]",
    requirement: "placement/mediated-devices-follow-allocations",
    title: "spawn() gives two guests different mediated devices, and a guest without an allocation none",
    run: async (t) => {
      const free = await givenFreeByProvider(t);
      const [provider] =
        [...free].find(([, count]) => count >= 2) ?? t.notApplicable("No provider has two free devices");
      const devices = { allocations: [allocationOf(provider, 1)] };
      const [one, other, none] = [
        await t.givenInstance({ devices }),
        await t.givenInstance({ devices }),
        await t.givenInstance(),
      ];
      for (const { uuid } of [one, other])
        t.expectEqual(
          await heldByProvider(t, uuid),
          [[provider, 1]],
          "mediated devices of a guest beside another",
          HINT,
        );
      t.expectEqual(await devicesOf(t, none.uuid), [], "mediated devices of a guest without an allocation");
      const uuids = (await givenMediatedDevices(t)).map(({ uuid }) => uuid);
      t.expectEqual(uuids.length, new Set(uuids).size, "number of mediated devices, of which some are listed twice");
    },
  },
  {
    id: "placement/mediated-devices-are-kept",
    requirement: "placement/mediated-devices-are-kept",
    title: "An instance keeps its mediated devices over reboot(), powerOff() and powerOn()",
    run: async (t) => {
      const [provider] = [...(await givenFreeByProvider(t)).keys()];
      if (provider === undefined) return;
      const instance = await t.givenInstance({ devices: { allocations: [allocationOf(provider, 1)] } });
      const kept = async (): Promise<string[]> =>
        (await devicesOf(t, instance.uuid)).map(({ uuid }) => uuid).toSorted();
      const before = await kept();
      await t.given("spawn", async () =>
        t.expectEqual(before.length, 1, "number of mediated devices after spawn", HINT),
      );
      const hint = "Read which devices the guest has before it is made anew, and give it the same.";
      for (const type of ["hard", "soft"] as const) {
        await t.given("reboot", () => t.driver.reboot({ ...instance.target, type, timeoutSeconds: 10 }));
        t.expectEqual(await kept(), before, `mediated devices after a ${type} reboot`, hint);
      }
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      t.expectEqual(await kept(), before, "mediated devices of an instance that is off", hint);
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      t.expectEqual(await kept(), before, "mediated devices after powerOff and powerOn", hint);
    },
  },
];
