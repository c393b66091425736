// One profile: what a driver must declare to conform to it.
import type { SpecModel } from "../../model/spec-model.ts";
import type { Links } from "./links.ts";
import { heading, list, paragraphs } from "./markdown.ts";

/** Writes the section of one profile. */
export function profileSection(name: string, model: SpecModel, links: Links, depth: number): string {
  const profile = model.profiles[name];
  if (profile === undefined) return "";
  const { mandatory, choice, condition } = profile.capabilities;
  const link = (capability: string): string => links.to("capability", capability);
  const base = profile.extends === undefined ? "" : ` It contains ${links.to("profile", profile.extends)}.`;
  return [
    paragraphs(
      profile.description,
      `Since ${profile.since}.${base} Like every profile it asks for all requirements that no capability gates, and for those of each capability that the driver declares.`,
    ),
    ...(mandatory.length === 0
      ? []
      : [
          heading(depth, "Mandatory"),
          list(mandatory.map((capability) => `${link(capability)}: ${model.capabilities[capability]?.description}`)),
        ]),
    ...(choice.length === 0
      ? []
      : [
          heading(depth, "Choice"),
          list(choice.map(({ group, of, because }) => `A ${group}, one of ${of.map(link).join(", ")}. ${because}`)),
        ]),
    ...(condition.length === 0
      ? []
      : [
          heading(depth, "Condition"),
          list(condition.map((one) => `${link(one.capability)} with ${link(one.with)}. ${one.because}`)),
        ]),
  ].join("");
}
