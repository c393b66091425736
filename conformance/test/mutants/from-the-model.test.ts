import { describeMutants } from "./describe-mutants.ts";
import { fromTheModelMutants } from "./from-the-model.ts";

describeMutants("what follows from the model alone", fromTheModelMutants);
