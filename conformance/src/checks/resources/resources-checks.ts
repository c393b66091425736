// The checks of the topic `resources`.
import type { Check } from "../../harness/check.ts";
import { concurrentSpawnsChecks } from "./concurrent-spawns.ts";
import { foreignGuestsTakeRoomChecks } from "./foreign-guests.ts";
import { instancesCountWholeChecks } from "./instances-count-whole.ts";
import { guestCyclesChecks } from "./guest-cycles.ts";
import { moveCyclesChecks } from "./move-cycles.ts";
import { spawnCyclesChecks } from "./spawn-cycles.ts";
import { useOutlivesRestartsChecks } from "./use-outlives-restarts.ts";

/** The checks of the topic `resources`. */
export const resourcesChecks: readonly Check[] = [
  ...concurrentSpawnsChecks,
  ...instancesCountWholeChecks,
  ...useOutlivesRestartsChecks,
  ...foreignGuestsTakeRoomChecks,
  ...spawnCyclesChecks,
  ...guestCyclesChecks,
  ...moveCyclesChecks,
];
