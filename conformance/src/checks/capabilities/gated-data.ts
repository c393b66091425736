// Checks of data behind capabilities: what a driver does not declare it refuses, wherever in a request it stands.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { type Params, type Place, placesIn } from "../steps/places.ts";
import { expectState, type SeenState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

/** A request without any data behind a capability, and the instance that shows whether something was done. */
interface Subject {
  readonly params: Params;
  readonly uuid: string;
  readonly state: SeenState;
}

async function onAnInstance(t: CheckContext, params: Params = {}): Promise<Subject> {
  const { uuid, target } = await t.givenInstance({ powerState: "shutdown" });
  return { uuid, params: { ...target, ...params }, state: "shutdown" };
}

/** What to try operations on that every driver has. The others exist behind a capability, and are tried on nothing. */
const SUBJECTS: Partial<Record<OperationName, (t: CheckContext) => Promise<Subject>>> = {
  spawn: async (t) => {
    const params = await t.newInstance();
    return { uuid: params.instance.uuid, params: { ...params }, state: "absent" };
  },
  destroy: (t) => onAnInstance(t, { destroyDisks: true }),
  powerOn: (t) => onAnInstance(t),
  powerOff: (t) => onAnInstance(t, { timeoutSeconds: 0, retryIntervalSeconds: 0 }),
  reboot: (t) => onAnInstance(t, { type: "hard" }),
};

function subjectOf(t: CheckContext, operation: OperationName): Promise<Subject> {
  const uuid = t.uuid();
  const onNothing: Subject = { uuid, params: requestOnNothing(operation, uuid), state: "absent" };
  return SUBJECTS[operation]?.(t) ?? Promise.resolve(onNothing);
}

/** Checks that a request with data in a place is refused by the name of a capability that the driver does not declare. */
async function expectRefused(t: CheckContext, operation: OperationName, place: Place, params: Params): Promise<void> {
  const missing = place.capabilities.filter((capability) => t.session.capabilities[capability] !== true);
  const request = { ...place.put(params), call: { operationId: t.uuid() } };
  const refusal = await refusalOf(t.request(operation, request));
  const names = (capability: unknown): boolean => missing.includes(capability as Capability);
  const { code, effect, details = {} } = refusal ?? {};
  const isRefused =
    code === "NOT_SUPPORTED" && effect === "none" && names((details as { capability?: unknown }).capability);
  t.expectThat(
    isRefused,
    `${operation} with ${place.path} ${describe(refusal?.code)}, and the driver does not declare ${missing.join(" or ")}`,
    {
      expected: { code: "NOT_SUPPORTED", effect: "none", details: { operation, capability: missing.at(-1) } },
      got: refusal === undefined ? "success" : { code, effect, details },
      hint: "Before anything else, look through the parameters for members and variants that carry x-capability.",
    },
  );
}

function describe(code: string | undefined): string {
  if (code === undefined) return "succeeded";
  return code === "NOT_SUPPORTED" ? "was answered NOT_SUPPORTED without the capability's name" : `was answered ${code}`;
}

interface Subjects {
  readonly operation: OperationName;
  readonly capability: Capability | undefined;
  readonly gated: readonly Place[];
}

const OPERATIONS = Object.values(specModel.operations).flatMap(({ name, direction, kind, capability }): Subjects[] => {
  if (direction !== "coreToDriver" || kind === "notification") return [];
  const operation = name as OperationName;
  const gated = placesIn(operation).filter(({ isGated }) => isGated);
  return gated.length === 0 ? [] : [{ operation, capability: capability as Capability | undefined, gated }];
});

/** The checks of data behind capabilities. */
export const gatedDataChecks: readonly Check[] = OPERATIONS.map(({ operation, capability, gated }): Check => ({
  id: `capabilities/gated-data-is-refused[${operation}]`,
  requirement: "capabilities/gated-data-is-refused",
  title: `${operation}() with data behind a capability that is not declared is answered NOT_SUPPORTED, and does nothing`,
  needs: capability === undefined ? {} : { capabilities: [capability] },
  run: async (t) => {
    const isMissing = (name: Capability): boolean => t.session.capabilities[name] !== true;
    const refused = gated.filter(({ capabilities }) => capabilities.some(isMissing));
    if (refused.length === 0) t.notApplicable(`The driver declares all that data of ${operation} is behind`);
    const { params, uuid, state } = await subjectOf(t, operation);
    for (const place of refused) await expectRefused(t, operation, place, params);
    if (operation in SUBJECTS) await expectState(t, uuid, state, `after ${operation} was refused`);
  },
}));
