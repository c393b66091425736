// A request made from the model alone, for what a driver has to decide before it looks at anything.
import { exampleValue, specModel } from "@virt-driver-kit/spec";
import type { OperationName } from "@virt-driver-kit/spec";

/**
 * Makes a request to an operation that no driver can act on.
 *
 * @param nobody - A uuid that nobody knows, for the node and the instance that the request names.
 * @returns Its parameters, without the member `call`.
 */
export function requestOnNothing(operation: OperationName, nobody: string): Record<string, unknown> {
  const { params } = specModel.operations[operation] ?? {};
  const request = exampleValue(params ?? {}, specModel.schemas) as Record<string, unknown>;
  const { instance } = request as { instance?: object };
  return {
    ...request,
    ...("instanceUuid" in request && { instanceUuid: nobody }),
    ...("node" in request && { node: nobody }),
    // A driver takes the whole configuration or nothing of it, so a key that it cannot know keeps the rest from coming into force.
    ...(operation === "configure" && {
      settings: [
        { key: "vdk.noSuchOption", value: exampleValue({ $ref: "#/$defs/ConfigurationValue" }, specModel.schemas) },
      ],
    }),
    ...(instance !== undefined && { instance: { ...instance, uuid: nobody } }),
  };
}
