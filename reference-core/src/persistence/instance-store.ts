/** The records of instances, each read as a snapshot and changed only if it is still what the writer thinks it is. */
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { DriverState, PowerState } from "@virt-driver-kit/spec";
import type { Instance, InstanceChange } from "../compute/instance.ts";
import type { TaskState, VmState } from "../compute/vm-state.ts";
import type { CoreDatabase } from "./core-database.ts";

/** Stores instances. Deleted ones are kept and no longer listed. */
export class InstanceStore {
  readonly #database: CoreDatabase;
  readonly #now: () => number;

  /** @param now - The time in milliseconds since 1970-01-01T00:00:00Z. */
  constructor(database: CoreDatabase, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Stores a new record. */
  insert(instance: Instance): void {
    const row = rowOf(instance);
    const columns = Object.keys(row);
    this.#database.sqlite
      .prepare(`INSERT INTO instances (${columns.join(", ")}) VALUES (${columns.map((name) => `:${name}`).join(", ")})`)
      .run(row);
  }

  /** Reads one record, deleted or not. */
  find(uuid: string): Instance | undefined {
    const row = this.#database.sqlite.prepare("SELECT * FROM instances WHERE uuid = ?").get(uuid);
    return row === undefined ? undefined : instanceOf(row);
  }

  /** Every record that is not deleted, newest first as Nova lists them. */
  list(): Instance[] {
    return this.#database.sqlite
      .prepare("SELECT * FROM instances WHERE vm_state != 'deleted' ORDER BY created_at_ms DESC, uuid DESC")
      .all()
      .map(instanceOf);
  }

  /**
   * Changes a record if its task is still the one expected.
   *
   * @param uuid - The instance.
   * @param expected - The task states that the change is right for.
   * @param change - What to change. The time of the change is added.
   * @returns The changed record; undefined if somebody else has changed the task meanwhile, or the record is gone. Nothing is changed then.
   * @see Nova nova/objects/instance.py Instance.save(expected_task_state)
   */
  update(uuid: string, expected: readonly (TaskState | null)[], change: InstanceChange): Instance | undefined {
    return this.#database.transaction(() => {
      const before = this.find(uuid);
      if (before === undefined || before.vmState === "deleted" || !expected.includes(before.taskState))
        return undefined;
      const after: Instance = { ...before, ...change, updatedAtMs: this.#now() };
      const row = rowOf(after);
      const settings = Object.keys(row).filter((name) => name !== "uuid");
      this.#database.sqlite
        .prepare(`UPDATE instances SET ${settings.map((name) => `${name} = :${name}`).join(", ")} WHERE uuid = :uuid`)
        .run(row);
      return after;
    });
  }

  /**
   * Keeps what the driver wants to be given back about an instance, whatever task is in progress on it.
   *
   * @param driverState - Takes the place of what was kept before; null once the driver has nothing of the instance any more.
   * @see Requirement `recovery/gives-driver-states-back`
   */
  keepDriverState(uuid: string, driverState: DriverState | null): void {
    this.#database.sqlite
      .prepare("UPDATE instances SET driver_state = ? WHERE uuid = ?")
      .run(driverState && JSON.stringify(driverState), uuid);
  }
}

function rowOf(instance: Instance): Record<string, SQLInputValue> {
  return {
    uuid: instance.uuid,
    name: instance.name,
    flavor: JSON.stringify(instance.flavor),
    image: JSON.stringify(instance.image),
    node: instance.node,
    vm_state: instance.vmState,
    task_state: instance.taskState,
    power_state: instance.powerState,
    progress: instance.progress,
    fault: instance.fault && JSON.stringify(instance.fault),
    driver_state: instance.driverState && JSON.stringify(instance.driverState),
    created_at_ms: instance.createdAtMs,
    updated_at_ms: instance.updatedAtMs,
    launched_at_ms: instance.launchedAtMs,
    terminated_at_ms: instance.terminatedAtMs,
  };
}

function instanceOf(row: Record<string, SQLOutputValue>): Instance {
  const text = (name: string): string => String(row[name]);
  const json = (name: string): unknown => (row[name] === null ? null : JSON.parse(text(name)));
  const number = (name: string): number | null => (row[name] === null ? null : Number(row[name]));
  return {
    uuid: text("uuid"),
    name: text("name"),
    flavor: json("flavor") as Instance["flavor"],
    image: json("image") as Instance["image"],
    node: row["node"] === null ? null : text("node"),
    vmState: text("vm_state") as VmState,
    taskState: row["task_state"] === null ? null : (text("task_state") as TaskState),
    powerState: text("power_state") as PowerState,
    progress: Number(row["progress"]),
    fault: json("fault") as Instance["fault"],
    driverState: json("driver_state") as Instance["driverState"],
    createdAtMs: Number(row["created_at_ms"]),
    updatedAtMs: Number(row["updated_at_ms"]),
    launchedAtMs: number("launched_at_ms"),
    terminatedAtMs: number("terminated_at_ms"),
  };
}
