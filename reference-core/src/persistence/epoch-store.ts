/** The session epochs that this core has used, so that none is ever used twice. */
import type { CoreDatabase } from "./core-database.ts";

/** Hands out epochs. An epoch is on disk before it is handed out. */
export class EpochStore {
  readonly #database: CoreDatabase;

  constructor(database: CoreDatabase) {
    this.#database = database;
  }

  /**
   * Takes the next epoch.
   *
   * @param above - An epoch that the driver is known to have accepted, from whomever.
   * @param nowMs - The time, for people who look into the database.
   * @returns An epoch above that one and above all that this database ever handed out.
   * @see Requirement `initialize/epochs-rise`
   */
  next(above: number, nowMs: number): number {
    return this.#database.transaction(() => {
      const { sqlite } = this.#database;
      const row = sqlite.prepare("SELECT coalesce(max(epoch), 0) AS highest FROM sessions").get();
      const epoch = Math.max(Number(row?.["highest"]), above) + 1;
      sqlite.prepare("INSERT INTO sessions (epoch, opened_at_ms) VALUES (?, ?)").run(epoch, nowMs);
      return epoch;
    });
  }
}
