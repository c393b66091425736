// A guest in rescue mode. Its rescue disk is fresh, so that it counts its boots from 1, and its own disk has counted further.
import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import type { FileImage } from "../../harness/image-store.ts";
import type { ImageVariant } from "../../harness/image-variant.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectBoot, givenGuestThatBootedTwice } from "./boot-counter.ts";
import { expectState, type SeenState } from "./power-state.ts";

/** The boot counter of an instance's own disk when it is rescued, and what it says after the next boot from that disk. */
export const OWN_BOOTS = 2;

/** What a guest is to have booted, for {@link expectBoot}. */
export const RESCUE_DISK = "the rescue disk";
export const OWN_DISK = "its own disk";

/** An image to rescue with. */
export async function rescueImage(t: CheckContext, variant?: ImageVariant): Promise<FileImage> {
  return (await t.newInstance(variant && { image: variant })).instance.image;
}

/** Rescues an instance. */
export async function rescue(t: CheckContext, { target }: Pick<TestInstance, "target">): Promise<void> {
  await t.driver.rescue({ ...target, image: await rescueImage(t) });
}

/** Checks a rescued instance's power state, whether it reads as rescued, and nothing of its guest. */
export async function expectRescued(
  t: CheckContext,
  { uuid }: Pick<TestInstance, "uuid">,
  rescued: boolean,
  state: SeenState,
  when: string,
): Promise<void> {
  await expectState(t, uuid, state, when);
  const { info } = await t.driver.getInfo({ instanceUuid: uuid });
  t.expectEqual(info.rescued ?? false, rescued, `rescued in getInfo ${when}`);
}

/** An instance whose guest runs from a fresh rescue disk, in its first boot. Blocks the check if there is none to be had. */
export async function givenRescuedGuest(
  t: CheckContext,
  options: Omit<InstanceOptions, "powerOn"> = {},
): Promise<TestInstance> {
  const { instance } = await givenGuestThatBootedTwice(t, options);
  await t.given("rescue", async () => {
    await rescue(t, instance);
    await expectBoot(t, instance, 1, RESCUE_DISK, "after rescue");
  });
  return instance;
}

/** Checks that a guest is in its next boot from its own disk, and that its instance is not rescued. */
export async function expectOwnBoot(
  t: CheckContext,
  instance: Pick<TestInstance, "uuid">,
  when: string,
): Promise<void> {
  await expectRescued(t, instance, false, "running", when);
  await expectBoot(t, instance, OWN_BOOTS + 1, OWN_DISK, when);
}
