/** What an operation has to take back if it does not come to its end. */

/** Takes something back; returns whether it is done, and not put off until the hypervisor can be reached. */
export type Undo = () => boolean;

/** The works of an operation so far, each with what undoes it. */
export class UndoList {
  readonly #undos: Undo[] = [];

  /** Notes how to take back what has just been done. */
  push(undo: Undo): void {
    this.#undos.push(undo);
  }

  /**
   * Takes everything back, the last first.
   *
   * @returns Whether all of it is done; then the operation has left nothing, and its effect is `none`.
   */
  run(): boolean {
    let isDone = true;
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) isDone = undo() && isDone;
    return isDone;
  }
}
