// How every generated TypeScript file begins.

/**
 * Writes the first lines of a generated file.
 *
 * @param role - What the file is for: one to three lines of text.
 * @returns Comment lines with a blank line after them.
 */
export function generatedHeader(...role: string[]): string {
  const lines = ["Generated from the spec's sources by `npm run generate`. Edit those, not this.", ...role];
  return `${lines.map((line) => `// ${line}\n`).join("")}\n`;
}
