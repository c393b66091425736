// What a guest is asked to be made of, and what it really has, as `getInfo` tells it.
import type { GuestDevices, GuestHardware, GuestNumaTopology, ImageProperties } from "@virt-driver-kit/spec";

import type { CheckContext, InstanceOptions, NewInstance } from "../../harness/check-context.ts";

/** What is asked of a guest. */
export interface Wishes {
  /** What the image asks for. */
  readonly image?: ImageProperties;
  /** The flavor, its hardware included. */
  readonly flavor?: NonNullable<InstanceOptions["flavor"]>;
  /** Where it is to be on its node. */
  readonly numaTopology?: GuestNumaTopology;
  readonly devices?: GuestDevices;
  /** Whether it runs once it is built. Left out: true. */
  readonly powerOn?: boolean;
  /** The node to build it on. Left out: the usual one. */
  readonly node?: NonNullable<InstanceOptions["node"]>;
}

/** A guest that was built, by the names that calls know it by. */
export interface Guest {
  readonly uuid: string;
  readonly params: NewInstance;
  readonly target: { readonly instanceUuid: string };
}

/** Makes the parameters of a `spawn` that asks for something. */
export async function newGuest(
  t: CheckContext,
  { image, numaTopology, ...options }: Wishes = {},
): Promise<NewInstance> {
  // What a topology names is on one node.
  const { instance, ...rest } = await t.newInstance({ ...(numaTopology && { node: t.node }), ...options });
  return {
    ...rest,
    instance: {
      ...instance,
      image: { ...instance.image, ...(image && { properties: image }) },
      ...(numaTopology && { numaTopology }),
    },
  };
}

/** Builds a guest. Its refusal is the check's to judge. */
export async function build(t: CheckContext, wishes: Wishes = {}): Promise<Guest> {
  const params = await newGuest(t, wishes);
  await t.driver.spawn(params);
  return guestOf(params);
}

/** Builds a guest as a preparation. Blocks the check if that fails. */
export function givenGuest(t: CheckContext, wishes: Wishes = {}): Promise<Guest> {
  return t.given("spawn", () => build(t, wishes));
}

/** Removes a guest with its disks. Blocks the check if that fails. */
export async function givenGone(t: CheckContext, { target }: Pick<Guest, "target">): Promise<void> {
  await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
}

/** The guest that a spawn builds. */
export function guestOf(params: NewInstance): Guest {
  const { uuid } = params.instance;
  return { uuid, params, target: { instanceUuid: uuid } };
}

/** What a guest has, as `getInfo` tells; nothing if it tells nothing. Blocks the check if the call fails. */
export async function hardwareOf(t: CheckContext, { target }: Pick<Guest, "target">): Promise<GuestHardware> {
  const { info } = await t.given("getInfo", () => t.driver.getInfo(target));
  return info.hardware ?? {};
}

/**
 * Checks one member of what a guest has.
 *
 * @param when - The end of the sentence, such as `after spawn`.
 */
export async function expectHardware<K extends keyof GuestHardware>(
  t: CheckContext,
  guest: Pick<Guest, "target">,
  member: K,
  expected: NonNullable<GuestHardware[K]>,
  when: string,
): Promise<void> {
  const hint = "Define the guest by what was asked for at every start, and tell what the hypervisor has.";
  t.expectEqual((await hardwareOf(t, guest))[member], expected, `hardware.${member} of getInfo ${when}`, hint);
}
