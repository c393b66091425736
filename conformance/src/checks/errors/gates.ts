// Checks of capabilities as gates: what is not declared is refused before anything else, what is declared is never refused.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

type Params = (instanceUuid: string, node: string) => Record<string, unknown>;

/** Requests to operations that leave a host as it is, on an instance and a node that are there. */
const ON_AN_INSTANCE: Partial<Record<OperationName, Params>> = {
  pause: (instanceUuid) => ({ instanceUuid }),
  unpause: (instanceUuid) => ({ instanceUuid }),
  getConsoleOutput: (instanceUuid) => ({ instanceUuid }),
  getInstanceDiagnostics: (instanceUuid) => ({ instanceUuid }),
  getVolumeConnector: (instanceUuid, node) => ({ instanceUuid, node }),
  getHostUptime: (_instanceUuid, node) => ({ node }),
  getHostCpuStats: (_instanceUuid, node) => ({ node }),
  "simulation/advance": () => ({ durationMs: 0 }),
  "simulation/hold": () => ({ held: false }),
  "simulation/injectFault": (instanceUuid) => ({ fault: { kind: "guestCrash", instanceUuid } }),
  "simulation/clearFaults": () => ({}),
};

interface Gate {
  readonly capability: Capability;
  readonly operation: OperationName;
  readonly params: Params;
  /** Whether the request may name an instance that is there; the others could change its host. */
  readonly touches: boolean;
}

const GATES = Object.entries(specModel.capabilities).flatMap(([capability, { gates }]) =>
  gates
    .filter((name) => specModel.operations[name]?.direction === "coreToDriver")
    .map((name): Gate => {
      const operation = name as OperationName;
      const params = ON_AN_INSTANCE[operation] ?? ((nobody) => requestOnNothing(operation, nobody));
      return { capability: capability as Capability, operation, params, touches: operation in ON_AN_INSTANCE };
    }),
);

function call(t: CheckContext, { operation, params }: Gate, instanceUuid: string): Promise<unknown> {
  return t.request(operation, { ...params(instanceUuid, t.node.uuid), call: { operationId: t.uuid() } });
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
      if (gate.touches) {
        const instance = await t.givenInstance();
        await t.expectError(call(t, gate, instance.uuid), "NOT_SUPPORTED", options);
        await expectState(t, instance, "running", `after ${operation} was refused`);
      }
      await t.expectError(call(t, gate, t.uuid()), "NOT_SUPPORTED", options);
    },
  };
});

/** The codes with which a driver that serves an operation may refuse it. */
function answersOf(operation: OperationName): ReadonlySet<string> {
  const own = specModel.operations[operation]?.errors.map(({ code }) => code) ?? [];
  const common = Object.keys(specModel.errors).filter((code) => specModel.errors[code]?.common === true);
  return new Set([...own, ...common].filter((code) => code !== "NOT_SUPPORTED" && code !== "INTERNAL_ERROR"));
}

const declared = GATES.map((gate): Check => {
  const { capability, operation } = gate;
  return {
    id: `errors/declared-capability-is-served[${named(operation)}]`,
    requirement: "errors/declared-capability-is-served",
    title: `${operation}() is answered as the spec says where ${capability} is declared`,
    needs: { capabilities: [capability] },
    run: async (t) => {
      const uuid = gate.touches ? (await t.givenInstance()).uuid : t.uuid();
      const refusal = await refusalOf(call(t, gate, uuid));
      t.expectThat(
        refusal === undefined || answersOf(operation).has(refusal.code),
        `The driver declares ${capability} and does not serve ${operation}`,
        {
          expected: `an answer that ${operation} has, or ${capability} not declared`,
          got: refusal,
        },
      );
    },
  };
});

/** The checks of operations behind capabilities. */
export const gateChecks: readonly Check[] = [...undeclared, ...declared];
