// That nothing of Nova's driver API is forgotten. The lists beside this file were read from Nova's own source, at the commits that they name, by a
// walk over the syntax tree of nova/virt/driver.py, nova/virt/virtapi.py and nova/objects/image_meta.py.
import { specModel, type EquivalenceModel } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";

import nova2014 from "./nova-2014.json" with { type: "json" };
import nova2026 from "./nova-2026.json" with { type: "json" };

interface Listed {
  commit: string;
  date: string;
  methods: Record<string, string[]>;
  upCalls: Record<string, string[]>;
  capabilities: string[];
  imageProperties?: string[];
}

const EDITIONS: Record<string, Listed> = { "nova-2014": nova2014, "nova-2026": nova2026 };

describe.each(Object.entries(EDITIONS))("%s", (edition, listed) => {
  const mapping = specModel.equivalence[edition] as EquivalenceModel;

  it("is the commit that the lists were read from", () => {
    expect([mapping.commit, mapping.date]).toEqual([listed.commit, listed.date]);
  });

  it.each(["methods", "upCalls"] as const)("maps or excludes every one of the %s, and no other", (section) => {
    expect(Object.keys(mapping[section] ?? {}).toSorted()).toEqual(Object.keys(listed[section]).toSorted());
  });

  it.each(["methods", "upCalls"] as const)("maps or excludes every parameter of the %s, and no other", (section) => {
    const mapped = Object.entries(mapping[section] ?? {}).filter(([, entry]) => "mapsTo" in entry);
    expect(mapped.length).toBeGreaterThan(0);
    for (const [name, entry] of mapped) {
      if (!("mapsTo" in entry)) continue;
      const parameters = (listed[section][name] ?? []).map((parameter) => parameter.replace(/^\*+/, ""));
      expect({ [name]: Object.keys(entry.parameters).toSorted() }).toEqual({ [name]: parameters.toSorted() });
    }
  });

  it.each(["capabilities", "imageProperties"] as const)(
    "maps or excludes every one of the %s, and no other",
    (section) => {
      expect(Object.keys(mapping[section] ?? {}).toSorted()).toEqual((listed[section] ?? []).toSorted());
    },
  );
});

/** The methods of an edition, beside the constructor and private helpers. */
function methodsOf(edition: string): string[] {
  return Object.keys(specModel.equivalence[edition]?.methods ?? {}).filter((name) => !name.startsWith("_"));
}

it("covers 106 methods of 2014 and 107 of 2026, of which 28 went", () => {
  const [before, now] = [methodsOf("nova-2014"), methodsOf("nova-2026")];
  expect([before.length, now.length]).toEqual([106, 107]);
  expect(before.filter((name) => !now.includes(name))).toHaveLength(28);
});

it("maps what drivers do at other services in both editions", () => {
  for (const edition of Object.keys(EDITIONS)) {
    const services = specModel.equivalence[edition]?.services ?? [];
    expect(new Set(services.map(({ service }) => service)).size).toBeGreaterThanOrEqual(5);
  }
});
