import { describeMutants } from "./describe-mutants.ts";
import { liveCheckMutants } from "./live-checks.ts";
import { liveCompletionMutants } from "./live-completions.ts";
import { liveControlMutants } from "./live-controls.ts";
import { liveDeathMutants } from "./live-deaths.ts";
import { liveEventMutants } from "./live-events.ts";
import { liveMoveMutants } from "./live-moves.ts";
import { livePreparationMutants } from "./live-preparation.ts";
import { liveTransferMutants } from "./live-transfers.ts";

describeMutants("live migrations", [
  ...liveCheckMutants,
  ...livePreparationMutants,
  ...liveTransferMutants,
  ...liveCompletionMutants,
  ...liveMoveMutants,
  ...liveControlMutants,
  ...liveDeathMutants,
  ...liveEventMutants,
]);
