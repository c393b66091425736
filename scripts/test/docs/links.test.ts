// What the pages point to is there.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { ROOT, pages, proseOf } from "./pages.ts";
import type { Page } from "./pages.ts";

/** The targets of a page's links that are neither addresses nor places on the page itself. */
function relativeLinks(page: Page): string[] {
  return [...proseOf(page).matchAll(/\]\((?<target>[^)\s]+)\)/gu)]
    .map(({ groups }) => groups?.["target"] ?? "")
    .filter((target) => !/^(?:[a-z]+:|#)/u.test(target));
}

test("every relative link leads to a file or folder", () => {
  const links = pages.flatMap((page) => relativeLinks(page).map((target) => [page.path, target] as const));
  expect(links.length).toBeGreaterThan(20);
  const lost = links.filter(([page, target]) => !existsSync(join(ROOT, dirname(page), target.replace(/#.*$/u, ""))));
  expect(lost).toEqual([]);
});

test("every package has a page of its own", () => {
  const own = pages.map(({ path }) => dirname(path));
  expect(own).toEqual(
    expect.arrayContaining([
      "spec",
      "conformance",
      "fake-driver",
      "reference-core",
      "examples/minimal",
      "examples/qemu",
    ]),
  );
});
