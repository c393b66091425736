import { describe, expect, test } from "vitest";

import { parseParams } from "../../src/cli/parse-shell-line.ts";
import { imageStore } from "../../src/harness/image-store.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";
import { fixture } from "../fixtures/vdk.ts";

const shell = (...lines: string[]) =>
  cli(["shell", "--driver", fixture("fake-driver-module.ts")], "/", `${lines.join("\n")}\n`);
const directory = temporaryDirectory();
const absent = "11111111-1111-4111-8111-111111111111";

describe("vdk shell", () => {
  test("greets, calls operations and prints what they answer", async () => {
    const { code, stdout } = await shell("listNodes", 'listInstances {"limit": 5}', "exit", "listNodes");
    expect(code).toBe(0);
    expect(stdout).toContain("vdk-fake-driver");
    expect(stdout.match(/"nodes": \[/gu)).toHaveLength(1);
    expect(stdout).toContain('"instances": []');
  });

  test("says what is wrong with parameters before it sends them, and what the operation takes", async () => {
    const { stdout } = await shell("powerOff timeoutSeconds=soon", "getInfo {oops}", "getInfo instanceUuid");
    expect(stdout).toMatch(/timeoutSeconds must be .*got "soon"/u);
    expect(stdout).toContain("powerOff takes instanceUuid, timeoutSeconds, retryIntervalSeconds");
    expect(stdout).toMatch(/Cannot read the parameters: .*JSON/u);
    expect(stdout).toContain('"instanceUuid" is neither a JSON object nor a pair');
  });

  test("prints a refusal with its effect, its details and what a caller does about it", async () => {
    const { stdout } = await shell(`getInfo instanceUuid=${absent}`);
    expect(stdout).toContain("INSTANCE_NOT_FOUND: ");
    expect(stdout).toMatch(/effect none, recovery reconcile: /u);
    expect(stdout).toContain(`{"instanceUuid":"${absent}"}`);
  });

  test("mints what a changing call needs, and shows the session", async () => {
    const { stdout } = await shell(`destroy instanceUuid=${absent} destroyDisks=true`, "session");
    expect(stdout).toContain("{}");
    expect(stdout).toContain('"driverEpoch"');
    expect(stdout).not.toContain("Cannot");
  });

  test("shows events as they come", async () => {
    const image = imageStore({ directory, uuid: () => absent }).image();
    const flavor = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 };
    const instance = { uuid: absent, name: "web-1", flavor, image };
    const nodes = await shell("listNodes");
    const node = /"uuid": "([^"]+)"/u.exec(nodes.stdout)?.[1];
    const { stdout } = await shell(`spawn ${JSON.stringify({ instance, node, powerOn: true })}`);
    expect(stdout).toMatch(new RegExp(`event 1: ${absent} spawned, now running`, "u"));
  });

  test("helps, explains, and guesses", async () => {
    const { stdout } = await shell(
      "help",
      "help pause",
      "explain pause/stops-execution",
      "explain nothing-like-it",
      "lsitNodes",
    );
    expect(stdout).toMatch(/^listInstanceStates +Reads the power states/mu);
    expect(stdout).toContain("pause (change, idempotent)");
    expect(stdout).toContain("MUST, on the driver");
    expect(stdout).toContain('Nothing is called "nothing-like-it"');
    expect(stdout).toContain('There is no operation "lsitNodes" (did you mean "listNodes"?)');
  });
});

describe("parseParams()", () => {
  test.each([
    ["", {}],
    ['{ "a": [1, 2] }', { a: [1, 2] }],
    ["a=1 b=true c=word", { a: 1, b: true, c: "word" }],
    ['a="two words" b={"x": [1, 2]} c=[1,2]', { a: "two words", b: { x: [1, 2] }, c: [1, 2] }],
    [`uuid=${absent}`, { uuid: absent }],
  ])("reads %s", (text, params) => {
    expect(parseParams(text)).toEqual(params);
  });
});
