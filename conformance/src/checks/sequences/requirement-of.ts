// Which requirement a step of a sequence has broken: that of the operation in the power state that it met, as the checks of single calls have it.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { Command } from "../../model/commands.ts";
import type { InstanceModel } from "../../model/instance-model.ts";
import { lifecycleChecks } from "../lifecycle/lifecycle-checks.ts";
import { powerChecks } from "../power/power-checks.ts";
import { type Cell, cellName } from "../steps/operations-on-instances.ts";

/** The requirement of each check of one call in one state, by the operation and the name of the cell. */
const BY_CELL = new Map(
  [...powerChecks, ...lifecycleChecks].map(({ id, requirement }) => {
    const variant = /\[(.+)\]$/u.exec(id)?.[1] ?? "";
    return [`${originOf(requirement)} ${variant}`, requirement];
  }),
);

/** What a command has broken that came to something else than it had to, whatever that was. */
export function requirementOf({ operation, when }: Command, before: InstanceModel): RequirementId {
  if (operation === undefined) return "getInfo/shows-the-state-on-return";
  // A cell says that it is of an operation with a table; the name is made of the rest.
  const cell = { when, from: before.state } as Pick<Cell, "when" | "from">;
  return BY_CELL.get(`${operation} ${cellName(cell as Cell)}`) ?? mainRequirementOf(operation);
}

/** What an operation is for: the first requirement on a driver that its own file has. */
function mainRequirementOf(operation: string): RequirementId {
  const ids = (specModel.operations[operation]?.requirements ?? []) as RequirementId[];
  const main = ids.find((id) => {
    const requirement = specModel.requirements[id];
    return requirement?.on === "driver" && typeof requirement.verification === "string";
  });
  return main ?? "getInfo/shows-the-state-on-return";
}

function originOf(requirement: RequirementId): string {
  return requirement.slice(0, requirement.indexOf("/"));
}

/** A requirement if it is asked of the driver; `undefined` if it is behind a capability that the driver does not declare. */
export function ifAsked(t: CheckContext, requirement: RequirementId): RequirementId | undefined {
  const { capability, origin } = specModel.requirements[requirement] ?? {};
  const gate = capability ?? specModel.operations[origin ?? ""]?.capability;
  const isDeclared = gate === undefined || t.session.capabilities[gate as Capability] === true;
  return isDeclared ? requirement : undefined;
}
