// Checks that `destroy` is the way out of every failure.
import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { needsOfChange } from "../steps/change.ts";
import { CHANGES } from "../steps/changes.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectUnchanged, givenOverview } from "../steps/overview.ts";
import { refusalOf } from "../steps/refusal.ts";

type Target = { readonly instanceUuid: string };

/** A changing call that fails, and what it works on. */
interface Failing {
  readonly variant: string;
  readonly operation: string;
  readonly needs: Needs;
  /** Makes the instance, if the call does not. */
  readonly prepare: (t: CheckContext) => Promise<{ target: Target; call: () => Promise<unknown> }>;
}

const FAILING: readonly Failing[] = [
  {
    variant: "spawn",
    operation: "spawn",
    needs: { simulation: true },
    prepare: async (t) => {
      const params = await t.newInstance();
      return { target: { instanceUuid: params.instance.uuid }, call: () => t.driver.spawn(params) };
    },
  },
  ...CHANGES.map((change): Failing => ({
    variant: change.variant,
    operation: change.operation,
    needs: needsOfChange(change, { simulation: true }),
    prepare: async (t) => {
      const { instance, call } = await change.prepare(t);
      return { target: instance.target, call };
    },
  })),
  {
    variant: "destroy",
    operation: "destroy",
    needs: { simulation: true },
    prepare: async (t) => {
      const { target } = await t.givenInstance();
      return { target, call: () => t.driver.destroy({ ...target, destroyDisks: true }) };
    },
  },
];

/** The checks of `destroy` after failures. */
export const destroyEndsChecks: readonly Check[] = FAILING.map(({ variant, operation, needs, prepare }): Check => ({
  id: `cleanup/destroy-ends-everything[${variant}]`,
  requirement: "cleanup/destroy-ends-everything",
  title: `destroy() after a ${operation}() that failed at any step succeeds, and leaves what there was before the spawn()`,
  needs,
  run: async (t) => {
    const before = await givenOverview(t);
    await sweepSteps(t, {
      operation,
      prepare: () => prepare(t),
      call: ({ call }) => call(),
      judge: async ({ step, prepared: { target } }) => {
        const when = `after ${operation} failed at hypervisor call number ${step}`;
        const refusal = await refusalOf(t.driver.destroy({ ...target, destroyDisks: true }));
        const hint = "Remove what is there, step by step, and take what is not there for removed.";
        t.expectThat(refusal === undefined, `destroy failed ${when}`, { expected: "success", got: refusal, hint });
        await expectUnchanged(t, before, `after destroy ${when}`, hint);
      },
    });
  },
}));
