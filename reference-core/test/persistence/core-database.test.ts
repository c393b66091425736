// The database file: made, kept, and refused unchanged where it cannot be used.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openCoreDatabase } from "../../src/persistence/core-database.ts";
import { APPLICATION_ID, SCHEMA_STEPS } from "../../src/persistence/schema.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

function databaseFile(prepare: (sqlite: DatabaseSync) => void): string {
  const path = join(temporaryDirectory(), "core.db");
  const sqlite = new DatabaseSync(path);
  prepare(sqlite);
  sqlite.close();
  return path;
}

function refusal(path: string): string {
  try {
    openCoreDatabase(path).close();
  } catch (error) {
    return (error as Error).message;
  }
  return "opened";
}

test("a new database has the present version, the core's mark, and its owner as the only reader", () => {
  const path = join(temporaryDirectory(), "core.db");
  openCoreDatabase(path).close();
  const sqlite = new DatabaseSync(path, { readOnly: true });
  expect(sqlite.prepare("PRAGMA user_version").get()).toEqual({ user_version: SCHEMA_STEPS.length });
  expect(sqlite.prepare("PRAGMA application_id").get()).toEqual({ application_id: APPLICATION_ID });
  expect(statSync(path).mode & 0o077).toBe(0);
  sqlite.close();
});

test("what was written is there when the database is opened again", () => {
  const path = join(temporaryDirectory(), "core.db");
  const first = openCoreDatabase(path);
  first.transaction(() => first.sqlite.exec("INSERT INTO sessions VALUES (7, 0)"));
  first.close();
  const second = openCoreDatabase(path);
  expect(second.sqlite.prepare("SELECT epoch FROM sessions").all()).toEqual([{ epoch: 7 }]);
  second.close();
});

test("an empty file, as a death right after its making leaves it, is a new database", () => {
  const path = join(temporaryDirectory(), "core.db");
  writeFileSync(path, "");
  expect(refusal(path)).toBe("opened");
});

test("a transaction that throws leaves nothing, and one inside another is part of it", () => {
  const database = openCoreDatabase(join(temporaryDirectory(), "core.db"));
  const insert = (epoch: number): void => database.sqlite.exec(`INSERT INTO sessions VALUES (${epoch}, 0)`);
  const failing = (): void =>
    database.transaction(() => {
      database.transaction(() => insert(1));
      throw new RangeError("in the middle");
    });
  expect(failing).toThrow("in the middle");
  expect(database.sqlite.prepare("SELECT * FROM sessions").all()).toEqual([]);
  database.close();
});

test.each([
  ["text", () => writtenFile("This is a letter to my aunt. ".repeat(200)), "it is not a database; name another file"],
  [
    "another program's database",
    () => databaseFile((sqlite) => sqlite.exec("CREATE TABLE aunts (name TEXT)")),
    "it belongs to another program; name another file",
  ],
  [
    "a database of a newer core",
    () =>
      databaseFile((sqlite) => {
        sqlite.exec(`CREATE TABLE t (a); PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 99`);
      }),
    "it has version 99, and this core knows versions up to 1; use a newer core",
  ],
  ["a damaged database", damagedFile, "it is damaged"],
])("%s is refused with a reason, and left as it is to the byte", (_what, make, reason) => {
  const path = make();
  const before = readFileSync(path);
  expect(refusal(path)).toMatch(new RegExp(`^Cannot open the database "${path}": ${reason}`, "u"));
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a database that another core has open is refused", () => {
  const path = join(temporaryDirectory(), "core.db");
  const first = openCoreDatabase(path);
  expect(refusal(path)).toContain("another process has it open; stop that core first, or name another file");
  first.close();
  expect(refusal(path)).toBe("opened");
});

test.each([
  [
    "in a folder that does not exist",
    () => join(temporaryDirectory(), "nowhere", "core.db"),
    "its folder does not exist",
  ],
  ["that is a folder", temporaryDirectory, "it is not a file"],
])("a database %s is refused", (_what, make, reason) => {
  expect(refusal(make())).toContain(reason);
});

function writtenFile(text: string): string {
  const path = join(temporaryDirectory(), "core.db");
  writeFileSync(path, text);
  return path;
}

function damagedFile(): string {
  const path = join(temporaryDirectory(), "core.db");
  const database = openCoreDatabase(path);
  for (let epoch = 1; epoch <= 2000; epoch += 1) database.sqlite.exec(`INSERT INTO sessions VALUES (${epoch}, 0)`);
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 3 * 4096, 6 * 4096);
  writeFileSync(path, bytes);
  return path;
}
