// That the pages of the reference are whole: every thing has its page, every link leads somewhere, every example is a message that the wire accepts.
import { describe, expect, it } from "vitest";

import { referencePages } from "../../src/generate/reference/reference-pages.ts";
import {
  errorValidators,
  specModel,
  validators,
  type ErrorCode,
  type OperationName,
  type Validator,
} from "../../src/index.ts";

const pages = referencePages(specModel);

function pageOf(path: string): string {
  const text = pages.get(path);
  if (text === undefined) throw new RangeError(`Cannot find page "${path}"`);
  return text;
}

/** The blocks of JSON on a page. */
function json(text: string): { params: unknown; result: unknown; error?: { data: unknown } }[] {
  return [...text.matchAll(/^```json\n(?<body>[\s\S]*?)^```$/gmu)].map(({ groups }) =>
    JSON.parse(groups?.["body"] ?? ""),
  );
}

describe("referencePages()", () => {
  it("has a page for each operation, object, error, capability, profile and edition", () => {
    const { operations, schemas, errors, capabilities, profiles, equivalence } = specModel;
    for (const [folder, names] of Object.entries({ operations, objects: schemas, errors, capabilities, profiles })) {
      for (const name of Object.keys(names)) expect(pages.has(`${folder}/${name.replace("/", "-")}.md`)).toBe(true);
    }
    for (const edition of Object.keys(equivalence)) expect(pages.has(`${edition}.md`)).toBe(true);
  });

  it.each(Object.keys(specModel.operations) as OperationName[])(
    "shows a request and an answer of %s that are valid",
    (name) => {
      const [request, answer] = json(pageOf(`operations/${name.replace("/", "-")}.md`));
      const { params, result } = validators[name] as { params: Validator<unknown>; result?: Validator<unknown> };
      expect(params.closed(request?.params)).toBeNull();
      expect(answer === undefined ? null : result?.closed(answer.result)).toBeNull();
      expect(answer === undefined).toBe(specModel.operations[name]?.result === undefined);
    },
  );

  it.each(Object.keys(specModel.errors) as ErrorCode[])("shows an error %s that is valid", (code) => {
    const [message] = json(pageOf(`errors/${code}.md`));
    expect(errorValidators[code].closed(message?.error?.data)).toBeNull();
  });

  it("links only to pages and marks that exist", () => {
    const broken: string[] = [];
    for (const [path, text] of pages) {
      for (const [, target = ""] of text.matchAll(path.endsWith(".html") ? /href="([^"]+)"/gu : /\]\(([^)\s]+)\)/gu)) {
        const [file = "", mark] = target.split("#");
        const at = file === "" ? path : new URL(file, `file:///${path}`).pathname.slice(1);
        const there = pages.get(at);
        if (there === undefined || (mark !== undefined && !there.includes(`<a id="${mark}"></a>`)))
          broken.push(`${path}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it("writes every requirement in full in one place, and on the one page", () => {
    const others = [...pages].filter(([path]) => path !== "spec.html").map(([, text]) => text);
    for (const { id } of Object.values(specModel.requirements)) {
      const mark = `<a id="${id}"></a>`;
      expect([id, others.filter((page) => page.includes(mark)).length]).toEqual([id, 1]);
      expect(pageOf("spec.html")).toContain(mark);
    }
  });

  it("has nothing on the one page that has to be fetched or run", () => {
    expect(pageOf("spec.html")).not.toMatch(/<script|<link|<img|@import|url\(/u);
  });
});
