import { describe, expect, it } from "vitest";

import { docComment } from "../../src/generate/doc-comment.ts";

const LONG = "word ".repeat(30).trim();

describe("docComment()", () => {
  it("writes one short paragraph on one line", () => {
    expect(docComment(["Stops a guest."])).toBe("/** Stops a guest. */\n");
  });

  it("separates paragraphs, and leaves tags together", () => {
    expect(docComment(["First.", "", "Second.", "@param a - One.", "@returns Two."], "  ")).toBe(
      [
        "  /**",
        "   * First.",
        "   *",
        "   * Second.",
        "   *",
        "   * @param a - One.",
        "   * @returns Two.",
        "   */",
        "",
      ].join("\n"),
    );
  });

  it("wraps long lines, and indents what continues a tag", () => {
    const lines = docComment([LONG, `@param a - ${LONG}`]).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines.filter((line) => line.startsWith(" *   word"))).toHaveLength(1);
  });

  it("joins the lines of an author's paragraph, but not those of a list", () => {
    expect(docComment(["One\ntwo.\n\nThree:\n- four\n- five\n"])).toBe(
      ["/**", " * One two.", " *", " * Three:", " * - four", " * - five", " */", ""].join("\n"),
    );
  });

  it("does not let text end the comment", () => {
    expect(docComment(["All of simulation/*/ here."])).toBe("/** All of simulation/*\\/ here. */\n");
  });
});
