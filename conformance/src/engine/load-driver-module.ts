// Finds the driver that a module exports.
import type { DriverDefinition } from "@virt-driver-kit/spec";

/** A module that cannot be loaded or holds no driver. */
export class DriverModuleError extends Error {
  /** @param message - What is wrong with which module, and what to do. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DriverModuleError";
  }
}

/**
 * Imports a module and picks the driver's definition out of its exports: `driver`, the default export, or the only definition there is.
 *
 * @param url - The module's URL.
 * @throws DriverModuleError if the module cannot be loaded, or exports no definition, or several and none named `driver`.
 */
export async function loadDriverModule(url: string): Promise<DriverDefinition> {
  let exports: Record<string, unknown>;
  try {
    exports = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    throw new DriverModuleError(
      `Cannot load the driver module "${url}": ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const definitions = Object.entries(exports).filter((entry): entry is [string, DriverDefinition] =>
    isDefinition(entry[1]),
  );
  const named = definitions.find(([name]) => name === "driver") ?? definitions.find(([name]) => name === "default");
  const only = definitions.length === 1 ? definitions[0] : undefined;
  const [, found] = named ?? only ?? [];
  if (found !== undefined) return found;
  const names = definitions.length > 0 ? definitions.map(([name]) => name) : Object.keys(exports);
  throw new DriverModuleError(
    `Cannot find a driver in "${url}": it exports ${names.join(", ") || "nothing"}; export the result of defineDriver() as "driver"`,
  );
}

function isDefinition(value: unknown): value is DriverDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { name, capabilities, create } = value as Partial<DriverDefinition>;
  return typeof name === "string" && typeof capabilities === "object" && typeof create === "function";
}
