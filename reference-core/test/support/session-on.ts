/** A session of the core's, with no core around it, on a fake driver in this process. */
import { join } from "node:path";
import { connectDriver, systemClock } from "@virt-driver-kit/spec";
import type { DriverDefinition } from "@virt-driver-kit/spec";
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { onTestFinished } from "vitest";
import { DriverSession } from "../../src/driver/driver-session.ts";
import { openCoreDatabase } from "../../src/persistence/core-database.ts";
import { EpochStore } from "../../src/persistence/epoch-store.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** Opens a session on a changed fake driver. It ends with the test. */
export async function openSessionOn(
  change: (definition: DriverDefinition) => DriverDefinition,
): Promise<DriverSession> {
  const database = openCoreDatabase(join(temporaryDirectory(), "core.db"));
  const session = new DriverSession({
    connect: () =>
      connectDriver({ kind: "memory", definition: change(fakeDriver({ nodes: 1 })), log: () => undefined }),
    epochs: new EpochStore(database),
    clock: systemClock,
    log: () => undefined,
    onOpen: () => undefined,
    onEvent: () => undefined,
  });
  onTestFinished(async () => {
    await session.stop(false);
    database.close();
  });
  await session.start();
  return session;
}
