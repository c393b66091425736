// Checks of what nodes say that they take: what a list leaves out is refused, by a code that tells what to do about it.
import { exampleValue, specModel } from "@virt-driver-kit/spec";
import type { Capability, ErrorCode, ImageSource, JsonSchema, JsonValue, NodeAccepts } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { allNodes } from "../steps/nodes.ts";
import { type Params, type Place, placesIn } from "../steps/places.ts";
import { expectState } from "../steps/power-state.ts";

type List = keyof NodeAccepts;

/** The values that a list can hold, apart from the one for what nobody knows. */
function valuesOf(list: List): string[] {
  const { items = {} } = specModel.schemas["NodeAccepts"]?.properties?.[list] ?? {};
  const { enum: values = [], "x-open-enum": fallback } =
    items.$ref === undefined ? items : (specModel.schemas[items.$ref.replace("#/$defs/", "")] ?? {});
  return values.filter((value) => value !== fallback);
}

/** A kind of thing that a node may not take. */
interface Kind {
  readonly variant: string;
  readonly list: List;
  /** What a node takes that says nothing. Left out: nobody knows. */
  readonly otherwise?: readonly string[];
  readonly needs?: readonly Capability[];
  readonly code: ErrorCode;
  /** Puts a thing of the kind into a spawn; `undefined` if a spawn has no such thing. */
  readonly put: (params: NewInstance, value: string) => Params | undefined;
}

const PLACES = placesIn("spawn");

function placeOf(path: string): Place | undefined {
  return PLACES.find((place) => place.path === path);
}

/** An example of the variant of a union whose tag is a value. */
function variantOf(union: string, value: string): JsonValue | undefined {
  const { oneOf = [], "x-union": tag = "" } = specModel.schemas[union] ?? {};
  const isMeant = ({ $ref = "" }: JsonSchema): boolean =>
    specModel.schemas[$ref.replace("#/$defs/", "")]?.properties?.[tag]?.const === value;
  const variant = oneOf.find(isMeant);
  return variant && exampleValue(variant, specModel.schemas);
}

function withVariant(path: string, union: string): Kind["put"] {
  return (params, value) => {
    const example = variantOf(union, value);
    return example === undefined ? undefined : placeOf(path)?.put({ ...params }, example);
  };
}

const KINDS: readonly Kind[] = [
  {
    variant: "disk-format",
    list: "diskFormats",
    code: "IMAGE_UNACCEPTABLE",
    put: ({ instance, ...rest }, diskFormat) => ({
      ...rest,
      instance: { ...instance, image: { ...instance.image, diskFormat } },
    }),
  },
  {
    variant: "image-source",
    list: "imageSources",
    otherwise: ["file" satisfies ImageSource["kind"]],
    code: "NOT_SUPPORTED",
    put: withVariant("params.instance.image.source", "ImageSource"),
  },
  {
    variant: "interface",
    list: "vifTypes",
    needs: ["supportsNetworkInterfaces"],
    code: "NOT_SUPPORTED",
    put: withVariant("params.devices.networkInterfaces[].binding", "VifBinding"),
  },
  {
    variant: "volume",
    list: "volumeProtocols",
    needs: ["supportsVolumes"],
    code: "NOT_SUPPORTED",
    put: withVariant("params.devices.blockDevices.volumes[].connection", "VolumeConnection"),
  },
];

async function tryKind(t: CheckContext, { list, otherwise, code, put }: Kind): Promise<void> {
  let tried = 0;
  for (const node of await t.given("listNodes", () => allNodes(t))) {
    const accepted: readonly unknown[] | undefined = node.accepts?.[list] ?? otherwise;
    if (accepted === undefined) continue;
    const usual = await t.newInstance({ node, powerOn: false });
    for (const value of valuesOf(list).filter((kind) => !accepted.includes(kind))) {
      const params = put(usual, value);
      if (params === undefined) continue;
      tried += 1;
      const call = t.request("spawn", { ...params, call: { operationId: t.uuid() } });
      const hint = `Refuse what accepts.${list} leaves out, before anything is made.`;
      const { details } = await t.expectError(call, code, { effect: "none", hint });
      if (code === "IMAGE_UNACCEPTABLE")
        t.expectEqual(details["problem"], "format", `problem of an image of format ${value}`);
      await expectState(t, usual.instance.uuid, "absent", `after a spawn with ${value}, which the node does not take`);
    }
  }
  if (tried === 0) t.notApplicable(`No node says by accepts.${list} that there is something that it does not take`);
}

/** The checks of what nodes take. */
export const acceptsChecks: readonly Check[] = KINDS.map((kind): Check => ({
  id: `listNodes/refuses-what-it-does-not-accept[${kind.variant}]`,
  requirement: "listNodes/refuses-what-it-does-not-accept",
  title: `spawn() with each kind of ${kind.variant.replace("-", " ")} that a node leaves out is answered ${kind.code}, and builds nothing`,
  needs: kind.needs === undefined ? {} : { capabilities: kind.needs },
  run: (t) => tryKind(t, kind),
}));
