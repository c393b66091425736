// The spec's lint, as a table of contents. A rule is added by a file and a line here.
import { descriptions } from "./descriptions.ts";
import { dialect } from "./dialect.ts";
import { errorLists } from "./error-lists.ts";
import { equivalenceFields } from "./equivalence-fields.ts";
import { examples } from "./examples.ts";
import { exclusions } from "./exclusions.ts";
import { fileNames } from "./file-names.ts";
import { gates } from "./gates.ts";
import { knownNames } from "./known-names.ts";
import { limits } from "./limits.ts";
import { novaMethods } from "./nova-methods.ts";
import { operationKinds } from "./operation-kinds.ts";
import { requiredFields } from "./required-fields.ts";
import { requirementIds } from "./requirement-ids.ts";
import { rpcCodes } from "./rpc-codes.ts";
import { driverPrivate } from "./driver-private.ts";
import { glossary } from "./glossary.ts";
import { profiles } from "./profiles.ts";
import { secrets } from "./secrets.ts";
import { units } from "./units.ts";
import { versions } from "./versions.ts";
import type { Rule } from "./rule.ts";
import { stateTables } from "./state-tables.ts";
import { twins } from "./twins.ts";
import { unions } from "./unions.ts";
import { usage } from "./usage.ts";

/** Every rule that a spec must keep, beside the meta-schemas. */
export const RULES: readonly Rule[] = [
  fileNames,
  knownNames,
  operationKinds,
  errorLists,
  requirementIds,
  exclusions,
  stateTables,
  gates,
  usage,
  twins,
  rpcCodes,
  dialect,
  requiredFields,
  unions,
  limits,
  descriptions,
  examples,
  equivalenceFields,
  novaMethods,
  profiles,
  versions,
  glossary,
  units,
  secrets,
  driverPrivate,
];
