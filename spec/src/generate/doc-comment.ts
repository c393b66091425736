// Docstrings: text in, a TSDoc comment out, wrapped so that it reads well in a diff and in an editor's tooltip.

const WIDTH = 120;

/**
 * Writes a docstring.
 *
 * @param blocks - Paragraphs and tags in order; empty ones are left out. A tag (`@param …`) is one block, and its line breaks are kept.
 *   Other blocks are Markdown that an author wrote: their paragraphs are wrapped anew.
 * @param indent - What every line begins with.
 * @returns The comment with a line break at its end.
 */
export function docComment(blocks: readonly string[], indent = ""): string {
  const width = WIDTH - indent.length - 3;
  const lines: string[] = [];
  let last = "";
  for (const block of blocks.flatMap(paragraphs)) {
    if (last !== "" && !(isTag(last) && isTag(block))) lines.push("");
    lines.push(...wrapBlock(block, width));
    last = block;
  }
  if (lines.length === 1 && !isTag(last)) return `${indent}/** ${escapeEnd(lines[0] ?? "")} */\n`;
  const body = lines.map((line) => `${indent} *${line === "" ? "" : ` ${escapeEnd(line)}`}\n`).join("");
  return `${indent}/**\n${body}${indent} */\n`;
}

function isTag(block: string): boolean {
  return block.startsWith("@");
}

/** Splits Markdown at blank lines, and joins the lines of a paragraph unless they are a list. */
function paragraphs(block: string): string[] {
  if (isTag(block)) return [block];
  return block
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replaceAll(/\s*\n(?!\s*([-*]|\d+\.) )\s*/g, " "))
    .filter((paragraph) => paragraph !== "");
}

function wrapBlock(block: string, width: number): string[] {
  const hanging = isTag(block) || /^([-*]|\d+\.) /.test(block) ? "  " : "";
  return block
    .split("\n")
    .flatMap((line, index) => wrapLine(line.trim(), width, index === 0 || !isTag(block) ? "" : hanging, hanging));
}

function wrapLine(line: string, width: number, first: string, hanging: string): string[] {
  const lines: string[] = [];
  let current = first;
  for (const word of line.split(" ")) {
    const isBlank = current.trim() === "";
    if (!isBlank && current.length + 1 + word.length > width) {
      lines.push(current);
      current = hanging + word;
    } else current = isBlank ? current + word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** A comment must not be ended by its own text. */
function escapeEnd(line: string): string {
  return line.replaceAll("*/", "*\\/");
}
