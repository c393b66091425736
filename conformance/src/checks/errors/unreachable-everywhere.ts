// The check that follows from the model alone: while the hypervisor does not answer, no operation knows anything of it.
import { specModel } from "@virt-driver-kit/spec";
import type { ErrorCode, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { refusalOf } from "../steps/refusal.ts";

/** What a driver answers by itself, whatever its hypervisor does. */
const OF_THE_DRIVER: readonly string[] = ["probe", "describeConfiguration"];

/** What says something of the request, and nothing of the hypervisor. */
const OF_THE_REQUEST: readonly (ErrorCode | undefined)[] = ["NOT_SUPPORTED", "INVALID_REQUEST"];

/** Every read and change that a driver serves. */
function operationsOf({ session }: CheckContext): OperationName[] {
  const capabilities = session.capabilities as Readonly<Record<string, boolean | undefined>>;
  const served = Object.values(specModel.operations).filter(
    ({ kind, servedBy, capability }) =>
      servedBy === "driver" &&
      (kind === "read" || kind === "change") &&
      (capability === undefined || capabilities[capability] === true),
  );
  return served.map(({ name }) => name as OperationName).filter((name) => !OF_THE_DRIVER.includes(name));
}

/** Calls an operation on a node that is there, and on an instance of which nobody can know whether it is. */
async function expectUnreachable(t: CheckContext, operation: OperationName, node: string): Promise<void> {
  const params = requestOnNothing(operation, t.uuid());
  const request = { ...params, ...("node" in params && { node }), call: { operationId: t.uuid() } };
  const refusal = await refusalOf(t.request(operation, request));
  if (OF_THE_REQUEST.includes(refusal?.code)) return;
  t.expectThat(
    refusal?.code === "BACKEND_UNREACHABLE",
    `${operation} was answered ${refusal?.code ?? "with success"} while the hypervisor could not be reached`,
    {
      expected: "BACKEND_UNREACHABLE",
      got: refusal ?? "success",
      hint: `${operation} must say that it could not look, and never what it did not see.`,
    },
  );
}

/** The check of every operation while the hypervisor cannot be reached. */
export const unreachableEverywhereChecks: readonly Check[] = [
  {
    id: "errors/unreachable-is-never-absent[every-operation]",
    requirement: "errors/unreachable-is-never-absent",
    title: "Every operation is answered BACKEND_UNREACHABLE while the hypervisor does not answer",
    needs: { simulation: true },
    run: async (t) => {
      const node = t.node.uuid;
      await t.simulation.injectFault({ kind: "backendUnreachable" });
      for (const operation of operationsOf(t)) await expectUnreachable(t, operation, node);
      await t.simulation.clearFaults();
    },
  },
];
