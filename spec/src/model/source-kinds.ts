// Which files make up the spec, and which meta-schema each of them keeps to.

/** A kind of source file: also the name of its meta-schema, `meta/<kind>.schema.json`. */
export type SourceKind =
  | "spec"
  | "operation"
  | "object"
  | "errors"
  | "capabilities"
  | "profiles"
  | "states"
  | "glossary"
  | "requirements"
  | "equivalence";

/** The files of which a spec has exactly one each, at its root. */
export const SINGLE_FILES: Readonly<Record<string, SourceKind>> = {
  "spec.yaml": "spec",
  "errors.yaml": "errors",
  "capabilities.yaml": "capabilities",
  "profiles.yaml": "profiles",
  "states.yaml": "states",
  "glossary.yaml": "glossary",
};

/** The folders of a spec, and the kind of file that each holds. */
export const SOURCE_FOLDERS: Readonly<Record<string, SourceKind>> = {
  operations: "operation",
  schemas: "object",
  requirements: "requirements",
  equivalence: "equivalence",
};

/**
 * Tells what a file is.
 *
 * @param path - Relative to the spec's folder, with forward slashes.
 * @returns Its kind, or `undefined` for a file that belongs to no kind.
 */
export function kindOf(path: string): SourceKind | undefined {
  const slash = path.indexOf("/");
  return slash === -1 ? SINGLE_FILES[path] : SOURCE_FOLDERS[path.slice(0, slash)];
}
