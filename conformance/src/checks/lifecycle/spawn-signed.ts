// Checks of `spawn` from images that somebody has to vouch for.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { AUTHORITY, SIGNER, STRANGER } from "../../harness/certificates.ts";
import { expectState } from "../steps/power-state.ts";
import { newSignedInstance, type Signing } from "../steps/signed-images.ts";

/** Checks that an image that is vouched for is taken; a driver that takes none proves nothing by refusing. */
async function givenTaken(t: CheckContext, signing: Signing): Promise<void> {
  const params = await newSignedInstance(t, signing);
  await t.given("spawn", async () => {
    await t.driver.spawn(params);
    await expectState(t, params.instance.uuid, "running", "after spawn from a signed image");
  });
}

async function expectRefused(t: CheckContext, signing: Signing, what: string): Promise<void> {
  const params = await newSignedInstance(t, signing);
  const { details } = await t.expectError(t.driver.spawn(params), "IMAGE_UNACCEPTABLE", {
    effect: "none",
    hint: "Check the signature before the guest runs, and take nothing unsigned for good.",
  });
  const expected = { imageId: params.instance.image.id, problem: "signature" };
  t.expectEqual(details, expected, `details of IMAGE_UNACCEPTABLE for an image ${what}`);
  await expectState(t, params.instance.uuid, "absent", `after spawn from an image ${what}`);
}

const ANOTHER = Buffer.from("the bytes of another image");

/** The checks of `spawn` from signed images. */
export const spawnSignedChecks: readonly Check[] = [
  {
    id: "spawn/checks-the-image-signature[unsigned]",
    requirement: "spawn/checks-the-image-signature",
    title: "spawn() with trusted certificates refuses an image without a signature",
    run: async (t) => {
      await givenTaken(t, { isSigned: true, trusted: [AUTHORITY] });
      await expectRefused(t, { isSigned: false, trusted: [AUTHORITY] }, "without a signature");
    },
  },
  {
    id: "spawn/checks-the-image-signature[stranger]",
    requirement: "spawn/checks-the-image-signature",
    title: "spawn() refuses an image whose signature's certificate none of the trusted ones vouches for",
    run: async (t) => {
      await givenTaken(t, { isSigned: true, trusted: [STRANGER, AUTHORITY] });
      await expectRefused(t, { isSigned: true, trusted: [STRANGER] }, "that a stranger has signed");
    },
  },
  {
    id: "spawn/checks-the-image-signature[itself]",
    requirement: "spawn/checks-the-image-signature",
    title: "spawn() takes an image whose signature's certificate is itself among the trusted ones",
    run: async (t) => {
      const params = await newSignedInstance(t, { isSigned: true, trusted: [SIGNER.certificate] });
      await t.driver.spawn(params);
      await expectState(t, params.instance.uuid, "running", "after spawn from an image whose signer is trusted itself");
    },
  },
  ...[undefined, [AUTHORITY]].map((trusted): Check => ({
    id: `placement/signature-is-checked[${trusted === undefined ? "nobody-trusted" : "trusted"}]`,
    requirement: "placement/signature-is-checked",
    title: `spawn() ${trusted === undefined ? "without" : "with"} trusted certificates refuses an image with the signature of other bytes`,
    run: async (t) => {
      const signing = { isSigned: true, ...(trusted && { trusted }) };
      await givenTaken(t, signing);
      await expectRefused(t, { ...signing, bytes: ANOTHER }, "with the signature of another one");
    },
  })),
];
