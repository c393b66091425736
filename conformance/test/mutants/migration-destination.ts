// Drivers that tell wrongly what a node accepts of an instance that moves to it, or where it takes that.
import type { ComputeDriver, GetMigrationDestinationResult, MigrationEndpoint } from "@virt-driver-kit/spec";
import { timestampMs, timestampOf } from "@virt-driver-kit/spec";

import { faulty, misreporting } from "./faulty.ts";
import { type Mutant, replacing, type SiteMutant, virtualNow, within } from "./mutant.ts";
import { bothReplacing } from "./two-hosts.ts";

const MINUTE_MS = 60_000;

type Destination = GetMigrationDestinationResult["destination"];

/** Changes what a driver says of a node. */
function naming(
  change: (destination: Destination) => Destination,
): (driver: Required<ComputeDriver>) => Partial<ComputeDriver> {
  return (driver) => ({
    getMigrationDestination: async (params, call) => {
      const { destination } = await driver.getMigrationDestination(params, call);
      return { destination: change(destination) };
    },
  });
}

/** Changes each endpoint of a node. */
function pointing(change: (endpoint: MigrationEndpoint) => MigrationEndpoint): ReturnType<typeof naming> {
  return naming((destination) => ({ ...destination, endpoints: destination.endpoints.map(change) }));
}

const ACCEPTS = "getMigrationDestination/accepts-what-it-names";

const formats: readonly Mutant[] = [
  {
    id: `${ACCEPTS}: the next version`,
    requirement: ACCEPTS,
    title: "getMigrationDestination names a version of its format that finishMigration does not read",
    message: "finishMigration does not know the format",
    only: [ACCEPTS],
    driver: replacing(
      naming((destination) => ({
        ...destination,
        acceptedFormats: destination.acceptedFormats.flatMap((format) => [
          format,
          { ...format, version: format.version + 1 },
        ]),
      })),
    ),
  },
  {
    id: `${ACCEPTS}: finishes everything`,
    requirement: ACCEPTS,
    title: "finishMigration says that it has finished a move of which nothing came",
    message: "was not refused as a move that is not possible",
    only: [ACCEPTS],
    driver: replacing(() => ({ finishMigration: async () => ({}) })),
  },
  {
    id: `${ACCEPTS}: another node's`,
    requirement: ACCEPTS,
    title: "getMigrationDestination answers of another node",
    message: "Unexpected node in the answer of getMigrationDestination",
    only: [ACCEPTS],
    driver: replacing(naming((destination) => ({ ...destination, node: "7f3b1d52-33f4-4a5b-9d55-7d3a3a6f4b11" }))),
  },
  {
    id: `${ACCEPTS}: refuses what came`,
    requirement: ACCEPTS,
    title: "finishMigration takes no data that another driver has written",
    message: "MIGRATION_NOT_POSSIBLE",
    only: [`${ACCEPTS}[moves]`],
    site: bothReplacing((driver) => ({
      finishMigration: (params, call) =>
        driver.finishMigration(
          { ...params, data: { ...params.data, format: { ...params.data.format, version: 99 } } },
          call,
        ),
    })),
  },
];

const ENDPOINTS = "getMigrationDestination/endpoints-are-for-peers";

const addresses = (
  [
    ["wildcard", "tls://0.0.0.0:49152", 'has the host "0.0.0.0"'],
    ["wildcard of six", "tls://[::]:49152", 'has the host "[::]"'],
    ["nothing", "tls://:49152", 'has the host ""'],
    ["socket", "nbd+unix:///disk?socket=/run/disk.sock", "is a socket that only its own host can open"],
  ] as const
).map(([word, uri, message]): Mutant => ({
  id: `${ENDPOINTS}: ${word}`,
  requirement: ENDPOINTS,
  title: `getMigrationDestination names the address that its service listens on: ${uri}`,
  message,
  only: [ENDPOINTS],
  driver: replacing(pointing((endpoint) => ({ ...endpoint, uri }))),
}));

const endpoints: readonly Mutant[] = [
  ...addresses,
  {
    id: `${ENDPOINTS}: relative path`,
    requirement: ENDPOINTS,
    title: "getMigrationDestination names a directory relative to its own",
    message: "is not the path of a directory",
    only: [ENDPOINTS],
    driver: replacing(pointing(() => ({ transport: "file", uri: "instances" }))),
  },
  {
    id: `${ENDPOINTS}: nobody's address`,
    requirement: ENDPOINTS,
    title: "getMigrationDestination names an address at which nobody is",
    message: "The source cannot move an instance to where the destination told it to",
    only: [`${ENDPOINTS}[move]`],
    site: bothReplacing(pointing((endpoint) => ({ ...endpoint, uri: "tls://nobody.example:49152" }))),
  },
];

const EXPIRE = "getMigrationDestination/credentials-expire";

/** Changes until when the credentials are said to be good, by so many milliseconds. */
function shifted(byMs: number): ReturnType<typeof naming> {
  return pointing(({ expiresAt, ...endpoint }) => ({
    ...endpoint,
    ...(expiresAt !== undefined && { expiresAt: timestampOf(timestampMs(expiresAt) + byMs) }),
  }));
}

const credentials: readonly Mutant[] = [
  {
    id: `${EXPIRE}: for ever`,
    requirement: EXPIRE,
    title: "getMigrationDestination does not say until when a credential is good",
    message: "No expiresAt beside the credential",
    only: [EXPIRE],
    driver: faulty(misreporting("getMigrationDestination", { pointer: "/destination/endpoints/*/expiresAt" })),
  },
  {
    id: `${EXPIRE}: a moment`,
    requirement: EXPIRE,
    title: "getMigrationDestination hands out a credential that ends in half a minute",
    message: "when it is handed out",
    only: [EXPIRE],
    driver: replacing((driver) => ({
      getMigrationDestination: async (params, call) => {
        const now = await virtualNow(driver, within(call));
        const expiresAt = timestampOf(now + MINUTE_MS / 2);
        return pointing((endpoint) => ({ ...endpoint, expiresAt }))(driver).getMigrationDestination?.(
          params,
          call,
        ) as Promise<GetMigrationDestinationResult>;
      },
    })),
  },
  {
    id: `${EXPIRE}: the same again`,
    requirement: EXPIRE,
    title: "getMigrationDestination hands out the credential that it has made once",
    message: "when it is handed out again later",
    only: [`${EXPIRE}[again]`],
    driver: faulty({
      kind: "answerFault",
      trigger: { operation: "getMigrationDestination", times: 0 },
      action: "stale",
    }),
  },
  {
    id: `${EXPIRE}: ends too soon`,
    requirement: EXPIRE,
    title: "A credential lets nobody in any more ten minutes before it is said to end",
    message: "The destination does not let the source in after less than a minute",
    only: [`${EXPIRE}[holds]`],
    site: bothReplacing((driver) => ({
      getMigrationDestination: async (params, call) => {
        const answer = (await shifted(10 * MINUTE_MS)(driver).getMigrationDestination?.(
          params,
          call,
        )) as GetMigrationDestinationResult;
        await driver["simulation/advance"]({ durationMs: 9.5 * MINUTE_MS }, within(call));
        return answer;
      },
    })),
  },
  {
    id: `${EXPIRE}: lets in later`,
    requirement: EXPIRE,
    title: "A credential goes on letting sources in after the end that was told",
    message: "succeeded instead of being refused with CREDENTIALS_EXPIRED",
    only: [`${EXPIRE}[ends]`],
    site: bothReplacing(shifted(-5 * MINUTE_MS)),
  } satisfies SiteMutant,
];

/** The mutants of `getMigrationDestination`. */
export const migrationDestinationMutants: readonly Mutant[] = [...formats, ...endpoints, ...credentials];
