import { describeMutants } from "./describe-mutants.ts";
import { foundByMutationMutants } from "./found-by-mutation.ts";

describeMutants("what generated wrong drivers had shown to be untried", foundByMutationMutants);
