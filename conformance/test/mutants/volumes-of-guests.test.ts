import { describeMutants } from "./describe-mutants.ts";
import { volumesOfGuestsMutants } from "./volumes-of-guests.ts";

describeMutants("what becomes of volumes when guests are started and removed", volumesOfGuestsMutants);
