// Each bug of a real driver that the fake driver can be given is found by the kit, under one of the requirements that it breaks.
import { faultPlanNames } from "@virt-driver-kit/fake-driver";
import { afterAll, describe, expect, test } from "vitest";

import { removeImages } from "../mutants/run-checks.ts";
import { brokenBy, NOT_FOUND } from "./broken-by.ts";

const PATIENCE_MS = 120_000;

describe("the kit finds a driver wrong that has the bug", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test.for(faultPlanNames())("%s", async (name) => {
    const found = await brokenBy(name);
    // A plan that is found after all leaves the list.
    expect({ found, isFound: found.length > 0 }).toMatchObject({ isFound: !NOT_FOUND.has(name) });
  });
});
