// Markdown, as far as the reference pages need it.

/** Writes a table; nothing at all without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  return `${line(head)}${line(head.map(() => "---"))}${rows.map(line).join("")}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |\n`;
}

/** A cell is one line, and a bar in it is no end of it. */
function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
}

/** Writes a heading. */
export function heading(depth: number, text: string): string {
  return `${"#".repeat(depth)} ${text}\n\n`;
}

/** Writes paragraphs; those that are empty or absent are left out. */
export function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text.trim() !== "")
    .map((text) => `${text?.trim()}\n\n`)
    .join("");
}

/** Writes a list; nothing at all without entries. */
export function list(entries: readonly string[]): string {
  if (entries.length === 0) return "";
  return `${entries.map((entry) => `- ${entry.trim().replaceAll(/\s*\n\s*/g, " ")}\n`).join("")}\n`;
}

/** Writes a value as a block of JSON. */
export function jsonBlock(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n\n`;
}

/** Writes a Mermaid diagram. */
export function diagram(lines: readonly string[]): string {
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\`\n\n`;
}

/** Writes a word as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Writes text that names files and functions, whose stars and underscores are no emphasis; what is in backticks stays. */
export function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(EMPHASIS, (marks) => marks.replaceAll(/./g, "\\$&")),
    )
    .join("");
}

/** A star, or underscores that could end an emphasis: those with a letter after them cannot. */
const EMPHASIS = /\*|_+(?!\w)/g;

/** Writes a place that links can point to. */
export function anchor(id: string): string {
  return `<a id="${id}"></a>`;
}
