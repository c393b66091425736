// Checks that every operation refuses a request with one defect, and takes the same request without it: the defects are drawn from
// the operation's own schema by the run's seed.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationModel, OperationName, RequirementId } from "@virt-driver-kit/spec";
import * as fc from "fast-check";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { type BadRequest, badRequests } from "../steps/bad-requests.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import type { Params } from "../steps/places.ts";
import { refusalOf } from "../steps/refusal.ts";
import { expectInvalid } from "./requests.ts";

const REQUIREMENT: RequirementId = "protocol/refuses-invalid-requests";

/** How many defects are tried of each operation. */
const DEFECTS = 8;

/** Requests that would do something although they name nothing that is there, made to do nothing. */
const HARMLESS: Partial<Record<OperationName, Params>> = {
  "simulation/hold": { held: false },
  "simulation/advance": { durationMs: 0 },
};

/** The operations that take parameters. `shutdown` and notifications have nothing to refuse. */
const OPERATIONS: readonly OperationModel[] = Object.values(specModel.operations).filter(
  ({ direction, kind, params }) =>
    direction === "coreToDriver" && kind !== "notification" && Object.keys(params.properties ?? {}).length > 0,
);

function send(t: CheckContext, operation: string, params: Params): Promise<unknown> {
  return t.request(operation, withCall(t, params));
}

function withCall(t: CheckContext, params: Params): Params {
  return { ...params, call: { operationId: t.uuid() } };
}

/** Whether a request is refused as invalid. A request may contradict itself although each of its values is right. */
async function isInvalid(t: CheckContext, operation: string, params: Params): Promise<boolean> {
  return (await refusalOf(send(t, operation, params)))?.code === "INVALID_REQUEST";
}

async function tryDefects(t: CheckContext, operation: OperationName): Promise<void> {
  const request = { ...requestOnNothing(operation, t.uuid()), ...HARMLESS[operation] };
  // Some of the faults that can be asked for are of the whole hypervisor.
  if (operation === "simulation/injectFault") t.onCleanup(() => t.simulation.clearFaults());
  const { capabilities } = t.session;
  const declared = (capability: string): boolean => capabilities[capability as Capability] === true;
  await t.given(operation, async () => {
    const what = `A request to ${operation} that matches its schema was refused as invalid`;
    t.expectThat(!(await isInvalid(t, operation, request)), what, { got: request });
  });
  const right = new Map([[JSON.stringify(request), true]]);
  const isRight = async ({ mended }: BadRequest): Promise<boolean> => {
    const text = JSON.stringify(mended);
    const known = right.get(text) ?? !(await isInvalid(t, operation, mended));
    right.set(text, known);
    return known;
  };
  let broken: Error | undefined;
  const property = fc.asyncProperty(badRequests(operation, request, declared), async (drawn) => {
    try {
      if (await isRight(drawn)) await expectInvalid(t, operation, withCall(t, drawn.bad), drawn.member);
      return true;
    } catch (error) {
      broken = error instanceof Error ? error : new TypeError(String(error), { cause: error });
      return false;
    }
  });
  await fc.check(property, { seed: t.random.integer(0, 0x7fffffff), numRuns: DEFECTS, endOnFailure: true });
  if (broken !== undefined) throw broken;
}

/** The checks of requests with one defect, one for each operation. */
export const oneDefectChecks: readonly Check[] = OPERATIONS.map(({ name, capability }): Check => ({
  id: `${REQUIREMENT}[${name.replace("/", "-")}]`,
  requirement: REQUIREMENT,
  title: `A request to ${name}() with one defect is refused by the name of the field, and without the defect it is not`,
  ...(capability !== undefined && { needs: { capabilities: [capability as Capability] } }),
  run: (t) => tryDefects(t, name as OperationName),
}));
