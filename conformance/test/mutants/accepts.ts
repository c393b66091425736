// Drivers that do not keep to what their nodes say that they take.
import type { Capability, ComputeDriver, DriverDefinition, NodeAccepts } from "@virt-driver-kit/spec";

import { restarting } from "./attachments.ts";
import { onAnswer, refusing } from "./meddling.ts";
import { type Mutant, replacing } from "./mutant.ts";

/** Declares a capability and says what the nodes take of it, and takes everything. */
function takingAll(capability: Capability, accepts: NodeAccepts): (base: DriverDefinition) => DriverDefinition {
  const listNodes =
    (driver: ComputeDriver): ComputeDriver["listNodes"] =>
    async (params, call) => {
      const { nodes, ...rest } = await driver.listNodes(params, call);
      return { nodes: nodes.map((node) => ({ ...node, accepts })), ...rest };
    };
  return (base) => {
    const wrong = replacing((driver) => ({ listNodes: listNodes(driver) }))(base);
    return { ...wrong, capabilities: { ...wrong.capabilities, [capability]: true } };
  };
}

/** The mutants of what nodes take. */
export const acceptsMutants: readonly Mutant[] = [
  {
    id: "listNodes/refuses-what-it-does-not-accept: any format",
    requirement: "listNodes/refuses-what-it-does-not-accept",
    title: "spawn takes an image for what it is, whatever the request says of its format",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    driver: replacing((driver) => ({
      spawn: ({ instance, ...params }, call) =>
        driver.spawn({ ...params, instance: { ...instance, image: { ...instance.image, diskFormat: "raw" } } }, call),
    })),
  },
  {
    id: "listNodes/refuses-what-it-does-not-accept: other problem",
    requirement: "listNodes/refuses-what-it-does-not-accept",
    title: "spawn calls an image of another format unreadable",
    message: "Unexpected problem of an image of format",
    attach: restarting(() =>
      onAnswer("spawn", (answer, request) => {
        const { image } = request.params["instance"] as { image: { id: string; diskFormat: string } };
        if (image.diskFormat === "raw") return answer;
        return refusing(request, "IMAGE_UNACCEPTABLE", { imageId: image.id, problem: "unreadable" });
      }),
    ),
  },
  {
    id: "listNodes/refuses-what-it-does-not-accept: unknown source",
    requirement: "listNodes/refuses-what-it-does-not-accept",
    title: "spawn breaks down over an image that is in no file",
    isModest: true,
    message: "answered INTERNAL_ERROR instead of NOT_SUPPORTED",
    attach: restarting(() =>
      onAnswer("spawn", (answer, request) => {
        const { image } = request.params["instance"] as { image: { source: { kind: string } } };
        return image.source.kind === "file" ? answer : refusing(request, "INTERNAL_ERROR");
      }),
    ),
  },
  {
    id: "listNodes/refuses-what-it-does-not-accept: any interface",
    requirement: "listNodes/refuses-what-it-does-not-accept",
    title: "spawn builds an instance without the interface that its node cannot plug",
    message: "succeeded instead of being refused with NOT_SUPPORTED",
    driver: takingAll("supportsNetworkInterfaces", { vifTypes: ["bridge"] }),
    only: ["listNodes/refuses-what-it-does-not-accept[interface]"],
  },
  {
    id: "listNodes/refuses-what-it-does-not-accept: any volume",
    requirement: "listNodes/refuses-what-it-does-not-accept",
    title: "spawn tries to connect to a volume of a kind that its node does not take",
    message: "instead of NOT_SUPPORTED",
    driver: takingAll("supportsVolumes", { volumeProtocols: ["nbd"] }),
    only: ["listNodes/refuses-what-it-does-not-accept[volume]"],
  },
];
