// One capability: what it gates, what it needs, which profiles ask for it.
import type { SpecModel } from "../../model/spec-model.ts";
import type { Links } from "./links.ts";
import { code, heading, list, paragraphs } from "./markdown.ts";
import { requirementIndex } from "./requirement-list.ts";

/** Writes the section of one capability. */
export function capabilitySection(name: string, model: SpecModel, links: Links, depth: number): string {
  const capability = model.capabilities[name];
  if (capability === undefined) return "";
  const { description, scope, since, requires, gates, gatesData } = capability;
  const requirements = Object.values(model.requirements).filter((requirement) => requirement.capability === name);
  return [
    paragraphs(
      description,
      `Holds for the whole ${scope}. Since ${since}.${requires.length === 0 ? "" : ` A driver that declares it also declares ${requires.map((needed) => links.to("capability", needed)).join(" and ")}.`}`,
      askedBy(name, model, links),
    ),
    ...(gates.length === 0
      ? []
      : [
          heading(depth, "Operations"),
          list(
            gates.map((operation) => `${links.to("operation", operation)}: ${model.operations[operation]?.summary}`),
          ),
        ]),
    ...(gatesData.length === 0
      ? []
      : [
          heading(depth, "Data"),
          paragraphs("Sent only to a driver that declares it:"),
          list(gatesData.map((place) => placeText(place, model, links))),
        ]),
    ...(requirements.length === 0 ? [] : [heading(depth, "Requirements"), requirementIndex(requirements, links)]),
  ].join("");
}

function placeText(place: string, model: SpecModel, links: Links): string {
  const [root = "", ...rest] = place.split(".");
  const link = root in model.operations ? links.to("operation", root) : links.to("object", root);
  return rest.length === 0 ? link : `${code(rest.join("."))} of ${link}`;
}

function askedBy(name: string, model: SpecModel, links: Links): string | undefined {
  const asking = Object.entries(model.profiles).filter(([, { capabilities }]) => {
    const { mandatory, choice, condition } = capabilities;
    return (
      mandatory.includes(name) ||
      choice.some(({ of }) => of.includes(name)) ||
      condition.some((one) => one.capability === name)
    );
  });
  if (asking.length === 0) return "No profile asks for it.";
  return `Asked for by ${asking.map(([profile]) => links.to("profile", profile)).join(", ")}.`;
}
