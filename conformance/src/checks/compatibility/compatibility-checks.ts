// Checks of the topic `compatibility`: a caller that is newer than the driver.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { type Params, placesIn } from "../steps/places.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

const UNKNOWN = "value-of-a-later-version";
const HINT =
  "Where the schema has x-open-enum, read an unknown value as the one that is named there, and then validate.";
const DISK_FORMAT = "params.instance.image.diskFormat";

/** The places in the parameters of `spawn` that take values of an open list, whatever the driver declares. */
const OPEN = placesIn("spawn").filter(
  ({ schema, capabilities }) => schema["x-open-enum"] !== undefined && capabilities.length === 0,
);

function spawnWith(t: CheckContext, params: Params): Promise<unknown> {
  return t.request("spawn", { ...params, call: { operationId: t.uuid() } });
}

/** The checks of the topic `compatibility`. */
export const compatibilityChecks: readonly Check[] = [
  {
    id: "compatibility/unknown-values-fall-back[disk-format]",
    requirement: "compatibility/unknown-values-fall-back",
    title: "spawn() of an image in a format of a later version is answered IMAGE_UNACCEPTABLE, and builds nothing",
    run: async (t) => {
      const params = await t.newInstance();
      const place = OPEN.find(({ path }) => path === DISK_FORMAT);
      const { put } = t.expectDefined(place, `place of ${DISK_FORMAT} in the model`);
      const call = spawnWith(t, put({ ...params }, UNKNOWN));
      const refusal = await t.expectError(call, "IMAGE_UNACCEPTABLE", { effect: "none", hint: HINT });
      t.expectEqual(refusal.details["problem"], "format", "problem of an image in a format of a later version");
      await expectState(t, params.instance.uuid, "absent", "after a spawn of a format of a later version");
    },
  },
  {
    id: "compatibility/unknown-values-fall-back[others]",
    requirement: "compatibility/unknown-values-fall-back",
    title: "spawn() with values of a later version in open lists is not answered INVALID_REQUEST",
    run: async (t) => {
      const others = OPEN.filter(({ path }) => path !== DISK_FORMAT);
      const given: Params = { ...(await t.newInstance()) };
      const params = others.reduce((request, { put }) => put(request, UNKNOWN), given);
      const refusal = await refusalOf(spawnWith(t, params));
      t.expectThat(
        refusal?.code !== "INVALID_REQUEST",
        "spawn took a value of a later version for an invalid request",
        {
          expected: `the fallback at ${others.map(({ path }) => path).join(", ")}`,
          got: refusal?.details,
          hint: HINT,
        },
      );
    },
  },
];
