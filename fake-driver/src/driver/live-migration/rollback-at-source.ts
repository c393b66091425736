import type {
  Call,
  RollbackLiveMigrationAtSourceParams,
  RollbackLiveMigrationAtSourceResult,
} from "@virt-driver-kit/spec";
import { begin } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { withEffect } from "../with-effect.ts";
import { giveBackInterfaces } from "./give-back-interfaces.ts";

/**
 * Gives a guest that has stayed back what was taken from it for the move. One that has lost nothing is left alone.
 *
 * @returns Where it finds each tagged device that was given back by this call.
 * @throws `INSTANCE_NOT_FOUND`; with effect `partial` `INTERFACE_PLUG_FAILED`, and what else a step throws. The same call goes on from there.
 * @see Requirement `rollbackLiveMigrationAtSource/restores-the-guest`
 */
export async function rollbackAtSource(
  context: DriverContext,
  { instanceUuid }: RollbackLiveMigrationAtSourceParams,
  call: Call,
): Promise<RollbackLiveMigrationAtSourceResult> {
  const attempt = `give instance "${instanceUuid}" back what it gave up for its migration`;
  const about = { operation: "rollbackLiveMigrationAtSource", attempt, instanceUuid };
  const { step, record } = begin(context, about, call);
  try {
    return { taggedDevices: await giveBackInterfaces(context, step, record) };
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
}
