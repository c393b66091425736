import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { beginJournal, readJournal, resumeJournal } from "../../src/harness/journal.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
const header = { run: "0badcafe", pid: 1, prefix: "vdk-0badcafe" };
const entry = (uuid: string) => ({ uuid, name: `vdk-${uuid}`, node: "n", check: "spawn/starts-the-guest" });

describe("a journal", () => {
  test("keeps what was planned and is not gone, in order", () => {
    const path = join(directory, "order.jsonl");
    const journal = beginJournal(path, header);
    for (const uuid of ["a", "b", "c"]) journal.planned(entry(uuid));
    journal.gone("b");
    journal.gone("unknown");
    expect(journal.outstanding().map(({ uuid }) => uuid)).toEqual(["a", "c"]);
    expect(readJournal(path)).toEqual({ header, faults: [], outstanding: [entry("a"), entry("c")] });
  });

  test("can be read although its last line was cut off by a death", () => {
    const path = join(directory, "cut.jsonl");
    beginJournal(path, header).planned(entry("a"));
    appendFileSync(path, '{"planned":{"uuid":"b"');
    expect(readJournal(path).outstanding).toEqual([entry("a")]);
  });

  test("can be gone on with", () => {
    const path = join(directory, "resumed.jsonl");
    beginJournal(path, header).planned(entry("a"));
    const journal = resumeJournal(path, readJournal(path));
    journal.gone("a");
    expect(readJournal(path).outstanding).toEqual([]);
  });

  test("keeps the faults that were begun and not ended, with the line that ends them", () => {
    const path = join(directory, "faults.jsonl");
    const [host, volume] = ["host", "volume"].map((hook) => ({ hook, endLine: `cd / && end ${hook}` }));
    const journal = beginJournal(path, header);
    for (const fault of [host, volume]) if (fault !== undefined) journal.faultBegins(fault);
    expect(journal.faults()).toEqual([host, volume]);
    if (host !== undefined) journal.faultEnded(host);
    expect(journal.faults()).toEqual([volume]);
    expect(readJournal(path).faults).toEqual([volume]);
  });

  test("says what is wrong with a file that is none", () => {
    const path = join(directory, "other.txt");
    writeFileSync(path, "hello\n");
    expect(() => readJournal(path)).toThrow(/its first line does not say which run wrote it/u);
    expect(() => readJournal(join(directory, "none"))).toThrow(/Cannot read journal ".*none"/u);
  });
});
