// `vdk explain`: what one requirement, operation, error, capability or check is about.
import { specModel } from "@virt-driver-kit/spec";
import { Command } from "commander";

import { allChecks } from "../checks/index.ts";
import { UsageError } from "../engine/usage-error.ts";
import { print } from "./cli-io.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";
import { closestNames } from "./closest-names.ts";
import { explainOperation } from "./explain-operation.ts";
import { explainRequirement } from "./explain-requirement.ts";

/** Makes the command. */
export function explainCommand(io: CliIo, exit: (code: ExitCode) => void): Command {
  return new Command("explain")
    .description("explain a requirement, an operation, an error, a capability or a check")
    .argument("<name>", "such as pause/stops-execution, spawn, INSTANCE_BUSY or supportsPause")
    .action((name: string) => {
      print(io.stdout, explain(name));
      exit(0);
    });
}

/**
 * Explains whatever has a name in the spec or the kit.
 *
 * @throws UsageError naming what comes near, if nothing is called so.
 */
export function explain(name: string): string[] {
  const { requirements, operations, errors, capabilities } = specModel;
  const id = name.replace(/\[.*\]$/u, "");
  const requirement = ownMember(requirements, id);
  if (requirement !== undefined)
    return explainRequirement(
      specModel,
      requirement,
      allChecks.filter((check) => check.requirement === id),
    );
  const operation = ownMember(operations, name);
  if (operation !== undefined) return explainOperation(specModel, operation);
  const error = ownMember(errors, name);
  if (error !== undefined) {
    const details = Object.entries(error.details?.properties ?? {}).map(
      ([field, { description = "" }]) => `  ${field}  ${description}`,
    );
    const recovery = `${error.recovery}: ${specModel.recoveries[error.recovery] ?? ""}`;
    return [
      `${name} (${error.rpcCode})`,
      error.meaning,
      `caller    ${recovery}`,
      ...(details.length > 0 ? ["details", ...details] : []),
    ];
  }
  const capability = ownMember(capabilities, name);
  if (capability !== undefined)
    return [
      name,
      capability.description,
      ...(capability.requires.length > 0 ? [`requires  ${capability.requires.join(", ")}`] : []),
      ...(capability.gates.length > 0 ? [`gates     ${capability.gates.join(", ")}`] : []),
      ...(capability.gatesData.length > 0 ? [`data      ${capability.gatesData.join(", ")}`] : []),
    ];
  const names = [requirements, operations, errors, capabilities].flatMap(Object.keys);
  throw new UsageError(`Nothing is called "${name}"${closestNames(name, names)}; vdk list shows what there is`);
}

/** A member by name, and never one that every object has, such as `constructor`. */
function ownMember<T>(members: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
