// Drivers that cannot be talked to by a newer caller.
import { restarting } from "./attachments.ts";
import type { Answer, Meddler, Request } from "./interposer.ts";
import { onAnswer, onRequest, refusing, withParams } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

const LATER = "value-of-a-later-version";

interface SpawnRequest {
  readonly instance: { readonly image: { readonly diskFormat: string } & Readonly<Record<string, unknown>> };
}

function imageOf(request: Request): SpawnRequest["instance"]["image"] {
  return (request.params as unknown as SpawnRequest).instance.image;
}

/** Refuses as invalid what holds a value of a later version. */
function strict(isMeant: (request: Request) => boolean): () => Meddler {
  const refuse = (answer: Answer, request: Request): Answer =>
    isMeant(request) && JSON.stringify(request.params).includes(LATER)
      ? refusing(request, "INVALID_REQUEST", { path: "params.instance.image", problem: "has an unknown value" })
      : answer;
  return () => onAnswer("spawn", refuse);
}

/** The mutants of callers and drivers of different versions. */
export const compatibilityMutants: readonly Mutant[] = [
  {
    id: "compatibility/unknown-values-fall-back: invalid format",
    requirement: "compatibility/unknown-values-fall-back",
    title: "spawn takes a format that it does not know for an invalid request",
    message: "answered INVALID_REQUEST instead of IMAGE_UNACCEPTABLE",
    attach: restarting(strict((request) => imageOf(request).diskFormat === LATER)),
  },
  {
    id: "compatibility/unknown-values-fall-back: any format",
    requirement: "compatibility/unknown-values-fall-back",
    title: "spawn takes a format that it does not know for one that it does",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    attach: restarting(() =>
      onRequest("spawn", (request) => {
        const { instance } = request.params as unknown as SpawnRequest;
        return withParams(request, { instance: { ...instance, image: { ...instance.image, diskFormat: "raw" } } });
      }),
    ),
  },
  {
    id: "compatibility/unknown-values-fall-back: invalid property",
    requirement: "compatibility/unknown-values-fall-back",
    title: "spawn takes a property of an image that it does not know for an invalid request",
    message: "spawn took a value of a later version for an invalid request",
    attach: restarting(strict((request) => imageOf(request).diskFormat !== LATER)),
  },
];
