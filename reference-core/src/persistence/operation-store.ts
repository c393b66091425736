/** The changing calls that this core made or was about to make: what it asks about after it died. */
import type { CoreDatabase } from "./core-database.ts";
import type { ChangeName, ChangeParams } from "../driver/change.ts";

/** A changing call. At most one per instance is pending. */
export interface OperationRecord {
  readonly operationId: string;
  readonly instanceUuid: string;
  readonly operation: ChangeName;
  readonly params: ChangeParams[ChangeName];
  /** The run of the driver that the call was addressed to. */
  readonly driverEpoch: string;
}

/** How many finished calls are kept, to recognise late events and answers. */
const KEPT = 10_000;

/** Stores calls before they are made. */
export class OperationStore {
  readonly #database: CoreDatabase;

  constructor(database: CoreDatabase) {
    this.#database = database;
  }

  /** Stores a call that is about to be made. */
  begin(record: OperationRecord, nowMs: number): void {
    this.#database.sqlite
      .prepare("INSERT INTO operations VALUES (?, ?, ?, ?, ?, NULL, ?)")
      .run(
        record.operationId,
        record.instanceUuid,
        record.operation,
        JSON.stringify(record.params),
        record.driverEpoch,
        nowMs,
      );
  }

  /** Notes which run of the driver a call is addressed to, before it is repeated. */
  readdress(operationId: string, driverEpoch: string): void {
    this.#database.sqlite
      .prepare("UPDATE operations SET driver_epoch = ? WHERE operation_id = ?")
      .run(driverEpoch, operationId);
  }

  /** Notes how a call ended. */
  finish(operationId: string, outcome: "succeeded" | "failed"): void {
    this.#database.sqlite.prepare("UPDATE operations SET outcome = ? WHERE operation_id = ?").run(outcome, operationId);
  }

  /** The call on an instance whose end is not known; undefined if there is none. */
  pending(instanceUuid: string): OperationRecord | undefined {
    const row = this.#database.sqlite
      .prepare("SELECT * FROM operations WHERE instance_uuid = ? AND outcome IS NULL")
      .get(instanceUuid);
    if (row === undefined) return undefined;
    return {
      operationId: String(row["operation_id"]),
      instanceUuid,
      operation: String(row["operation"]) as ChangeName,
      params: JSON.parse(String(row["params"])) as ChangeParams[ChangeName],
      driverEpoch: String(row["driver_epoch"]),
    };
  }

  /** Whether this core minted an identity. */
  isKnown(operationId: string): boolean {
    return (
      this.#database.sqlite.prepare("SELECT 1 FROM operations WHERE operation_id = ?").get(operationId) !== undefined
    );
  }

  /** Forgets all but the latest finished calls. */
  prune(): void {
    this.#database.sqlite
      .prepare("DELETE FROM operations WHERE outcome IS NOT NULL AND rowid <= (SELECT max(rowid) FROM operations) - ?")
      .run(KEPT);
  }
}
