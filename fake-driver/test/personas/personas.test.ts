import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { type Capability, specModel } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { SetupError } from "../../src/index.ts";
import { loadPersona, personaNames, readPersonaFile } from "../../src/personas/load-persona.ts";
import { Attached } from "../support/attached.ts";
import { temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const personas = fileURLToPath(new URL("../../personas/", import.meta.url));
const pathOf = (name: string): string => join(personas, `${name}.yaml`);

/** The profiles that capabilities reach, in the order of the spec: lowest first. */
function profilesOf(offered: ReadonlySet<string>): string[] {
  const reached: string[] = [];
  for (const [name, profile] of Object.entries(specModel.profiles)) {
    const { mandatory, choice, condition } = profile.capabilities;
    const isReached =
      (profile.extends === undefined || reached.includes(profile.extends)) &&
      mandatory.every((capability) => offered.has(capability)) &&
      choice.every(({ of }) => of.some((capability) => offered.has(capability))) &&
      condition.every(({ capability, with: other }) => !offered.has(other) || offered.has(capability));
    if (isReached) reached.push(name);
  }
  return reached;
}

describe.each(personaNames())("persona %s", (name) => {
  const file = readPersonaFile(pathOf(name));

  it("has the name of its file", () => {
    expect(file.persona).toBe(name);
  });

  it("says the highest profile that it reaches", () => {
    expect(profilesOf(new Set(Object.keys(file.capabilities.offers))).at(-1)).toBe(file.profile);
  });

  it("names a source for every claim", () => {
    const { offers, lacks } = file.capabilities;
    for (const source of [...Object.values(offers), ...Object.values(lacks)]) expect(source).toMatch(/\w{4}/);
    for (const block of [file.hypervisor, file.shape, file.guest, ...Object.values(file.accepts)]) {
      expect(block.source).toMatch(/\w{4}/);
    }
    for (const { source } of Object.values(file.behaviour)) expect(source).toMatch(/\w{4}/);
  });

  it("is served: a driver declares what it offers, on as many nodes as it has, of its kind", async () => {
    const attached = await Attached.create({ persona: name, stateDirectory: join(directory, name) });
    const { capabilities } = await attached.connection.initialize({ epoch: 2 });
    expect(Object.keys(capabilities).toSorted()).toEqual(Object.keys(file.capabilities.offers).toSorted());
    const { nodes } = await attached.driver.listNodes();
    expect(nodes).toHaveLength(file.shape.nodes);
    const { resource } = await attached.driver.getAvailableResource({ node: attached.node() });
    expect(resource).toMatchObject({
      hypervisorType: file.hypervisor.type,
      hypervisorVersion: file.hypervisor.version,
      vcpus: file.shape.node.vcpus,
      memoryMib: file.shape.node.memoryMib,
      localGib: file.shape.node.diskGib,
    });
  });

  it("has its row in the table of personas", () => {
    const row = readFileSync(join(personas, "README.md"), "utf8")
      .split("\n")
      .find((line) => line.startsWith(`| ${name} `));
    const cells = row?.split("|").map((cell) => cell.trim());
    expect(cells?.slice(3, 5)).toEqual([file.profile, String(Object.keys(file.capabilities.offers).length)]);
  });
});

/** Writes a changed copy of a persona and loads it. */
function loadChanged(change: (file: Record<string, Record<string, unknown>>) => void): () => unknown {
  const file = parse(readFileSync(pathOf("bhyve"), "utf8")) as Record<string, Record<string, unknown>>;
  change(file);
  const path = join(directory, `${Math.abs(JSON.stringify(file).length)}-changed.yaml`);
  writeFileSync(path, stringify(file));
  return () => readPersonaFile(path);
}

describe("a persona's file", () => {
  it("is all that it takes to add a persona", async () => {
    const path = join(directory, "own.yaml");
    writeFileSync(path, readFileSync(pathOf("bhyve"), "utf8").replace("persona: bhyve", "persona: own"));
    const attached = await Attached.create({ persona: path });
    expect((await attached.driver.listNodes()).nodes).toHaveLength(1);
    expect(loadPersona(path).name).toBe("own");
  });

  it.each<[string, (file: Record<string, Record<string, unknown>>) => void, RegExp]>([
    [
      "has a member that is unknown",
      (file) => void (file["colour"] = {}),
      /\$\.colour is unknown; there can be persona, title/,
    ],
    ["lacks a member", (file) => void delete file["guest"], /\$\.guest is not an object/],
    [
      "has a switch with an unknown value",
      (file) => void (file["behaviour"] = { ...file["behaviour"], crashedGuestIs: { value: "gone", source: "x" } }),
      /\$\.behaviour\.crashedGuestIs\.value is not one of "crashed", "shutdown"/,
    ],
    [
      "says nothing of a capability",
      (file) =>
        void Reflect.deleteProperty(file["capabilities"]?.["lacks"] as object, "supportsRescue" satisfies Capability),
      /supportsRescue has to be in one of .* and is in neither/,
    ],
    [
      "offers a capability that the spec does not have",
      (file) => void Object.assign(file["capabilities"]?.["offers"] as object, { supportsTeleport: "x" }),
      /the spec has no capability supportsTeleport/,
    ],
    [
      "accepts what the spec does not have",
      (file) => void Object.assign(file["accepts"] as object, { imageSources: { values: ["pigeon"], source: "x" } }),
      /\$\.accepts does not match the spec/,
    ],
    ["has no nodes", (file) => void Object.assign(file["shape"] as object, { nodes: 0 }), /serves at least one node/],
  ])("that %s is refused, with the place", (_problem, change, message) => {
    const load = loadChanged(change);
    expect(load).toThrow(SetupError);
    expect(load).toThrow(message);
  });

  it("that is no YAML, or not there, is refused", () => {
    const path = join(directory, "broken.yaml");
    writeFileSync(path, "persona: [");
    expect(() => loadPersona(path)).toThrow(/Cannot take persona file ".*broken\.yaml"/);
    expect(() => loadPersona(join(directory, "absent.yaml"))).toThrow(/ENOENT/);
  });

  it("cannot be found by a name that there is none of", () => {
    expect(() => loadPersona("kvm")).toThrow(/there is none of that name; there are bhyve, docker, full/);
  });
});
