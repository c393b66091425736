// Checks of errors that an operation has and no other check provokes: each is answered when its condition holds, and the same call
// without it is not.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import type { Condition } from "./condition.ts";
import { conditionsOfDevices } from "./conditions-of-devices.ts";
import { conditionsOfGuests } from "./conditions-of-guests.ts";
import { conditionsOfImages } from "./conditions-of-images.ts";
import { conditionsOfMoves } from "./conditions-of-moves.ts";

const REQUIREMENT: RequirementId = "errors/declared-capability-is-served";

function conditionCheck({ operation, code, when, needs = {}, provoke }: Condition): Check {
  const capability = specModel.operations[operation]?.capability as Capability;
  return {
    id: `${REQUIREMENT}[${operation}-${code}]`,
    requirement: REQUIREMENT,
    title: `${operation}() is ${code} ${when}, and the same call without it succeeds`,
    needs: { ...needs, capabilities: [...(needs.capabilities ?? []), capability] },
    run: async (t) => {
      const { instance, wrong, right } = await provoke(t);
      await t.expectError(wrong(), code, { effect: "none" });
      if (instance !== undefined) await expectState(t, instance, "running", `after ${operation} was answered ${code}`);
      const refusal = right && (await refusalOf(right()));
      const what = `${operation} is answered ${refusal?.code} although the reason for ${code} is gone`;
      t.expectThat(refusal === undefined, what, { expected: "success", got: refusal });
    },
  };
}

/** The checks of errors under their conditions. */
export const conditionChecks: readonly Check[] = [
  ...conditionsOfDevices,
  ...conditionsOfGuests,
  ...conditionsOfMoves,
  ...conditionsOfImages,
].map(conditionCheck);
