// A right driver that keeps its instances, except that it powers them off when its input ends.
import { PassThrough } from "node:stream";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { serveDriver } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

const base = fakeDriver({ stateDirectory: process.argv[2] ?? "" });
const call: Call = { signal: new AbortController().signal, reportProgress: () => undefined };

async function stopAll(driver: ComputeDriver): Promise<void> {
  const { states } = await driver.listInstanceStates({}, call);
  for (const { uuid } of states) {
    await driver.powerOff({ instanceUuid: uuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, call);
  }
}

const input = new PassThrough();
process.stdin.on("data", (chunk: Buffer) => input.write(chunk));

await serveDriver(
  {
    ...base,
    create: async (host) => {
      const driver = await base.create(host);
      process.stdin.once("end", () => void stopAll(driver).then(() => process.exit()));
      return driver;
    },
  },
  { transport: { kind: "streams", input, output: process.stdout } },
);
