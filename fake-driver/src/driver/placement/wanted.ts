/** What an instance asks of its hardware, flavor and image taken together. */

import type { FlavorHardware, ImageProperties, Instance } from "@virt-driver-kit/spec";

/** All that flavor and image ask for. Where both set a member, it is the flavor's. */
export type Wanted = Omit<ImageProperties, keyof FlavorHardware> & FlavorHardware;

/** Members whose own members are settled one by one; every other member is taken whole. */
const GROUPS = ["platform", "cpu", "memory", "network", "rng", "devices"] as const;

/** Where a request has the instance that it is about. */
const INSTANCE_AT = "params.instance";

/**
 * Settles what an instance asks for.
 *
 * @see Requirement `placement/flavor-is-believed`
 */
export function wantedBy({ image: { properties = {} }, flavor: { hardware = {} } }: Instance): Wanted {
  const merged = GROUPS.map((group) => [group, { ...properties[group], ...hardware[group] }] as const);
  return { ...properties, ...hardware, ...Object.fromEntries(merged) };
}

/**
 * Tells where a request asks for something.
 *
 * @param instance - The instance asked for.
 * @param member - What, such as `platform.hpet`.
 * @returns The path in the request, in the flavor if that says something of it and otherwise in the image.
 */
export function pathOf({ flavor }: Pick<Instance, "flavor">, member: string): string {
  const isOrdered = valueAt(flavor.hardware, member) !== undefined;
  return `${INSTANCE_AT}.${isOrdered ? "flavor.hardware" : "image.properties"}.${member}`;
}

function valueAt(value: unknown, member: string): unknown {
  return member
    .split(".")
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}
