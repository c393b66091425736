// Drivers that declare other capabilities than they have.
import { specModel } from "@virt-driver-kit/spec";

import type { Meddler } from "../../mutants/interposer.ts";
import { onAnswer, withResult } from "../../mutants/meddling.ts";

type Declared = Readonly<Record<string, boolean>>;

/** Says in `initialize` that the driver has a capability, with those that it requires. */
export function declaringToo(capability: string): Meddler {
  return declaring((declared) => ({
    ...declared,
    ...Object.fromEntries(withRequired(capability).map((name) => [name, true])),
  }));
}

/** Does not say in `initialize` that the driver has a capability, nor those that require it. */
export function hiding(capability: string): Meddler {
  const hidden = withDependent(capability);
  return declaring((declared) =>
    Object.fromEntries(Object.entries(declared).filter(([name]) => !hidden.includes(name))),
  );
}

/** A capability and those that it requires, directly or not. */
function withRequired(capability: string): string[] {
  const { requires = [] } = specModel.capabilities[capability] ?? {};
  return [capability, ...requires.flatMap(withRequired)];
}

/** A capability and those that require it, directly or not. */
export function withDependent(capability: string): string[] {
  return Object.keys(specModel.capabilities).filter((name) => withRequired(name).includes(capability));
}

function declaring(change: (declared: Declared) => Declared): Meddler {
  return onAnswer("initialize", (answer) => {
    const declared = (answer.result?.["capabilities"] ?? {}) as Declared;
    return withResult(answer, { capabilities: change(declared) });
  });
}
