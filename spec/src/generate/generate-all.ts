// From the model to every generated file. Adding a kind of generated file is adding a module and a line here.
import type { SpecModel } from "../model/spec-model.ts";
import { generateComputeDriver } from "./compute-driver.ts";
import { generateCoreClient } from "./core-client.ts";
import { generateOpenRpc } from "./openrpc.ts";
import { generateSpecModel, generateSpecModelData } from "./spec-model.ts";
import { generateTypes } from "./types.ts";

const GENERATORS: Readonly<Record<string, (model: SpecModel) => string>> = {
  "compute-driver.ts": generateComputeDriver,
  "core-client.ts": generateCoreClient,
  "openrpc.json": generateOpenRpc,
  "spec-model.json": generateSpecModelData,
  "spec-model.ts": generateSpecModel,
  "types.ts": generateTypes,
};

/**
 * Generates every file of `src/generated`.
 *
 * @param model - The spec.
 * @returns The files' text by name. The same model always gives the same text.
 */
export function generateAll(model: SpecModel): Map<string, string> {
  return new Map(Object.entries(GENERATORS).map(([name, generate]) => [name, generate(model)]));
}
