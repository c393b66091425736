// Requirements, each with the reason for it.
import type { RequirementModel } from "../../model/spec-model.ts";
import type { Links } from "./links.ts";
import { code, plain, table } from "./markdown.ts";

/** Writes requirements in full, where they are at home. */
export function requirementList(requirements: readonly RequirementModel[], links: Links): string {
  return requirements.map((requirement) => entry(requirement, links)).join("");
}

function entry(requirement: RequirementModel, links: Links): string {
  const { id, level, on, text, intent, source, since, capability, verification } = requirement;
  const gate = capability === undefined ? "" : `, with ${links.to("capability", capability)}`;
  const excluded =
    typeof verification === "object"
      ? ` Not checked on a driver (${verification.excluded}): ${verification.because}`
      : "";
  const lines = [
    `${links.placeOf(requirement)}**${code(id)}** (${level} on the ${on}${gate}, since ${since})`,
    text.trim(),
  ];
  if (!links.brief) lines.push(`*Why:* ${intent.trim()} *Source:* ${plain(source.trim())}.${excluded}`);
  return lines.join("  \n").concat("\n\n");
}

/** Writes requirements as an index: where each is at home, and what it says. */
export function requirementIndex(requirements: readonly RequirementModel[], links: Links): string {
  return table(
    ["Requirement", "Level", "On", "With", "What"],
    requirements.map((requirement) => [
      links.toRequirement(requirement),
      requirement.level,
      requirement.on,
      requirement.capability === undefined ? "" : links.to("capability", requirement.capability),
      requirement.text,
    ]),
  );
}
