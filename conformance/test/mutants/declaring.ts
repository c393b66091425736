// Drivers that declare other capabilities than they have.
import { fakeDriver, type OptionalCapability } from "@virt-driver-kit/fake-driver";
import { type Capability, type DriverDefinition, exampleValue, specModel } from "@virt-driver-kit/spec";

import { restarting } from "./attachments.ts";
import type { Meddler } from "./interposer.ts";
import { answering, onAnswer, withResult } from "./meddling.ts";
import type { WireMutant } from "./mutant.ts";

/** What a driver that can do little can do. */
const LITTLE: readonly Capability[] = ["supportsPause", "supportsConsoleOutput", "supportsSimulation"];

/** A driver that declares little, for what drivers do about the rest. */
export function modestDriver(): DriverDefinition {
  const all = Object.keys(specModel.capabilities) as OptionalCapability[];
  return fakeDriver({ without: all.filter((capability) => !LITTLE.includes(capability)) });
}

/** Attaches a driver that declares other capabilities than it has, and does something about the operations behind them. */
export function declaring(
  change: (capabilities: Record<string, boolean>) => Record<string, boolean>,
  makeMeddler: () => Meddler,
): WireMutant["attach"] {
  return (_base, site) => {
    const meddler = makeMeddler();
    const declare = onAnswer("initialize", (answer) => {
      const declared = (answer.result?.["capabilities"] ?? {}) as Record<string, boolean>;
      return withResult(answer, { capabilities: change(declared) });
    });
    const both: Meddler = {
      ...meddler,
      answer: (answer, request, relay) =>
        request.method === "initialize"
          ? (declare.answer?.(answer, request, relay) ?? [])
          : (meddler.answer?.(answer, request, relay) ?? [answer]),
    };
    return restarting(() => both)(modestDriver(), site);
  };
}

const MODEST = modestDriver().capabilities;

/** The operations that drivers serve behind a capability that {@link modestDriver} does not declare. */
export const UNDECLARED = Object.values(specModel.operations).filter(
  ({ direction, capability }) => direction === "coreToDriver" && capability !== undefined && !(capability in MODEST),
);

/** Answers every call of an operation with an example of its result, whatever the driver said. */
export function succeeding(operation: string): Meddler {
  const result = exampleValue(specModel.operations[operation]?.result ?? {}, specModel.schemas);
  return onAnswer(operation, (_answer, request) => answering(request, result as Record<string, unknown>));
}
