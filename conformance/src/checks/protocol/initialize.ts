// Checks of `initialize`: how two sides agree on a version, and who controls a driver.
import type { InitializeParams, InitializeResult } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";

/** A version of the spec that no driver knows, and one that came before all. */
const UNKNOWN_VERSION = "999.0.0";
const FIRST_VERSION = "0.0.1";

type Offer = Partial<Pick<InitializeParams, "specVersions" | "epoch">>;

/** Sends `initialize` on the check's own connection, with no more validation than the driver's. */
async function initialize(t: CheckContext, offer: Offer): Promise<InitializeResult> {
  const params = {
    specVersions: [t.session.specVersion],
    caller: { name: "virt-driver-kit conformance", version: t.session.specVersion },
    epoch: 1,
    maxMessageBytes: 67_108_864,
    call: {},
    ...offer,
  };
  return (await t.request("initialize", params)) as InitializeResult;
}

/** The epoch in control, as a refused `initialize` tells it. */
async function currentEpoch(t: CheckContext): Promise<number> {
  const refusal = await t.expectError(initialize(t, { epoch: 1 }), "SESSION_FENCED", {
    effect: "none",
    hint: "Keep the highest epoch that was accepted, and compare.",
  });
  const epoch = refusal.details["currentEpoch"];
  if (typeof epoch === "number") return epoch;
  return t.fail("SESSION_FENCED does not say which epoch is in control", {
    expected: "details.currentEpoch",
    got: refusal.details,
  });
}

async function givenNextEpoch(t: CheckContext): Promise<number> {
  return (await t.given("initialize", () => currentEpoch(t))) + 1;
}

/** The names of the capabilities that are declared; an absent member means false. */
function declared({ capabilities }: InitializeResult): string[] {
  const names = Object.entries(capabilities).filter(([, value]) => value === true);
  return names.map(([name]) => name).toSorted();
}

/** The checks of `initialize`. */
export const initializeChecks: readonly Check[] = [
  {
    id: "initialize/agrees-on-a-common-version",
    requirement: "initialize/agrees-on-a-common-version",
    title: "initialize() picks the highest common version out of several, in any order",
    run: async (t) => {
      const known = t.session.specVersion;
      const offers = [
        [UNKNOWN_VERSION, known, FIRST_VERSION],
        [FIRST_VERSION, known, UNKNOWN_VERSION],
        [known, UNKNOWN_VERSION],
      ];
      for (const specVersions of offers) {
        const answer = await initialize(t, { epoch: await givenNextEpoch(t), specVersions });
        t.expectEqual(answer.specVersion, known, `specVersion after the offer ${specVersions.join(", ")}`);
      }
    },
  },
  {
    id: "initialize/refuses-unknown-versions",
    requirement: "initialize/refuses-unknown-versions",
    title: "initialize() with only unknown versions is refused, and lists the known ones",
    run: async (t) => {
      const offer = { epoch: await givenNextEpoch(t), specVersions: [UNKNOWN_VERSION] };
      const refusal = await t.expectError(initialize(t, offer), "VERSION_NOT_SUPPORTED", { effect: "none" });
      const supported = refusal.details["supportedVersions"];
      t.expectThat(
        Array.isArray(supported) && supported.includes(t.session.specVersion),
        "VERSION_NOT_SUPPORTED does not list the version that the driver spoke a moment ago",
        { expected: `details.supportedVersions with ${t.session.specVersion}`, got: refusal.details },
      );
      t.expectEqual(
        await givenNextEpoch(t),
        offer.epoch,
        "next epoch after a session that was refused for its version",
      );
    },
  },
  {
    id: "initialize/refuses-stale-epochs",
    requirement: "initialize/refuses-stale-epochs",
    title: "initialize() with the epoch in control, or a lower one, is refused and changes nothing",
    run: async (t) => {
      const epoch = await currentEpoch(t);
      await t.expectError(initialize(t, { epoch }), "SESSION_FENCED", {
        effect: "none",
        hint: "An equal epoch is stale too: only a higher one may take over.",
      });
      t.expectEqual(await currentEpoch(t), epoch, "epoch in control after two refused sessions");
      await t.driver.probe({});
    },
  },
  {
    id: "initialize/keeps-answers-stable",
    requirement: "initialize/keeps-answers-stable",
    title: "initialize() tells every session the same driver, epoch of the run, and capabilities",
    run: async (t) => {
      const again = await t.given("initialize", async () => initialize(t, { epoch: await givenNextEpoch(t) }));
      t.expectEqual(again.driver, t.session.driver, "driver in a second session");
      t.expectEqual(again.driverEpoch, t.session.driverEpoch, "driverEpoch in a second session of the same run");
      t.expectEqual(declared(again), declared(t.session), "capabilities in a second session of the same run");
    },
  },
];
