// `vdk list`: what there is.
import { specModel } from "@virt-driver-kit/spec";
import { Command, Option } from "commander";

import { allChecks } from "../checks/index.ts";
import { gateOf } from "../engine/profile.ts";
import { print } from "./cli-io.ts";
import type { CliIo, ExitCode } from "./cli-io.ts";

interface ListOptions {
  readonly operations?: true;
  readonly requirements?: true;
  readonly checks?: true;
}

/** Makes the command. */
export function listCommand(io: CliIo, exit: (code: ExitCode) => void): Command {
  return new Command("list")
    .description("list operations, requirements or checks")
    .addOption(new Option("--operations", "the operations of the driver API").conflicts(["requirements", "checks"]))
    .addOption(
      new Option("--requirements", "what drivers and callers are held to (default)").conflicts([
        "operations",
        "checks",
      ]),
    )
    .addOption(new Option("--checks", "the checks, by requirement").conflicts(["operations", "requirements"]))
    .action(({ operations, checks }: ListOptions) => {
      print(io.stdout, operations ? operationLines() : checks ? checkLines() : requirementLines());
      exit(0);
    });
}

function operationLines(): string[] {
  const rows = Object.values(specModel.operations).map(({ name, group, kind, capability, summary }) => [
    name,
    group,
    kind,
    capability ?? "",
    summary,
  ]);
  return [...table(["operation", "group", "kind", "capability", ""], rows), "", operationCounts()];
}

function operationCounts(): string {
  const operations = Object.values(specModel.operations);
  const toDriver = operations.filter(({ direction }) => direction === "coreToDriver");
  const optional = operations.filter(({ capability }) => capability !== undefined);
  return [
    `${operations.length} operations of spec ${specModel.version}: ${toDriver.length} from core to driver`,
    `${operations.length - toDriver.length} from driver to core`,
    `${operations.length - optional.length} mandatory`,
    `${optional.length} behind one of ${Object.keys(specModel.capabilities).length} capabilities`,
  ].join(", ");
}

function requirementLines(): string[] {
  const checks = Map.groupBy(allChecks, ({ requirement }) => requirement as string);
  const rows = Object.values(specModel.requirements).map((requirement) => {
    const { id, level, on, text } = requirement;
    const tried = on === "caller" ? "caller" : String(checks.get(id)?.length ?? 0);
    return [id, level, tried, gateOf(specModel, requirement) ?? "", text];
  });
  return [...table(["requirement", "level", "checks", "capability", ""], rows), "", requirementCounts(checks)];
}

function requirementCounts(checks: ReadonlyMap<string, unknown>): string {
  const requirements = Object.values(specModel.requirements);
  const onDriver = requirements.filter(({ on }) => on === "driver");
  const excluded = onDriver.filter(({ verification }) => typeof verification === "object");
  const checked = onDriver.filter(({ id }) => checks.has(id));
  return [
    `${requirements.length} requirements of spec ${specModel.version}: ${onDriver.length} on the driver, ${requirements.length - onDriver.length} on the caller`,
    `of the driver's ${checked.length} have checks in this kit, ${excluded.length} are excluded with a reason, ${onDriver.length - checked.length - excluded.length} have none yet`,
  ].join("; ");
}

function checkLines(): string[] {
  const rows = allChecks.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, title }) => [id, title]);
  return table(["check", ""], rows);
}

/** All columns but the last are as wide as their widest cell. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
