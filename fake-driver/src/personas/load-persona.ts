/** Finds personas: those that come with the package by name, others by the path of their file. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Capability, specModel, validators } from "@virt-driver-kit/spec";
import { parse } from "yaml";
import { SetupError } from "../setup-error.ts";
import { hardwareFor } from "./hardware.ts";
import type { Persona } from "./persona.ts";
import { type PersonaFile, personaFileShape } from "./persona-file.ts";

const DIRECTORY = fileURLToPath(new URL("../../personas", import.meta.url));
const EXTENSION = ".yaml";

const known = new Map<string, Persona>();

/** The names of the personas that come with the package. */
export function personaNames(): string[] {
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith(EXTENSION));
  return files.map((name) => name.slice(0, -EXTENSION.length)).toSorted();
}

/**
 * Loads a persona.
 *
 * @param nameOrPath - A name of {@link personaNames}, or the path of a file, which ends in `.yaml`.
 * @throws {@link SetupError} if there is no such persona, or its file says what cannot be.
 */
export function loadPersona(nameOrPath: string): Persona {
  const path = pathOf(nameOrPath);
  const persona = known.get(path) ?? toPersona(readPersonaFile(path));
  known.set(path, persona);
  return persona;
}

function pathOf(nameOrPath: string): string {
  if (nameOrPath.endsWith(EXTENSION)) return nameOrPath;
  const names = personaNames();
  if (names.includes(nameOrPath)) return join(DIRECTORY, `${nameOrPath}${EXTENSION}`);
  throw new SetupError(
    `Cannot take persona "${nameOrPath}": there is none of that name; there are ${names.join(", ")}, and any file whose name ends in ${EXTENSION}`,
  );
}

/**
 * Reads a persona's file.
 *
 * @throws {@link SetupError} if it cannot be read, or does not have the form of one.
 */
export function readPersonaFile(path: string): PersonaFile {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new SetupError(`Cannot take persona file "${path}": ${problem}`, { cause });
  };
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8"));
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error), error);
  }
  const problem = personaFileShape(value, "$");
  if (problem !== undefined) refuse(`${problem}; personas/README.md says what it can hold`);
  const file = value as PersonaFile;
  const contradiction = contradictionIn(file);
  return contradiction === undefined ? file : refuse(contradiction);
}

function contradictionIn({ capabilities: { offers, lacks }, accepts, shape }: PersonaFile): string | undefined {
  if (shape.nodes < 1) return "$.shape.nodes is 0, and a driver serves at least one node";
  for (const name of Object.keys(specModel.capabilities) as Capability[]) {
    if (name in offers === name in lacks) {
      return `${name} has to be in one of $.capabilities.offers and $.capabilities.lacks, and is in ${name in offers ? "both" : "neither"}`;
    }
    const missing = specModel.capabilities[name]?.requires.find((required) => name in offers && !(required in offers));
    if (missing !== undefined) return `${name} is offered without ${missing}, which it requires`;
  }
  const unknown = [...Object.keys(offers), ...Object.keys(lacks)].find((name) => !(name in specModel.capabilities));
  if (unknown !== undefined) return `the spec has no capability ${unknown}`;
  const result = {
    nodes: [{ uuid: "00000000-0000-4000-8000-000000000000", name: "node", accepts: valuesOf(accepts) }],
  };
  const [problem] = validators.listNodes.result.closed(result) ?? [];
  return problem && `$.accepts does not match the spec: ${problem.message}`;
}

function valuesOf(accepts: PersonaFile["accepts"]): Persona["accepts"] {
  return Object.fromEntries(Object.entries(accepts).map(([kind, { values }]) => [kind, values]));
}

function toPersona({
  persona: name,
  title,
  hypervisor,
  shape,
  guest,
  accepts,
  latency,
  behaviour,
  capabilities,
}: PersonaFile): Persona {
  const { vcpus, memoryMib, diskGib, supportedInstances } = shape.node;
  const offered = Object.keys(capabilities.offers) as Capability[];
  const architecture = supportedInstances[0]?.architecture ?? "x86_64";
  const { source: _source, ...steps } = latency ?? { source: "" };
  return {
    name,
    title,
    capabilities: offered,
    hypervisor: { type: hypervisor.type, version: hypervisor.version },
    nodes: shape.nodes,
    node: {
      capacity: { vcpus, memoryMib, localGib: diskGib },
      maxInstances: shape.instancesPerNode,
      architecture,
      supportedInstances,
      hardware: hardwareFor(offered, architecture),
    },
    hasSharedStorage: shape.storage === "shared",
    guest: { kind: guest.kind, internalId: guest.internalId },
    accepts: valuesOf(accepts),
    latency: steps,
    behaviour: Object.fromEntries(
      Object.entries(behaviour).map(([key, { value }]) => [key, value]),
    ) as unknown as Persona["behaviour"],
  };
}
