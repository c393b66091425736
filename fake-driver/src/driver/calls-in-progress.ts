/** The calls that are changing instances at present. They end with the run of the driver, so nothing of them is stored. */

import { specModel } from "@virt-driver-kit/spec";
import { instanceIn, nodeIn } from "../faults/current-request.ts";

/** What a call is changing. */
export interface ChangedInstance {
  readonly instanceUuid: string;
  /** The node that the call names; undefined where that is the instance's. */
  readonly node: string | undefined;
}

/** The changing calls in progress. */
export class CallsInProgress {
  readonly #changes = new Set<ChangedInstance>();

  /** The instances that calls are changing. One may be there several times. */
  get changes(): Iterable<ChangedInstance> {
    return this.#changes;
  }

  /**
   * Carries out a call, which is in progress for that time.
   *
   * @param operation - The operation's name.
   * @param params - Its parameters.
   * @param work - What it does.
   * @returns What the work returned.
   * @throws What the work threw.
   */
  async during<T>(operation: string, params: object, work: () => Promise<T>): Promise<T> {
    const instanceUuid = instanceIn(params);
    if (instanceUuid === undefined || specModel.operations[operation]?.kind !== "change") return work();
    const change = { instanceUuid, node: nodeIn(params) };
    this.#changes.add(change);
    try {
      return await work();
    } finally {
      this.#changes.delete(change);
    }
  }
}
