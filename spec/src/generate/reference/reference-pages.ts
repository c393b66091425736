// The spec for people: a page for each thing in it, indexes, and all of it on one page.
import type { OperationModel, SpecModel } from "../../model/spec-model.ts";
import { capabilitySection } from "./capability-section.ts";
import { equivalenceSection } from "./equivalence-section.ts";
import { errorSection } from "./error-section.ts";
import { fileFor, onePageLinks, pageLinks, type Links, type Topic } from "./links.ts";
import { anchor, code, heading, list, paragraphs, table } from "./markdown.ts";
import { objectSection } from "./object-section.ts";
import { onePageHtml, type Chapter } from "./one-page.ts";
import { operationSection } from "./operation-section.ts";
import { profileSection } from "./profile-section.ts";
import { requirementIndex, requirementList } from "./requirement-list.ts";
import { statesSection } from "./states-section.ts";

const GENERATED = "<!-- Generated from the spec's sources by `npm run generate`. Edit those, not this. -->\n\n";

type Section = (name: string, model: SpecModel, links: Links, depth: number) => string;

/** What has pages of its own, in the order of the one page. */
const TOPICS: readonly { topic: Topic; title: string; names: (model: SpecModel) => string[]; section: Section }[] = [
  {
    topic: "operation",
    title: "Operations",
    names: ({ operations }) => Object.keys(operations),
    section: (name, model, links, depth) =>
      operationSection(model.operations[name] as OperationModel, model, links, depth),
  },
  { topic: "object", title: "Objects", names: ({ schemas }) => Object.keys(schemas), section: objectSection },
  { topic: "error", title: "Errors", names: ({ errors }) => Object.keys(errors), section: errorSection },
  {
    topic: "capability",
    title: "Capabilities",
    names: ({ capabilities }) => Object.keys(capabilities),
    section: capabilitySection,
  },
  { topic: "profile", title: "Profiles", names: ({ profiles }) => Object.keys(profiles), section: profileSection },
];

/**
 * Writes the reference.
 *
 * @param model - The spec.
 * @returns The pages' text by their path within the reference. The same model always gives the same text.
 */
export function referencePages(model: SpecModel): Map<string, string> {
  const root = pageLinks(model, "");
  const pages: [path: string, title: string, text: string][] = [
    ["README.md", `${model.title} ${model.version}`, index(model, root)],
    ["states.md", "Power states", statesSection(model, root, 2)],
    ["requirements.md", "Requirements", requirements(model, root)],
    ["glossary.md", "Glossary", glossary(model)],
    ...Object.keys(model.equivalence).map((edition): [string, string, string] => [
      `${edition}.md`,
      `Where ${edition} went`,
      equivalenceSection(edition, model, root, 2),
    ]),
    ...TOPICS.flatMap(({ topic, names, section }) =>
      names(model).map((name): [string, string, string] => [
        fileFor(topic, name),
        name,
        section(name, model, pageLinks(model, "../"), 2),
      ]),
    ),
  ];
  const markdown = pages.map(([path, title, text]): [string, string] => [
    path,
    `${GENERATED}${heading(1, title)}${text}`.trimEnd().concat("\n"),
  ]);
  return new Map([["spec.html", onePage(model)], ...markdown]);
}

function index(model: SpecModel, links: Links): string {
  const editions = Object.keys(model.equivalence).map((edition) => `[${edition}](${edition}.md)`);
  return [
    paragraphs(model.description, counts(model)),
    list([
      "[Everything on one page](spec.html), to be opened in a browser",
      "[Power states](states.md)",
      "[Requirements](requirements.md)",
      "[Glossary](glossary.md)",
      `Where Nova's driver API went: ${editions.join(", ")}`,
    ]),
    heading(2, "Operations"),
    ...[...operationGroups(model)].flatMap(([group, operations]) => [
      heading(3, group),
      table(
        ["Operation", "Kind", "With", "What"],
        operations.map(({ name, kind, capability, summary }) => [
          links.to("operation", name),
          kind,
          capability === undefined ? "" : links.to("capability", capability),
          summary,
        ]),
      ),
    ]),
    heading(2, "Profiles"),
    list(
      Object.entries(model.profiles).map(([name, { description }]) => `${links.to("profile", name)}: ${description}`),
    ),
    heading(2, "Capabilities"),
    table(
      ["Capability", "What"],
      Object.entries(model.capabilities).map(([name, { description }]) => [links.to("capability", name), description]),
    ),
    heading(2, "Errors"),
    table(
      ["Code", "What the caller does", "Meaning"],
      Object.entries(model.errors).map(([name, { recovery, meaning }]) => [links.to("error", name), recovery, meaning]),
    ),
    heading(2, "Objects"),
    table(
      ["Object", "What"],
      Object.entries(model.schemas).map(([name, { description = "" }]) => [links.to("object", name), description]),
    ),
  ].join("");
}

function counts(model: SpecModel): string {
  const all = Object.values(model.requirements);
  const onDriver = all.filter(({ on }) => on === "driver").length;
  return [
    count(model.operations, "operations"),
    count(model.schemas, "objects"),
    count(model.errors, "error codes"),
    count(model.capabilities, "capabilities"),
    count(model.profiles, "profiles"),
    `${onDriver} requirements on the driver and ${all.length - onDriver} on the caller.`,
  ].join(", ");
}

function count(record: object, what: string): string {
  return `${Object.keys(record).length} ${what}`;
}

function operationGroups({ operations }: SpecModel): Map<string, OperationModel[]> {
  return Map.groupBy(Object.values(operations), ({ group }) => group);
}

function requirements(model: SpecModel, links: Links): string {
  const all = Object.values(model.requirements);
  return [
    paragraphs(counts(model)),
    paragraphs(
      "What a driver cannot be checked for is marked. Which of the others the kit has a check of already, `npx vdk list` tells: the kit has versions of its own.",
    ),
    heading(2, "Of no single operation"),
    ...topicRequirements(model, links, 3),
    heading(2, "All of them"),
    requirementIndex(
      all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      links,
    ),
  ].join("");
}

/** The requirements that no operation's page holds, by topic. */
function topicRequirements(model: SpecModel, links: Links, depth: number): string[] {
  const topics = Map.groupBy(
    Object.values(model.requirements).filter(({ origin }) => !(origin in model.operations)),
    ({ origin }) => origin,
  );
  return [...topics].flatMap(([topic, own]) => [heading(depth, topic), requirementList(own, links)]);
}

function glossary({ glossary: { terms } }: SpecModel): string {
  const rows = Object.entries(terms).map(([word, { means, not = [] }]) => [word, means, not.map(code).join(", ")]);
  return table(["Word", "Meaning", "Not"], rows);
}

function onePage(model: SpecModel): string {
  const parts: { title: string; id: string; text: string; entries: Chapter["entries"] }[] = [
    { title: "Power states", id: "power-states", text: statesSection(model, onePageLinks, 3), entries: [] },
    {
      title: "Requirements of no single operation",
      id: "requirements",
      text: topicRequirements(model, onePageLinks, 3).join(""),
      entries: [],
    },
    ...TOPICS.map(({ topic, title, names, section }) => ({
      title,
      id: `${topic}s`,
      entries: names(model).map((name) => ({ id: `${topic}-${name}`, title: name })),
      text: names(model)
        .map((name) => `${heading(3, `${anchor(`${topic}-${name}`)}${name}`)}${section(name, model, onePageLinks, 4)}`)
        .join(""),
    })),
    { title: "Glossary", id: "glossary", text: glossary(model), entries: [] },
  ];
  const text = parts.map((part) => `${heading(2, `${anchor(part.id)}${part.title}`)}${part.text}`).join("");
  return onePageHtml(
    `${model.title} ${model.version}`,
    `${paragraphs(model.description, counts(model))}${text}`,
    parts,
  );
}
