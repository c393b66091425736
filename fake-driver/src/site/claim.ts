/** How much of a node an instance holds, from the first step of its spawn until it is gone. */
export interface Claim {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly localGib: number;
}

/** A claim on nothing. */
export const NO_CLAIM: Claim = { vcpus: 0, memoryMib: 0, localGib: 0 };

/** Adds up two claims; `sign` -1 takes the second from the first. */
export function addClaims(left: Claim, right: Claim, sign: 1 | -1 = 1): Claim {
  return {
    vcpus: left.vcpus + sign * right.vcpus,
    memoryMib: left.memoryMib + sign * right.memoryMib,
    localGib: left.localGib + sign * right.localGib,
  };
}
