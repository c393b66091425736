// Checks of encrypted memory: in the way that was asked for, at every boot, or not built.
import type { MemoryEncryptionModel } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { BOOTS } from "../steps/boots.ts";
import { expectHardware, givenGone, type Guest, guestOf, newGuest, type Wishes } from "../steps/guest-hardware.ts";
import { givenTree } from "../steps/provider-tree.ts";
import { refusalOf } from "../steps/refusal.ts";
import { buildFirst, expectRefused } from "./refused.ts";

const MODELS: readonly MemoryEncryptionModel[] = ["amd-sev", "amd-sev-es", "amd-sev-snp"];

/** As many guests as the kit builds to fill a node. */
const MOST_GUESTS = 64;

/** Only UEFI can start a guest whose memory is encrypted, where there is a choice. */
function encrypted(t: CheckContext, encryption: MemoryEncryptionModel): Wishes {
  const canAsk = t.session.capabilities.supportsUefiBoot === true;
  return { image: { ...(canAsk && { firmware: { type: "uefi" } }), memory: { encryption } } };
}

async function encryptedGuest(
  t: CheckContext,
  wishes: Wishes = {},
): Promise<{ readonly guest: Guest; readonly choice: MemoryEncryptionModel }> {
  const built = await buildFirst(t, MODELS, (model) => ({ ...encrypted(t, model), ...wishes }));
  return built ?? t.notApplicable(`Node "${t.node.name}" cannot encrypt the memory of guests`);
}

const atEachBoot = BOOTS.map(({ variant, when, needs, pass }): Check => ({
  id: `placement/memory-encryption-or-nothing[${variant}]`,
  requirement: "placement/memory-encryption-or-nothing",
  title: `getInfo() says that a guest's memory is encrypted in the way asked for, ${when}`,
  needs,
  run: async (t) => {
    const { guest, choice } = await encryptedGuest(t);
    await pass(t, guest);
    await expectHardware(t, guest, "memoryEncryption", choice, when);
  },
}));

/** How many guests can have encrypted memory at one time, by the node's resource providers. */
async function contextsOf(t: CheckContext): Promise<number> {
  const inventories = (await givenTree(t)).flatMap((provider) => provider.inventories);
  return inventories
    .filter(({ resourceClass }) => resourceClass === "MEM_ENCRYPTION_CONTEXT")
    .reduce((sum, { total }) => sum + total, 0);
}

async function expectFull(t: CheckContext): Promise<void> {
  const contexts = await contextsOf(t);
  if (contexts > MOST_GUESTS) t.notApplicable(`The node has room for ${contexts} guests with encrypted memory`);
  const { guest: first, choice } = await encryptedGuest(t, { powerOn: false });
  for (let guests = 1; guests <= contexts; guests++) {
    const params = await newGuest(t, { ...encrypted(t, choice), powerOn: false });
    const refusal = await refusalOf(t.driver.spawn(params));
    if (refusal === undefined) continue;
    const { code, effect, details } = refusal;
    const { resource } = details as { readonly resource?: unknown };
    t.expectEqual(
      { code, effect, resource },
      { code: "INSUFFICIENT_RESOURCES", effect: "none", resource: "encryptionContexts" },
      `refusal of a guest with encrypted memory beside ${guests} others`,
    );
    await givenGone(t, first);
    const again = await refusalOf(t.driver.spawn(params));
    t.expectEqual(
      again?.code,
      undefined,
      "code of a spawn with encrypted memory after another such guest was destroyed",
    );
    await expectHardware(t, guestOf(params), "memoryEncryption", choice, "after spawn in the place of another guest");
    return;
  }
  t.fail(`More than ${contexts} guests with encrypted memory were built on a node that has room for no more`, {
    expected: "INSUFFICIENT_RESOURCES with resource encryptionContexts",
    hint: "Count a context for each instance with encrypted memory, whether or not it runs.",
  });
}

/** The checks of encrypted memory. */
export const memoryEncryptionChecks: readonly Check[] = [
  ...atEachBoot,
  {
    id: "placement/memory-encryption-or-nothing[models]",
    requirement: "placement/memory-encryption-or-nothing",
    title: "A guest has its memory encrypted in each way that image or flavor can ask for, or is not built",
    run: async (t) => {
      for (const model of MODELS) {
        const { image: { memory, ...image } = {} } = encrypted(t, model);
        const byFlavor: Wishes = { image, flavor: { hardware: { memory: { encryption: model } } } };
        for (const wishes of [{ image: { ...image, ...(memory && { memory }) } }, byFlavor]) {
          const built = await buildFirst(t, [wishes], (some) => some);
          if (built !== undefined) await expectHardware(t, built.guest, "memoryEncryption", model, "after spawn");
        }
      }
      await expectRefused(t, encrypted(t, "other"), "NOT_SUPPORTED", "memory encrypted in a way that nobody knows");
    },
  },
  {
    id: "placement/memory-encryption-or-nothing[full]",
    requirement: "placement/memory-encryption-or-nothing",
    title: "spawn() of one guest too many with encrypted memory is INSUFFICIENT_RESOURCES of encryptionContexts",
    needs: { capabilities: ["supportsProviderTree"] },
    run: expectFull,
  },
];
