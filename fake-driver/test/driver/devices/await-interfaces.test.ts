import {
  type CoreRequests,
  DriverError,
  type GuestDevices,
  type WaitForExternalEventsParams,
} from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { bridgeInterface } from "../../support/guest-devices.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

type Answer = NonNullable<CoreRequests["waitForExternalEvents"]>;

const answering =
  (status: "completed" | "failed" | "waived"): Answer =>
  async ({ events }) => ({ events: events.map((event) => ({ ...event, status })) });

const timeout: Answer = async ({ events: [event] }) => {
  throw new DriverError("EXTERNAL_EVENT_TIMEOUT", "Cannot wait any longer: the time is up", {
    details: { event: `${event?.name}:${event?.tag}` },
  });
};

/** A fake driver whose core answers so, with what it was asked. */
async function withCore(answer?: Answer): Promise<{ fake: Attached; asked: WaitForExternalEventsParams[] }> {
  const asked: WaitForExternalEventsParams[] = [];
  const waitForExternalEvents: Answer = async (params, request) => {
    asked.push(params);
    return answer?.(params, request) ?? { events: [] };
  };
  return { fake: await Attached.create({}, image, { waitForExternalEvents }), asked };
}

const [first, second, third] = [
  bridgeInterface({ awaitPlugSeconds: 30 }),
  bridgeInterface(),
  bridgeInterface({ awaitPlugSeconds: 300 }),
];
const devices: GuestDevices = { networkInterfaces: [first, second, third] };

describe("a guest that waits for its interfaces", () => {
  it.each(["completed", "waived"] as const)(
    "starts when the core says that they are %s, asked once for all",
    async (status) => {
      const { fake, asked } = await withCore(answering(status));
      const params = fake.spawnParams();
      const operationId = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
      await fake.driver.spawn({ ...params, devices }, { operationId });
      expect(await fake.powerState(params.instance.uuid)).toBe("running");
      expect(asked).toEqual([
        {
          operationId,
          instanceUuid: params.instance.uuid,
          events: [first, third].map(({ portId }) => ({ name: "network-vif-plugged", tag: portId })),
          timeoutSeconds: 300,
        },
      ]);
    },
  );

  it("executes nothing until then, while others are served", async () => {
    const seen: unknown[] = [];
    const state: { look?: () => Promise<void> } = {};
    const { fake } = await withCore(async (params, request) => {
      await state.look?.();
      return answering("completed")(params, request);
    });
    const other = await fake.spawn();
    const params = fake.spawnParams();
    state.look = async () => {
      seen.push(await fake.powerState(params.instance.uuid));
      await fake.driver.pause({ instanceUuid: other });
      await fake.advance(60_000);
      seen.push(await fake.lines(params.instance.uuid));
    };
    await fake.driver.spawn({ ...params, devices });
    expect(seen).toEqual(["pending", []]);
    await fake.advance(450);
    expect(await fake.lines(params.instance.uuid)).toEqual(["boot 1"]);
  });

  it.each([
    ["an event failed", answering("failed"), "EXTERNAL_EVENT_FAILED"],
    ["an event is missing from the answer", undefined, "EXTERNAL_EVENT_FAILED"],
    ["the core's time is up", timeout, "EXTERNAL_EVENT_TIMEOUT"],
  ])("fails when %s, and nothing is left", async (_when, answer, code) => {
    const { fake } = await withCore(answer);
    const error = await failureOf(fake.driver.spawn({ ...fake.spawnParams(), devices }));
    expect(error).toMatchObject({ code, effect: "none", details: { event: `network-vif-plugged:${first.portId}` } });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
    expect(fake.events).toEqual([]);
  });

  it("fails when the core does not serve the request", async () => {
    const fake = await Attached.create({}, image);
    const error = await failureOf(fake.driver.spawn({ ...fake.spawnParams(), devices }));
    expect(error).toMatchObject({ code: "EXTERNAL_EVENT_FAILED", effect: "none" });
  });

  it("can be cancelled while it waits", async () => {
    const cancellation = new AbortController();
    const { fake } = await withCore(() => {
      cancellation.abort();
      return new Promise(() => undefined);
    });
    const error = await failureOf(
      fake.driver.spawn({ ...fake.spawnParams(), devices }, { signal: cancellation.signal }),
    );
    expect(error).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
  });

  it("waits for nothing where nothing is to be waited for, and not when it is not started", async () => {
    const { fake, asked } = await withCore(answering("completed"));
    const params = fake.spawnParams();
    const instanceUuid = params.instance.uuid;
    await fake.driver.spawn({ ...params, devices, powerOn: false });
    await fake.driver.powerOn({ instanceUuid });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    await fake.driver.spawn({
      ...fake.spawnParams(),
      devices: { networkInterfaces: [bridgeInterface({ awaitPlugSeconds: 0 })] },
    });
    expect(asked).toEqual([]);
  });

  it("stays off when a start fails for it, and runs when it is repeated", async () => {
    let status: "failed" | "completed" = "failed";
    const { fake } = await withCore((params, request) => answering(status)(params, request));
    const params = fake.spawnParams();
    const instanceUuid = params.instance.uuid;
    await fake.driver.spawn({ ...params, powerOn: false });
    expect(await failureOf(fake.driver.powerOn({ instanceUuid, devices }))).toMatchObject({ effect: "none" });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    expect(await failureOf(fake.driver.reboot({ instanceUuid, devices, type: "hard" }))).toMatchObject({
      effect: "partial",
    });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    status = "completed";
    await fake.driver.powerOn({ instanceUuid, devices });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});
