import { describeMutants } from "./describe-mutants.ts";
import { everyOperationMutants } from "./every-operation.ts";
import { suspendedMutants } from "./suspended.ts";
import { failingModesMutants } from "./failing-modes.ts";

describeMutants("what is tried of every operation", everyOperationMutants);
describeMutants("guests whose memory is saved", suspendedMutants);
describeMutants("what they do when saving, rescuing or quiescing has failed", failingModesMutants);
