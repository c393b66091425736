// What only the driver understands cannot be specified, so there is little of it, it is counted, and it is small.
import { posix } from "node:path";

import { schemaPlaces, type SchemaPlace } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** The most that a driver may hide in one text, in characters of base64. */
const MOST_CHARACTERS = 1_048_576;

/** Exactly the objects that spec.yaml lists are private to the driver, and each text in them is limited in size. */
export const driverPrivate: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const found = new Set<string>();
  for (const place of schemaPlaces(sources)) {
    const { file, path, schema, role } = place;
    if (schema["x-driver-private"] !== true) continue;
    const at = [...path, "x-driver-private"];
    const name = posix.basename(file.path, ".yaml");
    if (role !== "file")
      yield file.problem(at, "marks a part of an object; give the part a file of its own under schemas/", "key");
    else if (!model.driverPrivate.includes(name))
      yield file.problem(
        at,
        "is not among `driverPrivate` of spec.yaml; spell the data out, or add the object there",
        "key",
      );
    if (role === "file") found.add(name);
    yield* largeTexts(place);
  }
  const spec = sources.file("spec.yaml");
  for (const [index, name] of model.driverPrivate.entries()) {
    if (!found.has(name))
      yield spec.problem(
        ["driverPrivate", index],
        `"${name}" is no object that is marked \`x-driver-private\`; mark it, or take it off the list`,
      );
  }
};

function* largeTexts({ file, path, schema }: SchemaPlace): Generator<SourceProblem> {
  const members = Object.entries(schema.properties ?? {});
  const texts = [
    { at: path, text: schema },
    ...members.map(([name, text]) => ({ at: [...path, "properties", name], text })),
  ];
  for (const { at, text } of texts) {
    // A text without any limit is the business of another rule.
    if ((text.maxLength ?? 0) > MOST_CHARACTERS)
      yield file.problem(
        [...at, "maxLength"],
        `lets a driver hide more than ${MOST_CHARACTERS} characters; allow fewer`,
      );
  }
}
