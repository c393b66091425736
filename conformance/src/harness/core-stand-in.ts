// Stands in for the core where a driver asks something of its caller in the middle of an operation.
import type { CoreRequestMap, CoreRequests } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

/** The name of a request that a driver makes. */
export type CoreRequestName = keyof CoreRequestMap;

/** How a check answers a request of the driver's. It resolves with the result, or rejects with the `DriverError` to answer. */
export type CoreAnswer<Name extends CoreRequestName> = (
  params: CoreRequestMap[Name]["params"],
) => CoreRequestMap[Name]["result"] | Promise<CoreRequestMap[Name]["result"]>;

/** A request that the driver made. */
export type AskedOfCore = {
  readonly [Name in CoreRequestName]: { readonly method: Name; readonly params: CoreRequestMap[Name]["params"] };
}[CoreRequestName];

/** What a check sees of the stand-in. */
export interface CoreAnswers {
  /** The requests that came since the check began, in their order. */
  readonly asked: readonly AskedOfCore[];
  /** Has a request answered in another way than usual, until the check ends. */
  answer<Name extends CoreRequestName>(method: Name, answer: CoreAnswer<Name>): void;
}

/** The stand-in of one attachment. */
export interface CoreStandIn extends CoreAnswers {
  /** For the connections to the driver. */
  readonly requests: CoreRequests;
  /** A new check begins: nothing was asked, and all is answered as usual. */
  begin(): void;
}

type Answers = { [Name in CoreRequestName]: CoreAnswer<Name> };

/** As a cloud without troubles answers: what is awaited has happened, and no credential can be renewed that none has given. */
const USUAL: Answers = {
  waitForExternalEvents: ({ events }) => ({
    events: events.map(({ name, tag }) => ({ name, tag, status: "completed" as const })),
  }),
  renewCredentials: ({ resource, resourceId }) => {
    throw new DriverError(
      "CREDENTIALS_EXPIRED",
      `Cannot renew the credentials of ${resource} "${resourceId}": the check gave none`,
      {
        details: { resource: resourceId },
      },
    );
  },
};

/** Makes a stand-in that answers as usual. */
export function coreStandIn(): CoreStandIn {
  let answers: Answers = { ...USUAL };
  let asked: AskedOfCore[] = [];
  return {
    get asked() {
      return asked;
    },
    answer: (method, answer) => {
      answers = { ...answers, [method]: answer };
    },
    begin: () => {
      answers = { ...USUAL };
      asked = [];
    },
    requests: {
      waitForExternalEvents: (params) => {
        asked.push({ method: "waitForExternalEvents", params });
        return answers.waitForExternalEvents(params);
      },
      renewCredentials: (params) => {
        asked.push({ method: "renewCredentials", params });
        return answers.renewCredentials(params);
      },
    },
  };
}
