// The checks of the topic `capabilities`.
import { specModel } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { gatedDataChecks } from "./gated-data.ts";

const requiredOnes: Check = {
  id: "capabilities/required-ones-are-declared-too",
  requirement: "capabilities/required-ones-are-declared-too",
  title: "Each capability that initialize() declares comes with those that it requires",
  run: async (t) => {
    const { capabilities } = t.session;
    const declares = (name: string): boolean => capabilities[name as keyof typeof capabilities] === true;
    for (const [name, { requires }] of Object.entries(specModel.capabilities)) {
      const missing = declares(name) ? requires.filter((required) => !declares(required)) : [];
      t.expectThat(
        missing.length === 0,
        `The driver declares ${name} and not ${missing.join(", ")}, which it requires`,
        {
          expected: `${name} together with ${requires.join(", ")}, or without`,
          got: capabilities,
        },
      );
    }
  },
};

/** The checks of the topic `capabilities`. */
export const capabilitiesChecks: readonly Check[] = [requiredOnes, ...gatedDataChecks];
