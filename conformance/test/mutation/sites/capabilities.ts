// Capabilities that are declared and not there, or there and not declared.
import type { OptionalCapability } from "@virt-driver-kit/fake-driver";
import { specModel } from "@virt-driver-kit/spec";

import { declaringToo, hiding, withDependent } from "../changes/capabilities.ts";
import type { MutationSite } from "../site.ts";
import { about, lacking, needing, sent } from "../traces.ts";
import { OWNERS } from "../changes/members.ts";
import { membersIn } from "../schema-members.ts";
import { SERVED } from "./operations.ts";

/** Without it nobody moves the fake driver's time. */
const NEEDED_BY_THE_FAKE = "supportsSimulation";

/** The members of requests that only a driver with the capability is sent. */
function gatedMembers(capability: string): string[] {
  return SERVED.flatMap(({ name, params }) => membersIn(params, name + OWNERS.params))
    .filter(({ schema }) => schema["x-capability"] === capability)
    .map(({ name }) => name);
}

/** The sites at which `initialize` says something wrong of a capability. */
export const capabilitySites: readonly MutationSite[] = Object.keys(specModel.capabilities)
  .filter((capability) => capability !== NEEDED_BY_THE_FAKE)
  .flatMap((capability): MutationSite[] => [
    {
      id: `capability-lied:${capability}:declared`,
      class: "capability-lied",
      origins: specModel.capabilities[capability]?.gates ?? [],
      title: `${capability} is declared, and the driver has it not`,
      reachedBy: [...withDependent(capability).map(needing), ...gatedMembers(capability).map(sent)],
      mutation: { wire: () => declaringToo(capability), without: withDependent(capability) as OptionalCapability[] },
    },
    {
      id: `capability-lied:${capability}:hidden`,
      class: "capability-lied",
      origins: ["errors", "capabilities"],
      title: `${capability} is not declared, and the driver serves what is behind it`,
      reachedBy: [...withDependent(capability).map(lacking), about("capabilities")],
      mutation: { wire: () => hiding(capability) },
    },
  ]);
