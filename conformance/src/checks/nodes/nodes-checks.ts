// The checks of the group `nodes`.
import type { Check } from "../../harness/check.ts";
import { acceptsChecks } from "./accepts.ts";
import { getAvailableResourceChecks } from "./get-available-resource.ts";
import { listNodesChecks } from "./list-nodes.ts";

/** The checks of the reads of nodes. */
export const nodesChecks: readonly Check[] = [...listNodesChecks, ...acceptsChecks, ...getAvailableResourceChecks];
