// The checks of the topic `devices`.
import type { Check } from "../../harness/check.ts";
import { acceleratorChecks } from "./accelerators.ts";
import { failedRemakesChecks } from "./failed-remakes.ts";
import { failedStartsChecks } from "./failed-starts.ts";
import { interfacesGivenChecks } from "./interfaces-given.ts";
import { refusedDevicesChecks } from "./refused-devices.ts";
import { sharesGivenChecks } from "./shares-given.ts";

/** The checks of the devices that a guest is given, whichever operation builds or starts it. */
export const devicesChecks: readonly Check[] = [
  ...interfacesGivenChecks,
  ...acceleratorChecks,
  ...sharesGivenChecks,
  ...refusedDevicesChecks,
  ...failedStartsChecks,
  ...failedRemakesChecks,
];
