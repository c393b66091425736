/** A look at a database file before anything is written to it. */
import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SetupError } from "../setup-error.ts";
import { APPLICATION_ID, SCHEMA_STEPS } from "./schema.ts";

/**
 * Says whether a file can be used as the database, reading only.
 *
 * @param path - The file. Made, empty and readable by its owner only, if it is not there.
 * @returns The version of its tables; 0 if it has none yet.
 * @throws {@link SetupError} if it cannot be opened, belongs to something else, is damaged, newer than this core, or in use.
 */
export function inspectDatabase(path: string): number {
  const refuse = (problem: string, cause?: unknown): SetupError =>
    new SetupError(`Cannot open the database "${path}": ${problem}`, { cause });
  try {
    if (!existsSync(path)) closeSync(openSync(path, "wx", 0o600));
    if (!statSync(path).isFile()) throw refuse("it is not a file");
    const sqlite = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    try {
      return inspect(sqlite, refuse);
    } finally {
      sqlite.close();
    }
  } catch (error) {
    throw error instanceof SetupError ? error : refuse(explain(error as SqliteError), error);
  }
}

function inspect(sqlite: DatabaseSync, refuse: (problem: string) => SetupError): number {
  const pragma = (name: string): unknown => Object.values(sqlite.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  const version = Number(pragma("user_version"));
  const isEmpty = sqlite.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  if (!isEmpty && pragma("application_id") !== APPLICATION_ID)
    throw refuse("it belongs to another program; name another file");
  if (version > SCHEMA_STEPS.length) {
    throw refuse(
      `it has version ${version}, and this core knows versions up to ${SCHEMA_STEPS.length}; use a newer core`,
    );
  }
  const finding = pragma("integrity_check(1)");
  if (finding !== "ok") throw refuse(`it is damaged (${String(finding)}); restore it from a copy`);
  return isEmpty ? 0 : version;
}

/** What `node:sqlite` and `node:fs` throw. */
interface SqliteError extends Error {
  readonly code?: string;
  /** SQLite's own result code, with the extended code in the upper bits. */
  readonly errcode?: number;
}

const SQLITE_PROBLEMS: Readonly<Record<number, string>> = {
  5: "another process has it open; stop that core first, or name another file",
  11: "it is damaged; restore it from a copy",
  14: "it cannot be opened; check that the folder exists and that both can be read and written",
  26: "it is not a database; name another file",
};

function explain(error: SqliteError): string {
  if (error.code === "ENOENT") return "its folder does not exist";
  if (error.code === "EACCES" || error.code === "EROFS") return "permission denied";
  return SQLITE_PROBLEMS[(error.errcode ?? 0) & 0xff] ?? error.message;
}
