// One requirement, for people.
import type { RequirementModel, SpecModel } from "@virt-driver-kit/spec";

import { gateOf } from "../engine/profile.ts";
import type { Check } from "../harness/check.ts";

/** Explains a requirement: what it says, why, for whom, and how it is tried. */
export function explainRequirement(
  model: SpecModel,
  requirement: RequirementModel,
  checks: readonly Check[],
): string[] {
  const { id, level, on, text, intent, source, since, operations, verification } = requirement;
  const gate = gateOf(model, requirement);
  return [
    id,
    text,
    "",
    `level     ${level}, on the ${on}`,
    `why       ${intent}`,
    ...(gate === undefined ? [] : [`only for  drivers that declare ${gate}`]),
    ...(operations.length === 0 ? [] : [`about     ${operations.join(", ")}`]),
    `source    ${source}`,
    `since     ${since}`,
    ...(typeof verification === "object" ? [`no check  ${verification.because} (${verification.excluded})`] : []),
    ...checks.flatMap((check) => [`check     ${check.id}`, `          ${check.title}`]),
  ];
}
