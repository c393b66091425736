// What tests of requests from driver to core share: the requests themselves, and drivers that make them.
import type { Call, CoreCallOptions, DriverDefinition, DriverHost } from "../../../src/index.ts";
import { UUID, driverOf, operationId } from "./test-driver.ts";

const AWAITED = { name: "network-vif-plugged", tag: "port-1" } as const;
export const WAIT = { operationId: operationId(1), instanceUuid: UUID, events: [AWAITED], timeoutSeconds: 300 };
export const CAME = { events: [{ ...AWAITED, status: "completed" as const }] };
export const RENEW = { operationId: operationId(1), resource: "imageSource" as const, resourceId: UUID };
export const RENEWED = { credential: { url: "https://images.example/1", expiresAt: "2026-03-01T12:00:00.000Z" } };

/** What a driver declares that asks for all of this. */
export const ASKING = {
  supportsNetworkInterfaces: true,
  supportsExternalEvents: true,
  supportsHttpImages: true,
} as const;

/** What a test's driver asks while it works on a call; its answer is the driver's node list. */
export type Asking = (core: DriverHost["core"], call: Call & CoreCallOptions) => Promise<unknown>;

/** A driver that asks the core something while it powers an instance on. */
export function askingDriver(ask: Asking, capabilities: DriverDefinition["capabilities"] = ASKING): DriverDefinition {
  return driverOf(
    ({ core }) => ({
      powerOn: async (_, call) => {
        await ask(core, call);
        return {};
      },
      listNodes: () => ({ nodes: [] }),
    }),
    capabilities,
  );
}
