import { describeMutants } from "./describe-mutants.ts";
import { destroySecretsMutants } from "./destroy-secrets.ts";
import { faultsMutants } from "./faults.ts";
import { hostPowerMutants } from "./host-power.ts";
import { hostsMutants } from "./hosts.ts";
import { providerTreeMutants } from "./provider-tree.ts";

describeMutants("nodes as machines, and what they offer", [
  ...hostsMutants,
  ...hostPowerMutants,
  ...providerTreeMutants,
]);
describeMutants("secrets on the host", destroySecretsMutants);
describeMutants("faults", faultsMutants);
