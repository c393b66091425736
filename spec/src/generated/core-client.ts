// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// What a driver may ask of the core: one method for each request.

import type { CoreCallOptions } from "../driver/define-driver.ts";
import type { DriverError } from "../driver/driver-error.ts";
import type {
  Capability,
  RenewCredentialsParams,
  RenewCredentialsResult,
  WaitForExternalEventsParams,
  WaitForExternalEventsResult,
} from "./types.ts";

/**
 * The core, as the driver that it calls may ask it. What a driver needs and cannot fetch by itself comes from here.
 *
 * A request is made to the session in control. It rejects with a {@link DriverError}: with that of the core if it
 * refused; `SESSION_NOT_INITIALIZED` if no session is open, or if the session ended before the answer came;
 * `SESSION_FENCED` if another one took control meanwhile; `NOT_SUPPORTED` if the core does not serve it.
 */
export interface CoreClient {
  /**
   * Gives a driver new credentials for an image source or sink whose old ones have lost their force.
   *
   * A transfer can take longer than the token that it began with. The driver asks in the middle of the operation, when
   * `expiresAt` is near or the server no longer takes what it is shown, and goes on with the answer. It may ask as
   * often as it must.
   *
   * Only for a driver that declares {@link Capability} `supportsHttpImages`.
   *
   * @param params - `operationId`: The changing call, still in progress, that was given the credentials.
   *   `resource`: What they are for. A core that meets `other` answers NOT_SUPPORTED.
   *   `resourceId`: The image that is read or written.
   * @param options - The `call` of the method that asks, so that the wait ends with it; or a `signal` of its own.
   * @returns `credential`: What to use from now on.
   * @throws {@link DriverError} `CREDENTIALS_EXPIRED` (effect `none`): The core has nothing newer, such as when the
   *   user may no longer read the image.
   * @throws TypeError if `params` do not match the schema, or the driver does not declare what the request needs;
   *   nothing is sent.
   * @see Requirements `renewCredentials/asks-before-it-gives-up`, `renewCredentials/refusal-ends-the-operation`,
   *   `renewCredentials/only-for-the-operation`
   * @see Nova: No equivalent; Nova's drivers call nova/image/glance.py with the user's token, which can expire
   */
  renewCredentials(params: RenewCredentialsParams, options?: CoreCallOptions): Promise<RenewCredentialsResult>;

  /**
   * Waits for what other services of the cloud have to tell of an instance.
   *
   * A driver asks it in the middle of an operation that starts a guest, when all that causes the events is done: the
   * interfaces are plugged and the guest is ready, but does not execute. Which events are awaited and how long, the
   * operation's own request says: `network-vif-plugged` of each interface whose `awaitPlugSeconds` is above 0.
   *
   * The caller has begun to collect the events before it made that request, so none is lost, however early it comes.
   * The answer comes when all have come, or one has failed, or the time is up.
   *
   * Only for a driver that declares {@link Capability} `supportsExternalEvents`.
   *
   * @param params - `operationId`: The changing call, still in progress, on whose behalf the driver waits.
   *   `instanceUuid`: The instance of that call.
   *   `events`: What is awaited, all at the same time.
   *   `timeoutSeconds`: How long, in seconds from the moment the core reads the request: one deadline for all of them.
   *   It is the greatest `awaitPlugSeconds` among the interfaces awaited.
   * @param options - The `call` of the method that asks, so that the wait ends with it; or a `signal` of its own.
   * @returns `events`: What became of each. If one has failed, those that have not come by then are missing.
   * @throws {@link DriverError} `EXTERNAL_EVENT_TIMEOUT` (effect `none`): The time is up, and the event named has not
   *   come.
   * @throws TypeError if `params` do not match the schema, or the driver does not declare what the request needs;
   *   nothing is sent.
   * @see Requirements `waitForExternalEvents/guest-waits-for-its-interfaces`,
   *   `waitForExternalEvents/plugs-before-it-waits`, `waitForExternalEvents/waits-for-nothing-else`,
   *   `waitForExternalEvents/failure-fails-the-operation`, `waitForExternalEvents/collected-before-the-call`,
   *   `waitForExternalEvents/answered-in-time`, `waitForExternalEvents/asks-only-for-what-comes`
   * @see Nova: nova/virt/virtapi.py VirtAPI.wait_for_instance_event
   */
  waitForExternalEvents(params: WaitForExternalEventsParams, options?: CoreCallOptions): Promise<WaitForExternalEventsResult>;
}
