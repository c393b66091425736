// The exchange that the benchmark repeats: reading one instance, with the smallest driver that can answer it.
import { defineDriver } from "../src/index.ts";
import type { DriverDefinition, GetInfoParams, GetInfoResult } from "../src/index.ts";

export const PARAMS: GetInfoParams = { instanceUuid: "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11" };

const RESULT: GetInfoResult = {
  info: {
    uuid: PARAMS.instanceUuid,
    name: "instance-0000002a",
    node: "6f1d5f0e-9c0b-4a57-8f2f-2a4a6c1b7d11",
    powerState: "running",
    internalId: "qemu-42",
  },
};

/** Answers the exchange, as a driver that reads its hypervisor would: later, and with a fresh object. */
export async function getInfo(params: GetInfoParams): Promise<GetInfoResult> {
  return { info: { ...RESULT.info, uuid: params.instanceUuid } };
}

export const driver: DriverDefinition = defineDriver({
  name: "bench",
  version: "1",
  capabilities: {},
  create: () => ({ getInfo }) as never,
});
