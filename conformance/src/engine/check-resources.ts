// Tells what is wrong with the resources of a configuration. What goes into requests as it is, the spec judges.
import { validators } from "@virt-driver-kit/spec";
import type { ValidationProblem } from "@virt-driver-kit/spec";

import { GUEST_KINDS } from "../harness/site-resources.ts";
import { all, flag, list, must, object, objectWith, oneOf, text, whole } from "./config-rules.ts";
import type { Rule } from "./config-rules.ts";

const IMAGE_FORMATS = ["raw", "qcow2", "vmdk", "vhd", "vhdx", "vdi", "iso", "ploop", "ova"] as const;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;

/**
 * Makes the rule of a value that goes into a request as it is.
 *
 * @param at - Where in the request, such as `params.volume.connection`.
 * @param judge - What the spec says of a request with the value; what it says of other places does not matter.
 */
function ofSpec(at: string, judge: (value: unknown) => readonly ValidationProblem[] | null): Rule {
  return (value) => {
    const problem = judge(value)?.find(({ path }) => path === at || path.startsWith(`${at}.`));
    if (problem === undefined) return undefined;
    const sentence = problem.message.slice(problem.path.length).trim();
    return problem.path === at ? sentence : `"${problem.path.slice(at.length + 1)}" ${sentence}`;
  };
}

const connection = ofSpec("params.volume.connection", (value) =>
  validators.attachVolume.params.closed({ volume: { connection: value } }),
);
const binding = ofSpec("params.interface.binding", (value) =>
  validators.attachInterface.params.closed({ interface: { binding: value } }),
);
const network = ofSpec("params.interface.network", (value) =>
  validators.attachInterface.params.closed({ interface: { network: value } }),
);
const hardware = ofSpec("params.instance.flavor.hardware", (value) =>
  validators.spawn.params.closed({ instance: { flavor: { hardware: value } } }),
);

const flavor = object({
  name: text,
  vcpus: whole(1, 4_096),
  memoryMib: whole(1, 2 ** 30),
  rootGib: whole(0, 2 ** 20),
  ephemeralGib: whole(0, 2 ** 20),
  swapMib: whole(0, 2 ** 30),
  hardware,
});

type Image = Partial<Record<"path" | "url" | "sha256", unknown>>;

const image = all(
  object({
    path: text,
    url: must("an http or https address", (value) => typeof value === "string" && /^https?:\/\/\S+$/u.test(value)),
    sha256: must("64 lower-case hexadecimal digits", (value) => /^[\da-f]{64}$/u.test(String(value))),
    format: oneOf(IMAGE_FORMATS),
    holdsProbe: flag,
    guest: oneOf(GUEST_KINDS),
  }),
  must("an image with exactly one of path, url", (value) => {
    const { path, url } = value as Image;
    return (path === undefined) !== (url === undefined);
  }),
  must('an image with "sha256", since it has "url"', (value) => {
    const { url, sha256 } = value as Image;
    return url === undefined || sha256 !== undefined;
  }),
);

/** Each thing that guests do is done by one image, and one runs. All hold the probe, or none: a check that reads its words may boot any. */
const images = all(list(image), (value) => {
  const entries = value as { readonly guest?: string; readonly holdsProbe?: boolean }[];
  const kinds = entries.map(({ guest = "runs" }) => guest);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  if (twice !== undefined) return `must have one image with "guest" ${twice}, and has several`;
  if (!kinds.includes("runs")) return `must have an image with "guest" runs, and has ${kinds.join(", ")}`;
  const holding = entries.filter(({ holdsProbe = false }) => holdsProbe).length;
  return holding === 0 || holding === entries.length
    ? undefined
    : `must have "holdsProbe" for all images or for none, and has it for ${holding} of ${entries.length}`;
});

/**
 * Makes the rule of the resources.
 *
 * @param driver - The rule of a driver.
 */
export function resourcesRule(driver: Rule): Rule {
  return object({
    nodes: list(text),
    hosts: all(
      list(driver),
      must(
        "a list of one: the kit moves instances between the driver's host and one other",
        (value) => (value as unknown[]).length === 1,
      ),
    ),
    images,
    flavors: object({ small: flavor, larger: flavor }),
    networks: list(objectWith(["binding"], { binding, network, mtu: whole(68, 65_535) })),
    volumes: list(
      objectWith(["connection", "sizeBytes"], {
        volumeId: must("a uuid in lower case", (value) => UUID.test(String(value))),
        connection,
        sizeBytes: whole(512, Number.MAX_SAFE_INTEGER),
        mayOverwrite: flag,
      }),
    ),
  });
}
