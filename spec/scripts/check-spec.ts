// Checks a spec's sources and prints what is wrong with them, one line per problem.
// Exit codes: 0 nothing is wrong, 2 something is.
import { fileURLToPath } from "node:url";

import { loadSpec, SpecSourceError } from "../src/model/index.ts";

const [directory = fileURLToPath(new URL("..", import.meta.url)), ...rest] = process.argv.slice(2);

try {
  if (rest.length > 0) {
    console.error(`Cannot check more than one spec: unexpected argument "${rest[0]}". Usage: check-spec [directory]`);
    process.exitCode = 2;
  } else {
    const { operations, requirements } = await loadSpec(directory);
    console.log(
      `${Object.keys(operations).length} operations, ${Object.keys(requirements).length} requirements: nothing is wrong`,
    );
  }
} catch (error) {
  if (!(error instanceof SpecSourceError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
