import { DriverError, fileValidators, specModel } from "@virt-driver-kit/spec";
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { describe, expect, test } from "vitest";

import { allSites } from "./all-sites.ts";
import { excluder, exclusions, idPatterns } from "./exclusions.ts";
import { MUTATION_CLASSES } from "./site.ts";
import { plansOf } from "./surroundings.ts";

const sites = allSites();

describe("the generator of wrong drivers", () => {
  test.for(MUTATION_CLASSES)("finds sites of class %s", (name) => {
    expect(sites.filter((site) => site.class === name).length).toBeGreaterThan(20);
  });

  test("gives each site an id of its own, which says its class", () => {
    const ids = sites.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(sites.filter((site) => !site.id.startsWith(`${site.class}:`))).toEqual([]);
  });

  test("gives the same sites each time", () => {
    expect(allSites().map(({ id }) => id)).toEqual(sites.map(({ id }) => id));
  });

  test("says of each site what makes the driver wrong, what it does wrong, and what comes to it", () => {
    const incomplete = sites.filter(
      ({ title, reachedBy, mutation: { faults, driver, wire } }) =>
        title === "" || reachedBy.length === 0 || (faults ?? driver ?? wire) === undefined,
    );
    expect(incomplete.map(({ id }) => id)).toEqual([]);
  });

  test("makes faults that the spec allows and that could happen", () => {
    const withFaults = sites.filter(({ mutation }) => mutation.faults !== undefined);
    expect(withFaults.length).toBeGreaterThan(500);
    for (const { id, mutation } of withFaults)
      for (const plan of plansOf(mutation))
        expect({ id, problems: fileValidators.FaultPlan.closed(plan) }).toEqual({ id, problems: null });
    // Each kind of fault at some places: making a driver takes its time.
    const some = withFaults.filter((site, index) => site.class === "secret-leaked" || index % 40 === 0);
    for (const { mutation } of some) expect(() => fakeDriver({ faults: plansOf(mutation) })).not.toThrow();
  });

  test("replaces an error by one that the operation has, where it has another", () => {
    const replaced = sites.filter((site) => site.class === "error-replaced" && site.mutation.faults !== undefined);
    for (const { id, mutation } of replaced) {
      const [fault] = mutation.faults ?? [];
      if (fault?.kind !== "answerFault")
        throw new DriverError("INTERNAL_ERROR", `Cannot read ${id}`, { effect: "none" });
      const codes = specModel.operations[fault.trigger.operation ?? ""]?.errors.map(({ code }) => code) ?? [];
      const others = codes.filter((code) => code !== fault.trigger.onCode);
      const isOther = [...others, "BACKEND_FAILED", "INTERNAL_ERROR"].includes(fault.code ?? "");
      expect({ id, isOther, isSame: fault.code === fault.trigger.onCode }).toEqual({
        id,
        isOther: true,
        isSame: false,
      });
    }
  });
});

describe("the rules that exclude sites", () => {
  test("each name some site, and give a reason", () => {
    for (const { pattern, reason } of exclusions()) {
      const matches = idPatterns([pattern]);
      expect({ pattern, isUsed: sites.some(({ id }) => matches(id)) }).toEqual({ pattern, isUsed: true });
      expect({ pattern, isReason: reason.length > 8 }).toEqual({ pattern, isReason: true });
    }
  });

  test("leave most sites of each class", () => {
    const exclude = excluder();
    for (const name of MUTATION_CLASSES) {
      const ofClass = sites.filter((site) => site.class === name);
      const left = ofClass.filter((site) => exclude(site) === undefined);
      expect({ name, share: left.length / ofClass.length > 0.6 }).toEqual({ name, share: true });
    }
  });
});
