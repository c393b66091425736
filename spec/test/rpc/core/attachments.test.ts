// The same request of a driver's through every attachment.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { connectDriver, parseEndpoint, runDriver } from "../../../src/index.ts";
import type { CoreRequests, DriverEndpoint } from "../../../src/index.ts";
import { fixture } from "../support/fixture.ts";
import { RENEW, RENEWED, askingDriver } from "../support/core-requests.ts";
import { UUID } from "../support/test-driver.ts";

/** Starts the fixture on a socket, and waits until it says where. */
async function served(...args: string[]): Promise<DriverEndpoint> {
  const { command, args: own = [] } = fixture("asking-driver");
  const child = spawn(command, [...own, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => void child.kill());
  let said = "";
  for await (const text of child.stderr.setEncoding("utf8")) {
    said += String(text);
    const address = /at (\S+)\n/u.exec(said)?.[1];
    if (address !== undefined) return parseEndpoint(address);
  }
  throw new Error(`the driver ended: ${said}`);
}

const asking = askingDriver((core) => core.renewCredentials(RENEW));

const ATTACHMENTS: Readonly<Record<string, () => DriverEndpoint | Promise<DriverEndpoint>>> = {
  "a definition in memory": () => ({ kind: "memory", definition: asking }),
  "a run in memory": async () => {
    const run = await runDriver(asking);
    onTestFinished(() => run.close());
    return { kind: "memory", run };
  },
  "standard input and output": () => fixture("asking-driver"),
  "a unix socket": () => {
    const directory = mkdtempSync(join(tmpdir(), "vdk-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    return served("unix", join(directory, "driver.sock"));
  },
  "a TCP port": () => served("tcp"),
};

it.each(Object.entries(ATTACHMENTS))("a driver behind %s can ask the core", async (_, endpoint) => {
  let asked = 0;
  const requests: CoreRequests = {
    renewCredentials: () => {
      asked += 1;
      return RENEWED;
    },
  };
  const connection = await connectDriver(await endpoint(), { requests });
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1 });
  await expect(connection.driver.powerOn({ instanceUuid: UUID })).resolves.toEqual({});
  expect(asked).toBe(1);
  expect(connection.faults).toEqual([]);
});
