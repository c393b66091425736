import { coreInTheLoopMutants } from "./core-in-the-loop.ts";
import { describeMutants } from "./describe-mutants.ts";

describeMutants("what a core in the loop sees of them", coreInTheLoopMutants);
