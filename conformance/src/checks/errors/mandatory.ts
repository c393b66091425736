// Checks that what every driver has to offer is there. A missing operation shows here first, under its own name.
import { DriverError, specModel } from "@virt-driver-kit/spec";
import type { OperationName, SpecModel } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { Violation } from "../../harness/violation.ts";

type Params = (t: CheckContext) => Record<string, unknown> | Promise<Record<string, unknown>>;

const absent: Params = (t) => ({ instanceUuid: t.uuid() });

/** A request to each mandatory operation that changes nothing, whether or not it is served. */
const REQUESTS: Partial<Record<OperationName, Params>> = {
  probe: () => ({}),
  getOperation: (t) => ({ operationId: t.uuid() }),
  listNodes: () => ({}),
  getAvailableResource: (t) => ({ node: t.uuid() }),
  listInstances: () => ({}),
  listInstanceStates: () => ({}),
  getInfo: absent,
  spawn: async (t) => ({ ...(await t.newInstance()), node: t.uuid() }),
  destroy: (t) => ({ instanceUuid: t.uuid(), destroyDisks: true }),
  powerOn: absent,
  powerOff: (t) => ({ instanceUuid: t.uuid(), timeoutSeconds: 0, retryIntervalSeconds: 0 }),
  reboot: (t) => ({ instanceUuid: t.uuid(), type: "hard" }),
};

type Operation = SpecModel["operations"][string];

function isMandatory({ kind, capability }: Operation): boolean {
  return capability === undefined && (kind === "read" || kind === "change");
}

/** The checks of mandatory operations. */
export const mandatoryChecks: readonly Check[] = Object.values(specModel.operations)
  .filter(isMandatory)
  .map(({ name }): Check => {
    const params = REQUESTS[name as OperationName];
    if (params === undefined) throw new TypeError(`No request for "${name}", which is mandatory: add it to REQUESTS`);
    return {
      id: `errors/mandatory-operations-are-served[${name}]`,
      requirement: "errors/mandatory-operations-are-served",
      title: `${name}() is not answered NOT_SUPPORTED`,
      run: async (t) => {
        const request = { ...(await params(t)), call: { operationId: t.uuid() } };
        await t.request(name, request).catch((error: unknown) => {
          // Another error, also a malformed one, is judged by the checks that are about it.
          const isAnother = error instanceof DriverError ? error.code !== "NOT_SUPPORTED" : error instanceof Violation;
          if (!isAnother) throw error;
        });
      },
    };
  });
