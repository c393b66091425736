// Checks of `spawn`: whatever stops it half way, nothing is left, and the same call works the next time.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { durationOf } from "../steps/guest-time.ts";
import { cancelSpawn, type InterruptSpawn, overdueSpawn } from "../steps/interrupted-spawn.ts";
import { ownImage } from "../steps/own-image.ts";
import { expectReleased, givenVisiblePorts } from "../steps/ports.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";

/** How a spawn is broken off, one try after the other. */
interface Interruption {
  readonly name: string;
  readonly code: string;
  /** The moment, as a part of the time that a spawn takes, and the way. */
  readonly tries: readonly (readonly [moment: number, interrupt: InterruptSpawn])[];
  /** Whether one try that was refused in time is enough. */
  readonly once: boolean;
}

const INTERRUPTIONS: readonly Interruption[] = [
  {
    name: "cancelled",
    code: "OPERATION_CANCELLED",
    tries: [0, 0.2, 0.4, 0.6, 0.8, 0.95].map((moment) => [moment, cancelSpawn]),
    once: false,
  },
  {
    name: "overdue",
    code: "DEADLINE_EXCEEDED",
    tries: [20, 200, 1_000].map((marginMs) => [0.5, overdueSpawn(marginMs)]),
    once: true,
  },
];

async function expectNothingLeft(t: CheckContext, { code, tries, once }: Interruption): Promise<void> {
  const usual = await t.newInstance();
  const usualMs = await durationOf(t, () => t.given("spawn", () => t.driver.spawn(usual)));
  let refused = 0;
  for (const [moment, interrupt] of tries) {
    const before = await takeDown(t, await t.newInstance());
    const refusal = await interrupt(t, before.params, moment * usualMs);
    if (refusal?.code !== code) continue;
    refused += 1;
    await expectNoResidue(t, before, `after spawn answered ${code}`);
    if (once) return;
  }
  if (refused === 0) t.notApplicable(`No spawn answered ${code}, so there was nothing to leave behind`);
}

/** The checks of a `spawn` that does not come to its end. */
export const spawnFailingChecks: readonly Check[] = [
  {
    id: "spawn/leaves-nothing-when-it-fails",
    requirement: "spawn/leaves-nothing-when-it-fails",
    title: "spawn() that fails by a damaged image leaves nothing, and succeeds once the image is whole",
    run: async (t) => {
      const image = await ownImage(t);
      const before = await takeDown(t, image.params);
      image.damage();
      await t.given("spawn", () => t.expectError(t.driver.spawn(image.params), "IMAGE_UNACCEPTABLE"));
      await expectNoResidue(t, before, "after spawn failed");
      image.mend();
      await t.driver.spawn(image.params);
      await expectState(t, image.params.instance.uuid, "running", "after a spawn that had failed was repeated");
    },
  },
  {
    id: "spawn/leaves-nothing-when-it-fails[storage-full]",
    requirement: "spawn/leaves-nothing-when-it-fails",
    title: "spawn() on a node whose store has no room leaves nothing, and succeeds once there is room",
    needs: { fault: "storageFull" },
    run: async (t) => {
      const { params } = await ownImage(t);
      const before = await takeDown(t, params);
      await t.fault({ kind: "storageFull", node: t.node.uuid });
      const refusal = await refusalOf(t.driver.spawn(params));
      await t.endFaults();
      if (refusal === undefined) t.notApplicable("The node makes a root disk although its store is full");
      await expectNoResidue(t, before, "after spawn failed for want of room");
      await t.driver.spawn(params);
      await expectState(t, params.instance.uuid, "running", "after a spawn that had failed was repeated");
    },
  },
  {
    id: "spawn/leaves-nothing-when-it-fails[interfaces]",
    requirement: "spawn/leaves-nothing-when-it-fails",
    title:
      "spawn() of an instance with interfaces that fails at any step leaves nothing of it and none plugged, and then succeeds",
    needs: { simulation: true, capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 1);
      const before = await takeDown(t, await t.newInstance({ devices: { networkInterfaces } }));
      await sweepSteps(t, {
        operation: "spawn",
        prepare: async () => before.params,
        call: (params) => t.driver.spawn(params),
        judge: async ({ step }) => {
          const when = `after spawn failed at its hypervisor call number ${step}`;
          await expectNoResidue(t, before, when);
          for (const port of networkInterfaces) await expectReleased(t, port, when);
        },
      });
      await expectState(t, before.params.instance.uuid, "running", "after a spawn that had failed was repeated");
    },
  },
  {
    id: "spawn/survives-failure-at-each-step",
    requirement: "spawn/survives-failure-at-each-step",
    title: "spawn() leaves nothing and answers effect none, whichever of its hypervisor calls fails",
    needs: { simulation: true },
    run: async (t) => {
      const before = await takeDown(t, await t.newInstance());
      await sweepSteps(t, {
        operation: "spawn",
        prepare: async () => before.params,
        call: (params) => t.driver.spawn(params),
        judge: async ({ error, step }) => {
          const when = `after spawn failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectNoResidue(t, before, when);
        },
      });
    },
  },
  ...INTERRUPTIONS.map((interruption): Check => ({
    id: `spawn/leaves-nothing-when-cancelled[${interruption.name}]`,
    requirement: "spawn/leaves-nothing-when-cancelled",
    title: `spawn() that answers ${interruption.code} half way has left nothing behind`,
    needs: { simulation: true },
    run: (t) => expectNothingLeft(t, interruption),
  })),
];
