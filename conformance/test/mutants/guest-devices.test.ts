import { attachedInterfacesMutants } from "./attached-interfaces.ts";
import { consoleAddressesMutants } from "./console-addresses.ts";
import { describeMutants } from "./describe-mutants.ts";
import { devicesGivenMutants } from "./devices-given.ts";
import { externalEventsMutants } from "./external-events.ts";
import { guestAffairsMutants } from "./guest-affairs.ts";
import { hostDevicesMutants } from "./host-devices.ts";
import { interfacesMutants } from "./interfaces.ts";
import { sharesMutants } from "./shares.ts";
import { taggedDevicesMutants } from "./tagged-devices.ts";

describeMutants("interfaces, shares, consoles and other devices of guests", [
  ...interfacesMutants,
  ...attachedInterfacesMutants,
  ...devicesGivenMutants,
  ...sharesMutants,
  ...externalEventsMutants,
  ...consoleAddressesMutants,
  ...guestAffairsMutants,
  ...hostDevicesMutants,
  ...taggedDevicesMutants,
]);
