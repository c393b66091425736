// The checks in which the reference core, a caller as clouds have them, drives the driver: whatever a user asks for and whatever goes
// wrong, core and driver have to come out of it of one mind. What breaks is the driver's requirement that it shows; a core that
// misbehaves by itself is a harness error.
import type { Check } from "../../harness/check.ts";
import { failuresChecks } from "./failures.ts";
import { fencedCoreChecks } from "./fenced-core.ts";
import { guestsOnTheirOwnChecks } from "./guests-on-their-own.ts";
import { interruptionsChecks } from "./interruptions.ts";
import { serverLifeChecks } from "./server-life.ts";
import { severalServersChecks } from "./several-servers.ts";

/** The checks with a core in the loop. */
export const coreInTheLoopChecks: readonly Check[] = [
  ...serverLifeChecks,
  ...severalServersChecks,
  ...failuresChecks,
  ...guestsOnTheirOwnChecks,
  ...interruptionsChecks,
  ...fencedCoreChecks,
];
