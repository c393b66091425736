// A right driver, except that it does not end with its input.
import { PassThrough } from "node:stream";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { serveDriver } from "@virt-driver-kit/spec";

const input = new PassThrough();
process.stdin.on("data", (chunk: Buffer) => input.write(chunk));

await serveDriver(fakeDriver(), { transport: { kind: "streams", input, output: process.stdout } });
// Something else keeps the process alive, such as a connection to its hypervisor.
setInterval(() => undefined, 60_000);
