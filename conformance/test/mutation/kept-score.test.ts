// Holds the kit to the score that it has: a few of the wrong drivers that it found, of each class, are tried again.
import { afterAll, describe, expect, test } from "vitest";

import { removeImages } from "../mutants/run-checks.ts";
import { allSites } from "./all-sites.ts";
import { excluder } from "./exclusions.ts";
import { problemsOf } from "./gate.ts";
import { SAMPLING, type Sampling, sampleOf } from "./sample.ts";
import { keptScore } from "./score.ts";
import { knownSurvivors } from "./survivors.ts";
import { tryHinted } from "./try-hinted.ts";

/** Which of those that were found are tried again. */
const AGAIN: Sampling = { perClass: 3, seed: 1 };

/** So much of the sample of today the kept score has to be about: a new site may wait until the score is written anew. */
const LEAST_COVERED = 0.9;

const kept = keptScore();
const killed = kept?.killed ?? {};
const sites = allSites();
const survivors = knownSurvivors();

describe("the score that is kept", () => {
  test("is as good as it has to be, with a reason for each wrong driver that the kit does not find", () => {
    const exclude = excluder();
    const tried = sampleOf(
      sites.filter((site) => exclude(site) === undefined),
      SAMPLING,
    );
    const survived = [...survivors.keys()];
    expect(kept?.sampling).toEqual(SAMPLING);
    expect(kept === undefined ? ["There is none"] : problemsOf({ score: kept, survived }, { kept, survivors })).toEqual(
      [],
    );
    // Else it is about another spec: run npm run mutation -- --write.
    const known = tried.filter(({ id }) => id in killed || survivors.has(id));
    expect(known.length / tried.length).toBeGreaterThanOrEqual(LEAST_COVERED);
  });

  test("counts what it lists", () => {
    const counted = Object.values(kept?.generated ?? {}).reduce((sum, tally) => sum + tally.killed, 0);
    expect(Object.keys(killed).length).toBe(counted);
  });
});

describe(`wrong drivers that were found are found again (seed ${AGAIN.seed})`, () => {
  afterAll(removeImages);

  const again = sampleOf(
    sites.filter(({ id }) => id in killed),
    AGAIN,
  );
  test.for(again.map((site) => [site.id, site] as const))("%s", async ([id, site]) => {
    const hint = killed[id];
    expect(hint === undefined ? undefined : await tryHinted(site, hint)).toMatchObject({ isKilled: true });
  });
});
