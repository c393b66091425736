// Where every method of Nova's driver API went, with every parameter.
import type {
  EquivalenceModel,
  ExcludedFromApi,
  MappedMethod,
  NameThatBecame,
  SpecModel,
} from "../../model/spec-model.ts";
import type { Links } from "./links.ts";
import { code, heading, paragraphs, plain, table } from "./markdown.ts";

/** Writes the section on one edition of Nova's driver API. */
export function equivalenceSection(edition: string, model: SpecModel, links: Links, depth: number): string {
  const mapping = model.equivalence[edition];
  if (mapping === undefined) return "";
  return [
    paragraphs(`${mapping.driverApi}, as of ${mapping.date} (commit ${code(mapping.commit)}). ${counts(mapping)}`),
    heading(depth, "Methods"),
    methods(mapping.methods, links),
    ...(mapping.upCalls === undefined
      ? []
      : [heading(depth, "Calls from the driver to the core"), methods(mapping.upCalls, links)]),
    ...(mapping.capabilities === undefined
      ? []
      : [heading(depth, "Capabilities and class attributes"), names(mapping.capabilities, model, links)]),
    ...(mapping.services === undefined
      ? []
      : [heading(depth, "Services that drivers use by themselves"), services(mapping.services, model, links)]),
    ...(mapping.imageProperties === undefined
      ? []
      : [heading(depth, "Image properties"), names(mapping.imageProperties, model, links)]),
  ].join("");
}

function counts({ methods: all }: EquivalenceModel): string {
  const entries = Object.values(all);
  const mapped = entries.filter((entry) => "mapsTo" in entry).length;
  return `Of ${entries.length} methods ${mapped} are mapped and ${entries.length - mapped} have no equivalent, for the reason given.`;
}

function methods(all: Readonly<Record<string, MappedMethod | ExcludedFromApi>>, links: Links): string {
  return table(
    ["In Nova", "Here", "Parameters"],
    Object.entries(all).map(([name, entry]) => {
      if (!("mapsTo" in entry)) return [code(name), `none (${entry.excluded}): ${entry.because}`, ""];
      const operations = entry.mapsTo.map((operation) => links.to("operation", operation)).join(", ");
      return [code(name), [operations, entry.note ?? ""].filter((text) => text !== "").join(". "), parameters(entry)];
    }),
  );
}

function parameters({ parameters: all }: MappedMethod): string {
  return Object.entries(all)
    .map(([name, field]) =>
      typeof field === "string"
        ? `${code(name)}: ${code(field)}`
        : `${code(name)}: none (${field.excluded}), ${field.because}`,
    )
    .join("<br>");
}

function names(
  all: Readonly<Record<string, NameThatBecame | ExcludedFromApi>>,
  model: SpecModel,
  links: Links,
): string {
  return table(
    ["In Nova", "Here"],
    Object.entries(all).map(([name, entry]) => [
      code(name),
      "becomes" in entry
        ? [entry.becomes.map((place) => placeLink(place, model, links)).join(", "), entry.note ?? ""]
            .filter((text) => text !== "")
            .join(". ")
        : `none (${entry.excluded}): ${entry.because}`,
    ]),
  );
}

function services(all: NonNullable<EquivalenceModel["services"]>, model: SpecModel, links: Links): string {
  return table(
    ["Service", "What drivers do there", "In Nova", "Here"],
    all.map(({ service, does, by, becomes, because }) => [
      service,
      does,
      plain(by),
      `${becomes.map((place) => placeLink(place, model, links)).join(", ")}. ${because}`,
    ]),
  );
}

function placeLink(place: string, model: SpecModel, links: Links): string {
  const [root = "", ...rest] = place.split(".");
  const topic = root in model.operations ? "operation" : root in model.capabilities ? "capability" : "object";
  return rest.length === 0 ? links.to(topic, root) : `${code(rest.join("."))} of ${links.to(topic, root)}`;
}
