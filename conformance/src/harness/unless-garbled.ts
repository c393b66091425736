// The first call to a driver that prints text where only messages may be: the text is what is wrong, and not what follows from it.
import { WireError } from "@virt-driver-kit/spec";
import type { Clock, DriverConnection, WireFault, WireFaultKind } from "@virt-driver-kit/spec";

/** Faults after which a driver may go on in good order, but mostly does not. */
const GARBLED: readonly WireFaultKind[] = ["stray-text", "bad-header", "invalid-json", "invalid-utf8", "not-json-rpc"];

/** How long a driver that said something else first may still take to answer, in real milliseconds. */
const GRACE_MS = 3_000;

/**
 * Makes a call, and blames the garble before it if the call fails or is not answered soon after.
 *
 * @throws WireError of the first garbled bytes, with what the call rejected with as its cause.
 * @throws whatever the call rejects with, if nothing was garbled.
 */
export async function unlessGarbled<T>(connection: DriverConnection, clock: Clock, call: () => Promise<T>): Promise<T> {
  const { promise: garbled, reject } = Promise.withResolvers<never>();
  let timer: ReturnType<Clock["setTimer"]> | undefined;
  const stop = connection.onFault((fault) => {
    if (isGarble(fault)) timer ??= clock.setTimer(GRACE_MS, () => reject(new WireError(fault)));
  });
  try {
    return await Promise.race([call(), garbled]);
  } catch (error) {
    const first = connection.faults.find(isGarble);
    throw first === undefined ? error : new WireError(first, { cause: error });
  } finally {
    stop();
    timer?.cancel();
  }
}

function isGarble({ kind, blame }: WireFault): boolean {
  return blame === "driver" && GARBLED.includes(kind);
}
