// Drivers that take what they cannot use, and whose capabilities contradict each other.
import type { OperationName } from "@virt-driver-kit/spec";

import { placesIn } from "../../src/checks/steps/places.ts";
import { restarting } from "./attachments.ts";
import { declaring, succeeding, UNDECLARED } from "./declaring.ts";
import type { Request } from "./interposer.ts";
import { codeOf, detour, onAnswer, onRequest, refusing, withParams, withResult } from "./meddling.ts";
import type { Mutant } from "./mutant.ts";

/** Takes what older drivers know out of a spawn, and forgets the rest. */
function knowingLittle(request: Request): Request {
  const { instance } = request.params as { instance?: { flavor?: Readonly<Record<string, unknown>> } };
  const { name, vcpus, memoryMib, rootGib } = instance?.flavor ?? {};
  return withParams(request, { instance: { ...instance, flavor: { name, vcpus, memoryMib, rootGib } } });
}

const gated: readonly Mutant[] = [
  {
    id: "capabilities/gated-data-is-refused: flavor ignored",
    requirement: "capabilities/gated-data-is-refused",
    isModest: true,
    title: "spawn forgets what it does not know of a flavor",
    message: "spawn with params.instance.flavor.ephemeralGib succeeded",
    attach: restarting(() => onRequest("spawn", knowingLittle)),
  },
  {
    id: "capabilities/gated-data-is-refused: devices ignored",
    requirement: "capabilities/gated-data-is-refused",
    isModest: true,
    title: "powerOn forgets the devices that it is given",
    message: "powerOn with params.devices.networkInterfaces succeeded",
    attach: restarting(() => onRequest("powerOn", (request) => withParams(request, { devices: undefined }))),
  },
  {
    id: "capabilities/gated-data-is-refused: other code",
    requirement: "capabilities/gated-data-is-refused",
    isModest: true,
    title: "spawn takes what it does not know for an invalid request",
    message: "spawn with params.instance.flavor.ephemeralGib was answered INVALID_REQUEST",
    attach: restarting(() =>
      onRequest("spawn", (request, relay) => {
        if (!JSON.stringify(request.params).includes("ephemeralGib")) return request;
        relay.toCaller(refusing(request, "INVALID_REQUEST", { path: "params", problem: "has an unknown member" }));
        return undefined;
      }),
    ),
  },
  {
    id: "capabilities/gated-data-is-refused: no name",
    requirement: "capabilities/gated-data-is-refused",
    isModest: true,
    title: "destroy refuses devices without naming a capability",
    message: "without the capability's name",
    attach: restarting(() =>
      onRequest("destroy", (request, relay) => {
        if (request.params["devices"] === undefined) return request;
        relay.toCaller(refusing(request, "NOT_SUPPORTED", { operation: "destroy" }));
        return undefined;
      }),
    ),
  },
  {
    id: "capabilities/gated-data-is-refused: done all the same",
    requirement: "capabilities/gated-data-is-refused",
    isModest: true,
    title: "A reboot with devices is refused, and carried out",
    message: "The instance is running after reboot was refused",
    attach: restarting(() => {
      let isFirst = true;
      return onAnswer("reboot", (answer, request, relay) => {
        if (codeOf(answer) !== "NOT_SUPPORTED" || !isFirst) return answer;
        isFirst = false;
        return detour(relay, request, { devices: undefined }, () => answer);
      });
    }),
  },
];

/** Drivers that take data behind capabilities in one operation each. */
const taking = UNDECLARED.filter(({ name }) => placesIn(name as OperationName).some(({ isGated }) => isGated)).map(
  ({ name, capability = "" }): Mutant => ({
    id: `capabilities/gated-data-is-refused: ${name} takes all`,
    requirement: "capabilities/gated-data-is-refused",
    title: `${name} takes data behind capabilities that the driver does not declare`,
    message: `${name} with params.`,
    attach: declaring(
      (capabilities) => ({ ...capabilities, [capability]: true }),
      () => succeeding(name),
    ),
    only: [`capabilities/gated-data-is-refused[${name}]`],
  }),
);

/** The mutants of capabilities. */
export const capabilitiesMutants: readonly Mutant[] = [
  {
    id: "capabilities/required-ones-are-declared-too: alone",
    requirement: "capabilities/required-ones-are-declared-too",
    isModest: true,
    title: "The driver can keep ephemeral disks in a rebuild, and cannot rebuild",
    message: "The driver declares supportsPreserveEphemeral and not supportsRebuild, which it requires",
    only: ["capabilities/required-ones-are-declared-too"],
    attach: restarting(() =>
      onAnswer("initialize", (answer) => {
        const declared = (answer.result?.["capabilities"] ?? {}) as Readonly<Record<string, boolean>>;
        return withResult(answer, { capabilities: { ...declared, supportsPreserveEphemeral: true } });
      }),
    ),
  },
  ...gated,
  ...taking,
];
