// The whole spec as one file of HTML that works from a disk: a list of contents at the side, no scripts, nothing to fetch.
import { marked } from "marked";

/** One entry of the list of contents, with those under it. */
export interface Chapter {
  /** The mark that it points to. */
  readonly id: string;
  readonly title: string;
  readonly entries: readonly { readonly id: string; readonly title: string }[];
}

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 18%, Canvas); --soft: color-mix(in srgb, CanvasText 6%, Canvas); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
nav { position: fixed; inset: 0 auto 0 0; width: 19rem; overflow-y: auto; padding: 1rem; border-right: 1px solid var(--line); font-size: 0.9rem; }
nav ul { list-style: none; margin: 0; padding-left: 0.8rem; }
nav summary { cursor: pointer; padding: 0.15rem 0; }
nav a, main a { color: LinkText; text-decoration: none; }
nav a:hover, main a:hover { text-decoration: underline; }
main { margin-left: 19rem; max-width: 70rem; padding: 1rem 2.5rem 6rem; }
h2 { margin-top: 4rem; border-bottom: 2px solid var(--line); }
h3 { margin-top: 3rem; }
code { font: 0.9em/1.4 ui-monospace, monospace; background: var(--soft); padding: 0.05em 0.3em; border-radius: 3px; overflow-wrap: anywhere; }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: 0.8rem 0 1.4rem; font-size: 0.92rem; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); }
td:nth-child(-n + 2) code { white-space: nowrap; }
:target { scroll-margin-top: 1rem; outline: 2px solid Highlight; }
@media (max-width: 60rem) { nav { position: static; width: auto; max-height: 50vh; border-right: 0; border-bottom: 1px solid var(--line); } main { margin-left: 0; padding: 1rem; } }
@media print { nav { display: none; } main { margin: 0; } }
`;

/**
 * Writes the page.
 *
 * @param title - The page's title, plain text without markup.
 * @param markdown - What the page says.
 * @param chapters - The list of contents.
 * @returns A document of HTML.
 */
export function onePageHtml(title: string, markdown: string, chapters: readonly Chapter[]): string {
  const body = marked.parse(`# ${title}\n\n${markdown}`, { async: false, gfm: true });
  const contents = marked.parse(chapters.map(contentsOf).join("\n"), { async: false, gfm: true });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<!-- Generated from the spec's sources by \`npm run generate\`. Edit those, not this. -->
<style>${STYLE}</style>
</head>
<body>
<nav>
${contents}</nav>
<main>
${body}</main>
</body>
</html>
`;
}

function contentsOf({ id, title, entries }: Chapter): string {
  const list = entries.map((entry) => `- [${entry.title}](#${entry.id})`).join("\n");
  return `<details><summary><a href="#${id}">${title}</a></summary>\n\n${list}\n\n</details>\n`;
}
