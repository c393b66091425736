// A secret of a request that the driver lets out.
import type { LeakFault } from "@virt-driver-kit/spec";

import { OWNERS } from "../changes/members.ts";
import { membersIn, resolved } from "../schema-members.ts";
import { pointersTo } from "../schema-pointers.ts";
import type { MutationSite } from "../site.ts";
import { sent } from "../traces.ts";
import { isServed, REQUESTS } from "./operations.ts";

/** Where secrets are let out, of those places that a caller of the driver can see. */
const PLACES = ["errorMessage", "log"] as const satisfies readonly LeakFault["into"][];

const served = REQUESTS.filter(isServed);

const secrets = [
  ...new Set(
    served
      .flatMap(({ name, params }) => membersIn(params, name + OWNERS.params))
      .filter(({ schema }) => schema["x-sensitive"] === true || resolved(schema)["x-sensitive"] === true)
      .map(({ name }) => name),
  ),
];

function faultsOf(secret: string, into: LeakFault["into"]): LeakFault[] {
  return served.flatMap(({ name: operation, params }) =>
    pointersTo(secret, params, operation + OWNERS.params).map((pointer): LeakFault => ({
      kind: "leakFault",
      trigger: { operation, times: 0 },
      pointer,
      into,
    })),
  );
}

/** The sites at which a secret comes out. */
export const secretSites: readonly MutationSite[] = secrets.flatMap((secret) =>
  PLACES.map((into): MutationSite => ({
    id: `secret-leaked:${secret}:${into}`,
    class: "secret-leaked",
    origins: ["errors"],
    title: `${secret} of a request gets into ${into === "log" ? "the log" : "the message of an error"}`,
    reachedBy: [sent(secret)],
    mutation: { faults: faultsOf(secret, into) },
  })),
);
