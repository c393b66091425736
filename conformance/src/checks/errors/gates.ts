// Checks of capabilities as gates: what is not declared is refused before anything else, what is declared is never refused.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

type Params = (instanceUuid: string) => Record<string, unknown>;

/** A request to each operation behind a capability. */
const GATED: Partial<Record<OperationName, Params>> = {
  pause: (instanceUuid) => ({ instanceUuid }),
  unpause: (instanceUuid) => ({ instanceUuid }),
  getConsoleOutput: (instanceUuid) => ({ instanceUuid }),
  "simulation/advance": () => ({ durationMs: 0 }),
  "simulation/hold": () => ({ held: false }),
  "simulation/injectFault": (instanceUuid) => ({ fault: { kind: "guestCrash", instanceUuid } }),
  "simulation/clearFaults": () => ({}),
};

interface Gate {
  readonly capability: Capability;
  readonly operation: OperationName;
  readonly params: Params;
}

const GATES = Object.entries(specModel.capabilities).flatMap(([capability, { gates }]) =>
  gates.map((name): Gate => {
    const operation = name as OperationName;
    const params = GATED[operation];
    if (params === undefined)
      throw new TypeError(`No request for "${name}", which ${capability} gates: add it to GATED`);
    return { capability: capability as Capability, operation, params };
  }),
);

function call(t: CheckContext, { operation, params }: Gate, instanceUuid: string): Promise<unknown> {
  return t.request(operation, { ...params(instanceUuid), call: { operationId: t.uuid() } });
}

/** Names an operation within the id of a check. */
function named(operation: OperationName): string {
  return operation.replace("/", "-");
}

const undeclared = GATES.map((gate): Check => {
  const { capability, operation } = gate;
  return {
    id: `errors/not-supported-has-no-effect[${named(operation)}]`,
    requirement: "errors/not-supported-has-no-effect",
    title: `${operation}() is answered NOT_SUPPORTED where ${capability} is not declared, whether or not the instance is there`,
    needs: { undeclared: [capability] },
    run: async (t) => {
      const hint = `Declare ${capability}, or refuse ${operation} before looking at the instance.`;
      const options = { effect: "none", hint } as const;
      const instance = await t.givenInstance();
      await t.expectError(call(t, gate, instance.uuid), "NOT_SUPPORTED", options);
      await expectState(t, instance, "running", `after ${operation} was refused`);
      await t.expectError(call(t, gate, t.uuid()), "NOT_SUPPORTED", options);
    },
  };
});

const declared = GATES.map((gate): Check => {
  const { capability, operation } = gate;
  return {
    id: `errors/declared-capability-is-served[${named(operation)}]`,
    requirement: "errors/declared-capability-is-served",
    title: `${operation}() is not answered NOT_SUPPORTED where ${capability} is declared`,
    needs: { capabilities: [capability] },
    run: async (t) => {
      const instance = await t.givenInstance();
      const refusal = await refusalOf(call(t, gate, instance.uuid));
      t.expectThat(
        refusal?.code !== "NOT_SUPPORTED",
        `The driver declares ${capability} and does not serve ${operation}`,
        {
          expected: `${operation} is served, or ${capability} is not declared`,
          got: refusal,
        },
      );
    },
  };
});

/** The checks of operations behind capabilities. */
export const gateChecks: readonly Check[] = [...undeclared, ...declared];
