// Checks of the secrets that a node keeps for an instance: they stay with its disks when asked, and go otherwise.
import type { DestroyParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { expectHardware, guestOf, newGuest } from "../steps/guest-hardware.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { tpmSecret } from "../steps/tpm-secret.ts";

const VERSIONS = ["2.0", "1.2"] as const;

/** A guest whose node keeps the secret of its trusted platform module. */
async function givenKeptSecret(t: CheckContext): Promise<NewInstance> {
  return t.given("spawn", async () => {
    let refusal: unknown;
    for (const version of VERSIONS) {
      const params = await newGuest(t, { image: { tpm: { version } }, devices: tpmSecret(true) });
      refusal = await refusalOf(t.driver.spawn(params));
      if (refusal === undefined) return params;
    }
    throw refusal;
  });
}

function withoutSecret({ instance, node, powerOn }: NewInstance): NewInstance {
  return { instance, node, powerOn };
}

/** What `destroy` may be told, and whether the secret is to be on the node afterwards. */
const WAYS: readonly (Pick<DestroyParams, "destroyDisks" | "destroySecrets"> & {
  readonly variant: string;
  readonly what: string;
})[] = [
  { variant: "disks-only-kept", what: "keeps the disks and says nothing of secrets", destroyDisks: false },
  { variant: "secrets-removed", what: "keeps the disks alone", destroyDisks: false, destroySecrets: true },
  { variant: "all-removed", what: "removes the disks", destroyDisks: true },
];

const removing = WAYS.map(({ variant, what, ...options }): Check => ({
  id: `destroy/keeps-secrets-when-asked[${variant}]`,
  requirement: "destroy/keeps-secrets-when-asked",
  title: `After a destroy() that ${what}, a spawn() of the same instance needs its secret again`,
  run: async (t) => {
    const params = await givenKeptSecret(t);
    const { target } = guestOf(params);
    await t.driver.destroy({ ...target, ...options });
    const refusal = await refusalOf(t.driver.spawn(withoutSecret(params)));
    t.expectThat(refusal !== undefined, `A guest was built with a secret that was left after a destroy that ${what}`, {
      expected: "a refusal of the spawn, which carries no secret",
      hint: "A secret that outlives its guest is a leak: remove it with the instance.",
    });
    // Refused for want of the secret and of nothing else.
    await t.given("spawn", () => t.driver.spawn(params));
  },
}));

/** The checks of secrets and `destroy`. */
export const destroySecretsChecks: readonly Check[] = [
  {
    id: "destroy/keeps-secrets-when-asked[kept]",
    requirement: "destroy/keeps-secrets-when-asked",
    title:
      "After a destroy() that keeps disks and secrets, a spawn() of the same instance opens its module without a secret",
    run: async (t) => {
      const params = await givenKeptSecret(t);
      const guest = guestOf(params);
      const { tpm } = params.instance.image.properties ?? {};
      await t.driver.destroy({ ...guest.target, destroyDisks: false, destroySecrets: false });
      await expectState(t, guest.uuid, "absent", "after destroy");
      const refusal = await refusalOf(t.driver.spawn(withoutSecret(params)));
      t.expectEqual(
        refusal?.code,
        undefined,
        "code of a spawn without a secret after a destroy that was to keep it on the node",
        "With destroyDisks and destroySecrets false, leave on the node what it keeps of the instance's secrets.",
      );
      if (tpm !== undefined) await expectHardware(t, guest, "tpmVersion", tpm.version, "after spawn again");
    },
  },
  ...removing,
];
