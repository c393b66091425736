// Drivers whose `destroy` keeps secrets that it should remove, or removes those that it should keep.
import type { GuestDevices } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreading, planned } from "./faulty.ts";
import { type DriverMutant, type Mutant, replacing } from "./mutant.ts";

const KEEPS = "destroy/keeps-secrets-when-asked";

/** A driver that remembers every secret that it was ever given. */
const remembering: DriverMutant["driver"] = replacing((driver) => {
  const secrets = new Map<string, NonNullable<GuestDevices["secrets"]>>();
  return {
    spawn: (params, call) => {
      const { uuid } = params.instance;
      const given = params.devices?.secrets ?? secrets.get(uuid);
      if (given === undefined) return driver.spawn(params, call);
      secrets.set(uuid, given);
      return driver.spawn({ ...params, devices: { ...params.devices, secrets: given } }, call);
    },
  };
});

/** The mutants of secrets and `destroy`. */
export const destroySecretsMutants: readonly Mutant[] = breaks(
  KEEPS,
  {
    word: "knows nothing of them",
    title: "destroy keeps the disks always and the secrets never",
    message: "Unexpected code of a spawn without a secret after a destroy that was to keep it",
    driver: planned("destroy-keeps-disks-and-drops-secrets"),
    only: [`${KEEPS}[kept]`],
  },
  {
    word: "keeps them with the disks",
    title: "destroy keeps the secrets wherever it keeps the disks",
    message: "A guest was built with a secret that was left after a destroy that keeps the disks",
    driver: faulty(misreading("destroy", { pointer: "/destroySecrets", json: "false" })),
    only: [`${KEEPS}[disks-only-kept]`],
  },
  {
    word: "keeps them against orders",
    title: "destroy does not obey destroySecrets where it keeps the disks",
    message: "A guest was built with a secret that was left after a destroy that keeps the disks alone",
    driver: faulty(misreading("destroy", { pointer: "/destroySecrets", json: "false" })),
    only: [`${KEEPS}[secrets-removed]`],
  },
  {
    word: "never forgets",
    title: "Secrets stay on the node when the instance and its disks are gone",
    message: "A guest was built with a secret that was left after a destroy that removes the disks",
    driver: remembering,
    only: [`${KEEPS}[all-removed]`],
  },
);
