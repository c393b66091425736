// The commands on the pages can be given: the commands, their options and the npm scripts are there.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { ROOT, fencesOf, pages, proseOf } from "./pages.ts";
import type { Page } from "./pages.ts";

const PATIENCE_MS = 60_000;

const PROGRAMS: Readonly<Record<string, string>> = {
  vdk: "conformance/src/bin/vdk.ts",
  "vdk-fake-driver": "fake-driver/src/bin/vdk-fake-driver.ts",
  "vdk-core": "reference-core/src/bin/vdk-core.ts",
  "vdk-qemu-driver": "examples/qemu/src/bin/vdk-qemu-driver.ts",
};

/** Pages that list the options of one command by themselves. */
const LISTS: Readonly<Record<string, string>> = {
  "docs/certifying.md": "vdk test",
  "examples/qemu/README.md": "vdk-qemu-driver",
};

/** An option, and the command that it is given to. */
interface Use {
  readonly page: string;
  /** A program, with its subcommand if it has one. */
  readonly command: string;
  /** Absent if the command stands alone. */
  readonly option?: string;
}

const WORD = /"[^"]*"|'[^']*'|[^\s"']+/gu;
const END = /^(?:[|&;>]+|#.*)$/u;

/** The commands in one line of shell, those within quotes included. */
function usesIn(line: string, page: string): Use[] {
  const words = line.match(WORD) ?? [];
  const nested = words.filter((word) => /^["']/u.test(word)).flatMap((word) => usesIn(word.slice(1, -1), page));
  const at = words.findIndex((word) => Object.hasOwn(PROGRAMS, word));
  if (at === -1) return nested;
  const end = words.findIndex((word, index) => index > at && END.test(word));
  const [program = "", ...rest] = words.slice(at, end === -1 ? undefined : end);
  const hasSubcommand = program === "vdk" && /^[a-z]+$/u.test(rest[0] ?? "");
  const command = hasSubcommand ? `${program} ${rest[0]}` : program;
  const options = rest.filter((word) => word.startsWith("--"));
  return [...nested, { page, command }, ...options.map((option): Use => ({ page, command, option }))];
}

function codeOf(page: Page): string[] {
  const shell = fencesOf(page, "sh").flatMap(({ code }) => code.replaceAll("\\\n", " ").split("\n"));
  const spans = [...proseOf(page).matchAll(/`(?<code>[^`]+)`/gu)].map(({ groups }) => groups?.["code"] ?? "");
  return [...shell.map((line) => line.replace(/\s#.*$/u, "")), ...spans];
}

function listedOptions(page: Page): Use[] {
  const command = LISTS[page.path];
  if (command === undefined) return [];
  const spans = [...proseOf(page).matchAll(/`(?<option>--[a-z-]+)[^`]*`/gu)];
  return spans.map(({ groups }): Use => ({ page: page.path, command, option: groups?.["option"] ?? "" }));
}

/** The options of a command, or `undefined` if there is no such command. */
function optionsOf(command: string): Set<string> | undefined {
  const [program = "", ...subcommand] = command.split(" ");
  const args = ["--conditions=@virt-driver-kit/source", join(ROOT, PROGRAMS[program] ?? ""), ...subcommand, "--help"];
  try {
    const help = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const isOwn = subcommand.length === 0 || help.startsWith(`Usage: ${command} `);
    return isOwn ? new Set(help.match(/--[a-z][a-z-]*/gu)) : undefined;
  } catch {
    return undefined;
  }
}

test("every command of ours exists, with every option that a page gives it", { timeout: PATIENCE_MS }, () => {
  const uses = pages.flatMap((page) => [
    ...codeOf(page).flatMap((line) => usesIn(line, page.path)),
    ...listedOptions(page),
  ]);
  const commands = new Set(uses.map(({ command }) => command));
  expect([...commands]).toEqual(expect.arrayContaining([...Object.keys(PROGRAMS).slice(1), "vdk test", "vdk sweep"]));
  const known = new Map([...commands].map((command) => [command, optionsOf(command)]));
  const wrong = uses.filter(({ command, option }) => {
    const options = known.get(command);
    return options === undefined || (option !== undefined && !options.has(option));
  });
  expect(wrong).toEqual([]);
});

interface Manifest {
  readonly scripts?: object;
  readonly workspaces?: readonly string[];
}

test("every npm script that a page names exists", () => {
  const scriptsOf = (directory: string): string[] => {
    const { scripts = {} } = JSON.parse(readFileSync(join(ROOT, directory, "package.json"), "utf8")) as Manifest;
    return Object.keys(scripts);
  };
  const { workspaces = [] } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
  const scripts = new Set([".", ...workspaces].flatMap(scriptsOf));
  const named = pages.flatMap(({ text }) => [...text.matchAll(/npm run (?<name>[a-z:-]+)/gu)]);
  const names = new Set(named.map(({ groups }) => groups?.["name"] ?? ""));
  expect(names.size).toBeGreaterThan(5);
  expect([...names].filter((name) => !scripts.has(name))).toEqual([]);
});
