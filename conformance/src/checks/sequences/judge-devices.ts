// What devices a guest must have after a step, where the driver counts them.
import type { RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { instanceOf } from "../../model/site-model.ts";
import { breaks, nameOf, type Scene } from "./scene.ts";

/** The requirement that an operation breaks by which a guest gets other devices than it should. */
interface Requirements {
  readonly of: Readonly<Record<string, RequirementId>>;
  /** Of an operation on an instance that was off, where it shows at the next boot. */
  readonly offline: Readonly<Record<string, RequirementId>>;
}

const OF_VOLUMES: Requirements = {
  of: {
    attachVolume: "attachVolume/running-guest-has-the-volume",
    detachVolume: "detachVolume/released-when-it-returns",
    powerOn: "powerOn/volumes-left-out-stay",
    reboot: "powerOn/volumes-left-out-stay",
    rebuild: "rebuild/keeps-identity",
  },
  offline: {
    attachVolume: "attachVolume/off-instance-has-it-at-the-next-boot",
    detachVolume: "detachVolume/stays-away",
  },
};

const OF_INTERFACES: Requirements = {
  of: {
    attachInterface: "attachInterface/guest-gets-the-interface",
    detachInterface: "detachInterface/takes-it-from-guest-and-host",
    powerOn: "powerOn/interfaces-left-out-stay",
    reboot: "powerOn/interfaces-left-out-stay",
    rebuild: "rebuild/keeps-identity",
  },
  offline: {
    attachInterface: "attachInterface/guest-gets-the-interface",
    detachInterface: "detachInterface/takes-it-from-guest-and-host",
  },
};

/** The operations on devices of instances that were off, by the device's identity: no guest has shown yet what came of them. */
export type Unseen = Map<string, string>;

/** Checks the devices of a guest that runs or is paused; of others it is noted what the next boot must show. */
export async function judgeDevices(t: CheckContext, scene: Scene, unseen: Unseen): Promise<void> {
  const { stage, step, actor, after } = scene;
  if (stage.volumes.size + stage.interfaces.size === 0) return;
  const is = instanceOf(after, step.actor);
  const { operation = "", device = 0, family } = step.command;
  if (is.state !== "running" && is.state !== "paused") {
    const identity =
      family === "Volume" ? stage.volumes.get(device)?.volumeId : stage.interfaces.get(device)?.macAddress;
    if (identity !== undefined) unseen.set(identity, operation);
    return;
  }
  const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(actor.target));

  const compare = (what: string, { of, offline }: Requirements, wanted: string[], found: string[]): void => {
    const [expected, got] = [wanted.toSorted(), found.toSorted()];
    const strange = [...wanted, ...found].filter((one) => countOf(one, wanted) !== countOf(one, found));
    const cause = strange.flatMap((one) => unseen.get(one) ?? [])[0];
    for (const one of [...wanted, ...found]) unseen.delete(one);
    if (strange.length === 0) return;
    breaks(t, scene, `The guest has other ${what} than it should after ${nameOf(scene)}`, {
      requirement: (cause === undefined ? undefined : offline[cause]) ?? of[operation],
      expected,
      got,
    });
  };
  // What else a rescue system is given is the driver's choice.
  if (!is.isRescued)
    compare(
      "volumes",
      OF_VOLUMES,
      is.volumes.flatMap((number) => stage.volumes.get(number)?.volumeId ?? []),
      diagnostics.disks.flatMap(({ volumeId }) => volumeId ?? []),
    );
  compare(
    "network interfaces",
    OF_INTERFACES,
    is.interfaces.flatMap((number) => stage.interfaces.get(number)?.macAddress ?? []),
    diagnostics.interfaces.map(({ macAddress }) => macAddress),
  );
}

function countOf(one: string, all: readonly string[]): number {
  return all.filter((other) => other === one).length;
}
