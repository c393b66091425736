import { type Capabilities, type Capability, specModel } from "@virt-driver-kit/spec";

/**
 * Tells what a driver declares that does without some of its persona's capabilities. What requires one of those goes with it.
 *
 * @param offered - The persona's capabilities.
 * @param withheld - Those to do without.
 */
export function declaredCapabilities(offered: readonly Capability[], withheld: readonly Capability[]): Capabilities {
  const declared = new Set(offered.filter((capability) => !withheld.includes(capability)));
  for (let before = -1; before !== declared.size;) {
    before = declared.size;
    for (const capability of declared) {
      const isServable = specModel.capabilities[capability]?.requires.every((required) =>
        declared.has(required as Capability),
      );
      if (isServable !== true) declared.delete(capability);
    }
  }
  return Object.fromEntries([...declared].map((capability) => [capability, true]));
}
