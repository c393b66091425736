// A right driver, except that nobody catches what the parser of JSON throws.
import { PassThrough } from "node:stream";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { serveDriver } from "@virt-driver-kit/spec";

const input = new PassThrough();

process.stdin.on("data", (chunk: Buffer) => {
  const bodies = chunk
    .toString()
    .split(/Content-Length: \d+\r\n\r\n/u)
    .slice(1);
  for (const body of bodies) {
    const request = JSON.parse(body) as { method?: unknown };
    if (typeof request.method !== "string") throw new TypeError("method is not a string");
  }
  input.write(chunk);
});
process.stdin.on("end", () => input.end());

await serveDriver(fakeDriver(), { transport: { kind: "streams", input, output: process.stdout } });
