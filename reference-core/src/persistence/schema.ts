/** The tables of the core's database, as the steps that lead from one version to the next. */

/** Marks a SQLite file as a database of this core ("vdkc"). Kept in the file's header. */
export const APPLICATION_ID = 0x76646b63;

/**
 * Step `n` leads from version `n` to version `n + 1`. A published step is never edited; a change is a further step.
 *
 * - `sessions` holds every epoch ever used, and is written before the epoch is.
 * - `operations` holds every changing call, and is written before the call is made. `params` are kept so that a call whose fate is unknown
 *   can be repeated exactly. `driver_epoch` is the run of the driver that the call was addressed to.
 */
export const SCHEMA_STEPS: readonly string[] = [
  `
  CREATE TABLE sessions (
    epoch        INTEGER PRIMARY KEY,
    opened_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE instances (
    uuid             TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    flavor           TEXT NOT NULL,
    image            TEXT NOT NULL,
    node             TEXT,
    vm_state         TEXT NOT NULL,
    task_state       TEXT,
    power_state      TEXT NOT NULL,
    progress         INTEGER NOT NULL,
    fault            TEXT,
    driver_state     TEXT,
    created_at_ms    INTEGER NOT NULL,
    updated_at_ms    INTEGER NOT NULL,
    launched_at_ms   INTEGER,
    terminated_at_ms INTEGER
  ) STRICT;
  CREATE TABLE operations (
    operation_id  TEXT PRIMARY KEY,
    instance_uuid TEXT NOT NULL REFERENCES instances (uuid),
    operation     TEXT NOT NULL,
    params        TEXT NOT NULL,
    driver_epoch  TEXT NOT NULL,
    outcome       TEXT CHECK (outcome IN ('succeeded', 'failed')),
    begun_at_ms   INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX operations_pending ON operations (instance_uuid) WHERE outcome IS NULL;
  `,
];
