// Guests that a driver has to refuse, and guests that it may refuse because its node cannot have them.
import type { ErrorCode } from "@virt-driver-kit/spec";

import type { CheckContext, RefusedCall } from "../../harness/check-context.ts";
import { type Guest, guestOf, newGuest, type Wishes } from "../steps/guest-hardware.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

/**
 * Checks that a guest is refused with nothing built.
 *
 * @param what - What it asks for, as the end of the sentence "after a spawn with ...".
 */
export async function expectRefused(
  t: CheckContext,
  wishes: Wishes,
  code: ErrorCode,
  what: string,
): Promise<RefusedCall> {
  const params = await newGuest(t, wishes);
  const hint = `A spawn with ${what} cannot be obeyed: refuse it before anything is made.`;
  const refusal = await t.expectError(t.driver.spawn(params), code, { effect: "none", hint });
  await expectState(t, params.instance.uuid, "absent", `after a spawn with ${what}`);
  return refusal;
}

/** Checks that a guest is refused for want of a resource, with nothing built. */
export async function expectNoRoom(t: CheckContext, wishes: Wishes, resource: string, what: string): Promise<void> {
  const { details } = await expectRefused(t, wishes, "INSUFFICIENT_RESOURCES", what);
  t.expectEqual(details["resource"], resource, `resource that runs short for a spawn with ${what}`);
}

/** Builds a guest, unless the node cannot have such a one: `undefined` for one that is answered NOT_SUPPORTED. */
export async function buildIfSupported(t: CheckContext, wishes: Wishes): Promise<Guest | undefined> {
  const params = await newGuest(t, wishes);
  const refusal = await refusalOf(t.driver.spawn(params));
  if (refusal === undefined) return guestOf(params);
  if (refusal.code !== "NOT_SUPPORTED") throw refusal;
  await expectState(t, params.instance.uuid, "absent", "after a spawn that was answered NOT_SUPPORTED");
  return undefined;
}

/**
 * Builds a guest as its node can have it.
 *
 * @throws NotApplicable if it is answered NOT_SUPPORTED, which the spec lets a driver do whose node cannot have such a guest.
 */
export async function buildOrSkip(t: CheckContext, wishes: Wishes, what: string): Promise<Guest> {
  return (await buildIfSupported(t, wishes)) ?? t.notApplicable(`Node "${t.node.name}" has no guests with ${what}`);
}

/** Builds the first of some guests that the node can have. */
export async function buildFirst<T>(
  t: CheckContext,
  choices: readonly T[],
  wishesOf: (choice: T) => Wishes,
): Promise<{ readonly guest: Guest; readonly choice: T } | undefined> {
  for (const choice of choices) {
    const guest = await buildIfSupported(t, wishesOf(choice));
    if (guest !== undefined) return { guest, choice };
  }
  return undefined;
}
