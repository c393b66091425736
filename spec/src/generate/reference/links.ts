// Where each thing of the spec is described, seen from the page that mentions it.
import type { RequirementModel, SpecModel } from "../../model/spec-model.ts";
import { anchor, code } from "./markdown.ts";

/** What pages are about. */
export type Topic = "operation" | "object" | "error" | "capability" | "profile";

/** How one page points to others. */
export interface Links {
  /** Whether the page holds so much that it leaves to the pages of their own what explains and shows: reasons, sources, examples, diagrams. */
  readonly brief: boolean;

  /** A link to what describes something, under its own name. */
  to(topic: Topic, name: string): string;
  /** A link to a requirement. */
  toRequirement(requirement: RequirementModel): string;
  /** A mark where a requirement is written, for links to it. */
  placeOf(requirement: RequirementModel): string;
}

/** The folder of each kind of page. */
const FOLDERS: Readonly<Record<Topic, string>> = {
  operation: "operations",
  object: "objects",
  error: "errors",
  capability: "capabilities",
  profile: "profiles",
};

/** The name of the file that describes something; operations of a namespace have a slash in their name. */
export function fileFor(topic: Topic, name: string): string {
  return `${FOLDERS[topic]}/${name.replaceAll("/", "-")}.md`;
}

/**
 * Links between pages of their own.
 *
 * @param model - The spec.
 * @param up - The way from the page to the root of the reference: `""` or `"../"`.
 */
export function pageLinks(model: SpecModel, up: string): Links {
  return {
    brief: false,
    to: (topic, name) => `[${code(name)}](${up}${fileFor(topic, name)})`,
    toRequirement: ({ id, origin }) => {
      const page = origin in model.operations ? fileFor("operation", origin) : "requirements.md";
      return `[${code(id)}](${up}${page}#${id})`;
    },
    placeOf: ({ id }) => anchor(id),
  };
}

/** Links within the one page that holds everything. */
export const onePageLinks: Links = {
  brief: true,
  to: (topic, name) => `[${code(name)}](#${topic}-${name})`,
  toRequirement: ({ id }) => `[${code(id)}](#${id})`,
  placeOf: ({ id }) => anchor(id),
};
