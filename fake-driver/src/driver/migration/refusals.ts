/** The errors of moves. Where nothing else is said, nothing has changed on either host. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Attempt } from "../begin.ts";

type About = Pick<Attempt, "attempt">;

/** Makes the error of a destination that holds what is not to be replaced. */
export function diskExists({ attempt, instanceUuid }: Attempt, host: string): DriverError {
  const message = `Cannot ${attempt}: host "${host}" has that instance with its disks; destroy it there first`;
  return new DriverError("DESTINATION_DISK_EXISTS", message, { effect: "none", details: { instanceUuid } });
}

/** Makes the error of an endpoint that does not let the source in. */
export function notLetIn({ attempt }: About, uri: string): DriverError {
  const message = `Cannot ${attempt}: "${uri}" does not take the credential, or not any more; get the destination anew`;
  return new DriverError("CREDENTIALS_EXPIRED", message, {
    effect: "none",
    details: { resource: `migration endpoint ${uri}`.slice(0, 255) },
  });
}
