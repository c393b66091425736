/**
 * The core's database file: opened by one core at a time, checked before it is written to, and durable before a call returns.
 *
 * Write-ahead logging with full synchronisation: what a transaction wrote survives `kill -9` and a power cut, and one that was cut short
 * leaves nothing. The exclusive lock goes with the process, however it ends.
 */
import { DatabaseSync } from "node:sqlite";
import { inspectDatabase } from "./inspect-database.ts";
import { APPLICATION_ID, SCHEMA_STEPS } from "./schema.ts";

/** An open database. */
export interface CoreDatabase {
  readonly sqlite: DatabaseSync;
  /** Does all that `work` does, or nothing of it if it throws. */
  transaction<T>(work: () => T): T;
  /** Writes the log back into the file and lets go of it. */
  close(): void;
}

/**
 * Opens the database of a core, and makes it if the file is not there or empty.
 *
 * @param path - The file.
 * @param survivesPowerCuts - Whether a transaction is on the disk when it returns. If not, it survives the death of this process alone.
 * @returns The database, brought to the present version.
 * @throws {@link SetupError} if the file cannot be used. It is then as it was, to the byte.
 */
export function openCoreDatabase(path: string, survivesPowerCuts: boolean = true): CoreDatabase {
  const version = inspectDatabase(path);
  const sqlite = new DatabaseSync(path);
  const synchronous = survivesPowerCuts ? "FULL" : "OFF";
  sqlite.exec(
    `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON`,
  );
  const database: CoreDatabase = {
    sqlite,
    transaction: (work) => transact(sqlite, work),
    close: () => sqlite.close(),
  };
  database.transaction(() => {
    SCHEMA_STEPS.slice(version).forEach((step) => sqlite.exec(step));
    sqlite.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_STEPS.length}`);
  });
  return database;
}

function transact<T>(sqlite: DatabaseSync, work: () => T): T {
  if (sqlite.isTransaction) return work();
  sqlite.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    sqlite.exec("COMMIT");
    return result;
  } catch (error) {
    sqlite.exec("ROLLBACK");
    throw error;
  }
}
