import { describe, expect, test } from "vitest";

import { parseSequence } from "../../src/model/sequence-text.ts";
import { emptySite, expectationsOfStep, type SiteModel, withInstance } from "../../src/model/site-model.ts";

/** The site after a sequence, and what may come of its last step. */
function after(text: string): { readonly outcomes: readonly string[]; readonly site: SiteModel } {
  let site = emptySite(2);
  let outcomes: readonly string[] = [];
  for (const step of parseSequence(text)) {
    const expectations = expectationsOfStep(site, step);
    outcomes = expectations.map(({ outcome }) => outcome);
    const [first] = expectations;
    if (first !== undefined) site = withInstance(site, step.actor, first.after);
  }
  return { outcomes, site };
}

describe("the model of a site", () => {
  test("gives a volume to one instance at a time", () => {
    expect(after("a:spawn b:spawn a:attachVolume-1 b:attachVolume-1").outcomes).toEqual(["VOLUME_IN_USE"]);
    expect(after("a:spawn b:spawn a:attachVolume-1 b:attachVolume-2").outcomes).toEqual(["done"]);
    expect(after("a:spawn b:spawn a:attachVolume-1 a:detachVolume-1 b:attachVolume-1").outcomes).toEqual(["done"]);
    expect(after("a:spawn b:spawn a:attachVolume-1 a:destroy b:attachVolume-1").outcomes).toEqual(["done"]);
  });

  test("leaves an instance its devices through power cycles and a rebuild", () => {
    const { site } = after(
      "a:spawn a:attachVolume-2 a:attachVolume-1 a:attachInterface-1 a:powerOff a:powerOn a:rebuild",
    );
    expect(site[0]).toMatchObject({ volumes: [1, 2], interfaces: [1] });
  });

  test("takes an attachment that is there already as done, also where nothing can be attached", () => {
    expect(after("a:spawn a:attachVolume-1 a:attachVolume-1").outcomes).toEqual(["done"]);
    expect(after("a:spawn a:attachVolume-1 a:suspend a:attachVolume-1").outcomes).toEqual(["INVALID_STATE", "done"]);
  });

  test("lets a guest that is there keep a device that is to be taken from it", () => {
    expect(after("a:spawn a:attachVolume-1 a:detachVolume-1").outcomes).toEqual(["done", "DEVICE_DETACH_FAILED"]);
    expect(after("a:spawn-off a:attachVolume-1 a:detachVolume-1").outcomes).toEqual(["done"]);
  });

  test("has no caller take a volume from an instance that another one has", () => {
    expect(after("a:spawn b:spawn a:attachVolume-1 b:detachVolume-1").outcomes).toEqual([]);
  });
});
