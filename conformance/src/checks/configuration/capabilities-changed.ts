// The check that a driver which can do more or less when it is configured otherwise says so before it does.
import { specModel } from "@virt-driver-kit/spec";
import type { Capabilities, Capability, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { givenOptions, otherSettings } from "../steps/configuration.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { refusalOf } from "../steps/refusal.ts";

/** By capability, an operation that it gates. Those of a simulation and of the configuration itself would get in the way. */
const GATED = Object.entries(specModel.capabilities).flatMap(([capability, { gates }]) => {
  const operation = gates.find((name) => specModel.operations[name]?.direction === "coreToDriver");
  const isOfTheCheck = capability === "supportsSimulation" || capability === "supportsConfiguration";
  return operation === undefined || isOfTheCheck
    ? []
    : [{ capability: capability as Capability, operation: operation as OperationName }];
});

/** The capabilities whose operation is served, tried on an instance and a node that nobody knows. */
async function served(t: CheckContext): Promise<Capability[]> {
  const nobody = t.uuid();
  const tries = GATED.map(async ({ capability, operation }) => {
    const params = { ...requestOnNothing(operation, nobody), call: { operationId: t.uuid() } };
    const refusal = await refusalOf(t.request(operation, params));
    return refusal?.code === "NOT_SUPPORTED" ? [] : [capability];
  });
  return (await Promise.all(tries)).flat();
}

const declared = (capabilities: Capabilities): Capability[] =>
  GATED.map(({ capability }) => capability).filter((capability) => capabilities[capability] === true);

/** The checks of `capabilitiesChanged`. */
export const capabilitiesChangedChecks: readonly Check[] = [
  {
    id: "capabilitiesChanged/comes-before-the-change",
    requirement: "capabilitiesChanged/comes-before-the-change",
    title:
      "The driver serves what initialize() and capabilitiesChanged declare, and nothing else, however it is configured",
    run: async (t) => {
      const options = await givenOptions(t);
      let capabilities = t.connection.session?.capabilities ?? t.session.capabilities;
      const epochs = new Set<string>();
      const stop = t.connection.onNotification("capabilitiesChanged", (told) => {
        capabilities = told.capabilities;
        epochs.add(told.driverEpoch);
      });
      t.onCleanup(async () => stop());
      const first = declared(capabilities);
      t.expectEqual(await given(t), first, "capabilities whose operation is served, before anything is configured");
      let changes = 0;
      for (const setting of otherSettings(t, options)) {
        await t.given("configure", () => t.driver.configure({ settings: [setting] }));
        const now = declared(capabilities);
        const hint = "Send capabilitiesChanged, with all capabilities that hold, before what it tells comes true.";
        const what = `capabilities whose operation is served after configure of "${setting.key}"`;
        t.expectEqual(await served(t), now, what, hint);
        if (now.join() === first.join()) continue;
        changes += 1;
        await t.given("configure", () => t.driver.configure({ settings: [] }));
        t.expectEqual(
          declared(capabilities),
          first,
          "capabilities that are declared when nothing is configured any more",
          hint,
        );
        t.expectEqual(await served(t), first, `${what}, and of nothing`, hint);
      }
      const { driverEpoch } = t.connection.session ?? t.session;
      t.expectEqual(
        [...epochs].filter((epoch) => epoch !== driverEpoch),
        [],
        "driver epochs that capabilitiesChanged named and initialize did not",
      );
      if (changes === 0) t.notApplicable("No option that the kit can set changes what the driver can do");
    },
  },
];

/** What is served before anything is changed, by which the check can tell a change. */
function given(t: CheckContext): Promise<Capability[]> {
  return t.given("initialize", () => served(t));
}
