import { expect, it } from "vitest";
import { DriverError } from "../../../src/index.ts";
import { RequestServer } from "../../../src/rpc/client/request-server.ts";
import { RENEW, RENEWED } from "../support/core-requests.ts";
import { UUID, failureOf } from "../support/test-driver.ts";

it("RequestServer serves nothing that comes while the connection closes", async () => {
  let served = 0;
  const server = new RequestServer({
    handlers: {
      renewCredentials: () => {
        served += 1;
        return RENEWED;
      },
    },
    session: () => ({
      specVersion: "0.9.0",
      driver: { name: "test", version: "1" },
      driverEpoch: UUID,
      capabilities: { supportsHttpImages: true },
      maxMessageBytes: 65_536,
    }),
    report: () => undefined,
  });
  await expect(server.serve("renewCredentials", RENEW)).resolves.toEqual(RENEWED);
  server.end();
  const refusal = await failureOf(server.serve("renewCredentials", RENEW));
  expect(refusal).toBeInstanceOf(DriverError);
  expect(refusal).toMatchObject({ code: "SESSION_NOT_INITIALIZED", effect: "none" });
  expect(served).toBe(1);
});
