// What the worker of a run loads before vitest sets itself up there: the kit's own files, and the driver's module where there is one. Of every
// import that comes later vitest tells the main thread, and the source map of every file is read; for hundreds of files that takes longer than
// the files themselves.
import module from "node:module";

// Of this thread: what the launcher switched on is the main thread's.
module.enableCompileCache();
await Promise.all([
  import("../checks/index.ts"),
  import("./attach-driver.ts"),
  import("./runner-for.ts"),
  import("./selection.ts"),
]);

// As vitest has it later: a driver that ends its process ends no run.
// oxlint-disable-next-line no-restricted-properties -- ends nothing
process.exit = (code) => {
  throw new Error(`process.exit unexpectedly called with "${code ?? 0}"`);
};
const driver = new URL(import.meta.url).searchParams.get("driver");
// What is wrong with it is told when the run loads it.
if (driver !== null) await import(driver).catch(() => undefined);
