import { describeMutants } from "./describe-mutants.ts";
import { cancelledChangesMutants, meetingCallsMutants } from "./meeting-calls.ts";
import { sequencesMutants } from "./sequences.ts";

describeMutants("what many calls in a row or at the same time come to", [
  ...sequencesMutants,
  ...meetingCallsMutants,
  ...cancelledChangesMutants,
]);
