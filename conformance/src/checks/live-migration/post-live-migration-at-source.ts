// Checks of `postLiveMigrationAtSource`: the source lets go of what the request names, and of all that it can.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { givenMove, givenTickingMove } from "../steps/live-move.ts";
import { expectWentOn } from "../steps/moved-guest.ts";
import { expectConnected, givenFreeThere, MOVING_KINDS, type MovingDevices } from "../steps/moving-devices.ts";

const RELEASES = "postLiveMigrationAtSource/releases-what-the-guest-used";
const GOES_ON = "postLiveMigrationAtSource/goes-on-after-a-failure";

const releasing = MOVING_KINDS.map(({ variant, name, capability, given }): Check => ({
  id: `${RELEASES}[${variant}]`,
  requirement: RELEASES,
  title: `postLiveMigrationAtSource() releases just the ${name} that it lists, and the guest goes on`,
  needs: { peer: true, probeGuest: true, capabilities: [capability] },
  run: async (t) => {
    const devices = await given(t, 2);
    const { move, boot } = await givenTickingMove(t, { devices: devices.ends });
    await givenFreeThere(t, devices);
    const data = await move.givenArrived();
    const [first] = devices.each;
    await move.completeAtSource(data, first?.alone);
    await expectConnected(t, devices, "source", [false, true], "after postLiveMigrationAtSource that listed the first");
    await move.completeAtSource(data);
    const when = "after postLiveMigrationAtSource";
    await expectConnected(t, devices, "source", [false, false], when);
    await expectConnected(t, devices, "destination", [true, true], `${when} at the source`);
    await expectWentOn(move.there, move, boot, `at the destination ${when}`);
    await move.completeAtSource(data);
  },
}));

/** How many devices the source is connected to. */
async function countHere({ each }: MovingDevices): Promise<number> {
  let count = 0;
  for (const { isHere } of each) if (await isHere()) count += 1;
  return count;
}

async function givenArrived(t: CheckContext, given: (typeof MOVING_KINDS)[number]["given"]) {
  const devices = await given(t, 3);
  const move = await givenMove(t, { devices: devices.ends });
  return { devices, move, data: await move.givenArrived() };
}

const goingOn = MOVING_KINDS.map(({ variant, name, capability, given }): Check => ({
  id: `${GOES_ON}[${variant}]`,
  requirement: GOES_ON,
  title: `postLiveMigrationAtSource() releases the other ${name} when one cannot be, and that one when it is called again`,
  needs: { peer: true, simulation: true, capabilities: [capability] },
  run: async (t) => {
    await sweepSteps(t, {
      operation: "postLiveMigrationAtSource",
      prepare: () => givenArrived(t, given),
      call: ({ move, data }) => move.completeAtSource(data),
      judge: async ({ step, error, prepared: { devices, move, data } }) => {
        const when = `after postLiveMigrationAtSource failed at its hypervisor call number ${step}`;
        const left = await countHere(devices);
        t.expectThat(left <= 1, `The source is still connected to ${left} ${name} ${when}`, {
          expected: "at most the one that could not be released",
          got: error,
          hint: "Note the failure, release the rest, and answer with it in the end.",
        });
        await move.completeAtSource(data);
        await expectConnected(t, devices, "source", [false, false, false], `after the same call made again ${when}`);
        await t.given("destroy", () => move.there.driver.destroy({ ...move.target, destroyDisks: true }));
      },
    });
  },
}));

const stuck: Check = {
  id: `${GOES_ON}[stuck-volume]`,
  requirement: GOES_ON,
  title:
    "postLiveMigrationAtSource() releases all volumes but the one whose storage does not answer, and that one later",
  needs: { peer: true, simulation: true, capabilities: ["supportsVolumes"] },
  run: async (t) => {
    const [kind] = MOVING_KINDS.filter(({ capability }) => capability === "supportsVolumes");
    const { devices, move, data } = await givenArrived(t, t.expectDefined(kind, "volumes").given);
    const [first] = devices.ends.source?.blockDevices?.volumes ?? [];
    const volumeId = t.expectDefined(first, "volume").volumeId;
    await t.simulation.injectFault({ kind: "volumeLost", volumeId });
    await t.expectError(move.completeAtSource(data), "BACKEND_FAILED", { effect: "partial" });
    await t.simulation.clearFaults();
    const when = "after postLiveMigrationAtSource met one that is stuck";
    await expectConnected(t, devices, "source", [true, false, false], when);
    await move.completeAtSource(data);
    await expectConnected(t, devices, "source", [false, false, false], `${when}, and was made again`);
  },
};

/** The checks of `postLiveMigrationAtSource`. */
export const postLiveMigrationAtSourceChecks: readonly Check[] = [...releasing, ...goingOn, stuck];
