// Checks of how a driver takes requests that are not as it knows them: wrong, newer than itself, or unknown.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectState } from "../steps/power-state.ts";
import { survived } from "../steps/survived.ts";

/** Checks that a request is refused as invalid, by the name of the field. */
export async function expectInvalid(t: CheckContext, method: string, params: object, field: string): Promise<void> {
  const refusal = await t.expectError(t.request(method, params), "INVALID_REQUEST", {
    effect: "none",
    hint: "Validate the parameters against the operation's schema before anything else.",
  });
  const { path, problem } = refusal.details;
  t.expectThat(
    `${String(path)} ${String(problem)}`.includes(field),
    `INVALID_REQUEST of ${method} does not name the field "${field}"`,
    {
      expected: `details.path with "${field}"`,
      got: refusal.details,
    },
  );
}

/** The checks of requests that a driver must refuse or read with tolerance. */
export const requestChecks: readonly Check[] = [
  {
    id: "protocol/refuses-invalid-requests[wrong-type]",
    requirement: "protocol/refuses-invalid-requests",
    title: "A field of the wrong type is refused by name, and the same call with the field mended is answered",
    run: async (t) => {
      const node = t.node.uuid;
      await t.given("getAvailableResource", () => t.driver.getAvailableResource({ node }));
      await expectInvalid(t, "getAvailableResource", { node: 7, call: {} }, "node");
    },
  },
  {
    id: "protocol/refuses-invalid-requests[out-of-range]",
    requirement: "protocol/refuses-invalid-requests",
    title: "A number beyond its limits is refused by name",
    run: async (t) => {
      await t.given("listInstances", () => t.driver.listInstances({ limit: 1 }));
      await expectInvalid(t, "listInstances", { limit: 0, call: {} }, "limit");
    },
  },
  {
    id: "protocol/refuses-invalid-requests[missing-field]",
    requirement: "protocol/refuses-invalid-requests",
    title:
      "A spawn() without its flavor is refused by name and builds nothing, and the same call with a flavor succeeds",
    run: async (t) => {
      const params = await t.newInstance();
      const { flavor: _, ...withoutFlavor } = params.instance;
      await expectInvalid(
        t,
        "spawn",
        { ...params, instance: withoutFlavor, call: { operationId: t.uuid() } },
        "flavor",
      );
      await expectState(t, params.instance.uuid, "absent", "after a spawn without a flavor");
      await t.given("spawn", () => t.driver.spawn(params));
    },
  },
  {
    id: "protocol/refuses-invalid-requests[missing-operation-id]",
    requirement: "protocol/refuses-invalid-requests",
    title: "A changing call without an operationId is refused without effect",
    run: async (t) => {
      const instance = await t.givenInstance();
      const params = { ...instance.target, timeoutSeconds: 0, retryIntervalSeconds: 0, call: {} };
      await expectInvalid(t, "powerOff", params, "operationId");
      await expectState(t, instance, "running", "after a powerOff without an operationId");
    },
  },
  {
    id: "protocol/refuses-invalid-requests[unknown-value]",
    requirement: "protocol/refuses-invalid-requests",
    title: "A value outside a closed list is refused by name without effect",
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await expectInvalid(t, "reboot", { ...instance.target, type: "gentle", call: { operationId: t.uuid() } }, "type");
      await expectState(t, instance, "shutdown", "after a reboot of an unknown type");
    },
  },
  {
    id: "protocol/ignores-unknown-fields[in-parameters]",
    requirement: "protocol/ignores-unknown-fields",
    title: "Fields that the driver cannot know are ignored, beside the parameters and in the call's own member",
    run: async (t) => {
      await t.given("listNodes", () => t.driver.listNodes({}));
      await t.request("listNodes", { fieldOfALaterVersion: true, call: { fieldOfALaterVersion: 1 } });
    },
  },
  {
    id: "protocol/ignores-unknown-fields[in-an-object]",
    requirement: "protocol/ignores-unknown-fields",
    title: "A field that the driver cannot know is ignored inside an object of a spawn(), which succeeds",
    run: async (t) => {
      await t.givenInstance();
      const params = await t.newInstance();
      const flavor = { ...params.instance.flavor, fieldOfALaterVersion: { nested: true } };
      const instance = { ...params.instance, flavor, fieldOfALaterVersion: [1] };
      await t.request("spawn", { ...params, instance, call: { operationId: t.uuid() } });
      await expectState(t, instance.uuid, "running", "after a spawn with fields of a later version");
    },
  },
  {
    id: "protocol/unknown-operations-are-not-supported",
    requirement: "protocol/unknown-operations-are-not-supported",
    title: "An operation that nobody knows is answered NOT_SUPPORTED, and the next call is answered as ever",
    run: async (t) => {
      await t.given("probe", () => t.driver.probe({}));
      const call = t.request("operationOfALaterVersion", { call: { operationId: t.uuid() } });
      const refusal = t.expectError(call, "NOT_SUPPORTED", {
        effect: "none",
        hint: "Answer unknown methods with the code -32601 and data.code NOT_SUPPORTED.",
      });
      await survived(t, "an operation that it does not know", refusal);
      await survived(t, "an operation that it does not know", t.driver.probe({}));
    },
  },
];
