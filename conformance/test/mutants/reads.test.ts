import { consolesMutants } from "./consoles.ts";
import { describeMutants } from "./describe-mutants.ts";
import { getInfoMutants } from "./get-info.ts";
import { listInstancesMutants } from "./list-instances.ts";
import { nodesMutants } from "./nodes.ts";

describeMutants("reading instances, nodes and consoles", [
  ...getInfoMutants,
  ...listInstancesMutants,
  ...nodesMutants,
  ...consolesMutants,
]);
