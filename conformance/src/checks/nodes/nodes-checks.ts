// The checks of the group `nodes`.
import type { Check } from "../../harness/check.ts";
import { acceptsChecks } from "./accepts.ts";
import { getAvailableResourceChecks } from "./get-available-resource.ts";
import { listNodesChecks } from "./list-nodes.ts";
import { nodeLossesChecks } from "./node-losses.ts";
import { updateProviderTreeChecks } from "./update-provider-tree.ts";

/** The checks of the reads of nodes. */
export const nodesChecks: readonly Check[] = [
  ...listNodesChecks,
  ...acceptsChecks,
  ...getAvailableResourceChecks,
  ...nodeLossesChecks,
  ...updateProviderTreeChecks,
];
