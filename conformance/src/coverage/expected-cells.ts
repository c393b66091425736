// What a run could try of a driver, from the spec's data: each operation with each error that it has, and in each state that an
// instance can be in. What needs a capability that the driver does not declare is left out.
import type { OperationModel, SpecModel } from "@virt-driver-kit/spec";

import { type SeenCall, type StateOfCall, variantText } from "./seen-call.ts";

/** One thing to try, and how a call shows that it was. */
export interface ExpectedCell {
  /** Whether it is an error of the operation, or a state that the operation is called in. */
  readonly kind: "error" | "state";
  /** The operation. */
  readonly operation: string;
  /** The variant of the operation, as `coverage.txt` names it; empty for errors. */
  readonly variant: string;
  /** The state to call it in; `restarted`: in any, on an instance that an earlier run of the driver made. Absent for errors. */
  readonly state?: StateOfCall | "restarted";
  /** What the spec has it answer: an error's code, `ok`, or `any` answer. */
  readonly outcome: string;
  /** Whether a call is such a try. */
  readonly isTriedBy: (call: SeenCall) => boolean;
}

/** What an error needs to mean anything: one of these capabilities. A code that is not here can come of any driver. */
const ERROR_NEEDS: Readonly<Record<string, readonly string[]>> = {
  CREDENTIALS_EXPIRED: ["supportsHttpImages"],
  VOLUME_IN_USE: ["supportsVolumes"],
  VOLUME_CONNECTION_FAILED: ["supportsVolumes"],
  INTERFACE_PLUG_FAILED: ["supportsNetworkInterfaces", "supportsAttachInterface"],
  SHARE_MOUNT_FAILED: ["supportsShares"],
  DEVICE_UNAVAILABLE: ["supportsPciPassthrough", "supportsAccelerators", "supportsMediatedDevices"],
  TOO_MANY_DEVICES: ["supportsVolumes", "supportsNetworkInterfaces"],
  EXTERNAL_EVENT_TIMEOUT: ["supportsExternalEvents"],
  EXTERNAL_EVENT_FAILED: ["supportsExternalEvents"],
};

/** What a state needs to come about: a guest crashes on demand only in a simulator. */
const STATE_NEEDS: Readonly<Record<string, string>> = {
  paused: "supportsPause",
  suspended: "supportsSuspend",
  crashed: "supportsSimulation",
};

/**
 * Lists what a run could try.
 *
 * @param model - The spec.
 * @param declared - The capabilities that the driver declares.
 */
export function expectedCells(model: SpecModel, declared: ReadonlySet<string>): ExpectedCell[] {
  const served = Object.values(model.operations).filter(
    ({ direction, kind, capability }) =>
      direction === "coreToDriver" && kind !== "notification" && (capability === undefined || declared.has(capability)),
  );
  return served.flatMap((operation) => [
    ...errorCells(operation, model, declared),
    ...stateCells(operation, model, declared),
    ...otherStateCells(operation, declared),
  ]);
}

function errorCells(operation: OperationModel, model: SpecModel, declared: ReadonlySet<string>): ExpectedCell[] {
  const takesParams = Object.keys(operation.params.properties ?? {}).length > 0;
  const codes = [...(takesParams ? ["INVALID_REQUEST"] : []), ...operation.errors.map(({ code }) => code)];
  return codes
    .filter((code) => code in model.errors && (ERROR_NEEDS[code]?.some((one) => declared.has(one)) ?? true))
    .map((code) => ({
      kind: "error",
      operation: operation.name,
      variant: "",
      outcome: code,
      isTriedBy: ({ outcome }) => outcome === code,
    }));
}

function stateCells(
  { name: operation, states = [] }: OperationModel,
  model: SpecModel,
  declared: ReadonlySet<string>,
): ExpectedCell[] {
  return states.flatMap((row) => {
    const variant = variantText(row);
    const reachable = Object.entries(row.outcome).filter(([state]) => {
      const needed = STATE_NEEDS[state];
      return needed === undefined || declared.has(needed);
    });
    return reachable.map(([state, told]): ExpectedCell => {
      const outcome = told in model.errors ? told : "ok";
      return {
        kind: "state",
        operation,
        variant,
        state: state as StateOfCall,
        outcome,
        isTriedBy: (call) => call.variant === variant && call.state === state && call.outcome === outcome,
      };
    });
  });
}

function isOf(outcome: string, call: SeenCall): boolean {
  return outcome === "any" || call.outcome === outcome;
}

/** In the middle of another call, and after a restart of the driver: once per operation on an instance. */
function otherStateCells(
  { name: operation, kind, states }: OperationModel,
  declared: ReadonlySet<string>,
): ExpectedCell[] {
  if (states === undefined) return [];
  const isChange = kind === "change";
  const cell = { kind: "state", operation, variant: "" } as const;
  const busy: ExpectedCell = {
    ...cell,
    state: "busy",
    outcome: isChange ? "INSTANCE_BUSY" : "any",
    isTriedBy: (call) => call.state === "busy" && isOf(isChange ? "INSTANCE_BUSY" : "any", call),
  };
  const restarted: ExpectedCell = {
    ...cell,
    state: "restarted",
    outcome: "any",
    isTriedBy: (call) => call.restarted && !["absent", "busy", "unknown"].includes(call.state),
  };
  return declared.has("supportsRecovery") ? [busy, restarted] : [busy];
}
