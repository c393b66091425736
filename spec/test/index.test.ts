import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

describe("the entry of the package", () => {
  it("does not load the wire until something is served or connected", () => {
    const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
    const script = `
      const { createRequire } = await import("node:module");
      const { connectDriver, serveDriver, defineDriver, DriverError, systemClock, specModel } = await import(${JSON.stringify(entry)});
      const loaded = Object.keys(createRequire(${JSON.stringify(entry)}).cache).filter((path) => path.includes("vscode-jsonrpc"));
      const all = [connectDriver, serveDriver, defineDriver, DriverError, systemClock, specModel];
      console.log(JSON.stringify({ loaded, missing: all.filter((each) => each === undefined).length }));`;
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(JSON.parse(output)).toEqual({ loaded: [], missing: 0 });
  });
});
