import { describeMutants } from "./describe-mutants.ts";
import { randomDeathsMutants } from "./random-deaths.ts";

describeMutants("what they find when they are killed at random moments", randomDeathsMutants);
