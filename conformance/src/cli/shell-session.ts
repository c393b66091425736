// What the shell does with a line: calls an operation, or explains itself. Knows nothing of terminals.
import { DriverError, WireError, redactValue, specModel, validators } from "@virt-driver-kit/spec";
import type { DriverConnection, OperationModel } from "@virt-driver-kit/spec";

import { closestNames } from "./closest-names.ts";
import { explain } from "./explain-command.ts";
import { explainOperation } from "./explain-operation.ts";
import { parseParams, parseShellLine } from "./parse-shell-line.ts";

/** What came of a line. */
export interface ShellAnswer {
  readonly lines: readonly string[];
  /** Whether the shell ends. */
  readonly ends?: true;
}

/** A shell on one connection. */
export interface ShellSession {
  /** Runs one line. Never rejects. */
  run(line: string): Promise<ShellAnswer>;
  /** The words that a beginning of a line may stand for. */
  complete(line: string): readonly string[];
}

const OPERATIONS: readonly OperationModel[] = Object.values(specModel.operations).filter(
  ({ direction, kind }) => direction === "coreToDriver" && kind !== "notification",
);
const WORDS = ["help", "explain", "session", "exit"] as const;

/** What the wire adds to every call, so that the parameters can be judged as a whole. */
const CALL = { operationId: "00000000-0000-4000-8000-000000000000" };

const HELP = [
  "<operation> [params]   call an operation; params are JSON or name=value pairs",
  "help [operation]       the operations, or one of them",
  "explain <name>         a requirement, error or capability",
  "session                what the driver said in initialize",
  "exit                   end the session; instances stay as they are",
];

/** Makes a shell on a connection with a session. */
export function shellSession(connection: DriverConnection): ShellSession {
  const names = [...WORDS, ...OPERATIONS.map(({ name }) => name)];
  return {
    complete: (line) => {
      const { word, rest } = parseShellLine(line);
      if (word === "help" || word === "explain")
        return names.filter((name) => name.startsWith(rest)).map((name) => `${word} ${name}`);
      return names.filter((name) => name.startsWith(word));
    },
    run: async (line) => {
      const { word, rest } = parseShellLine(line);
      try {
        if (word === "") return { lines: [] };
        if (word === "exit" || word === "quit") return { lines: [], ends: true };
        if (word === "help") return { lines: help(rest) };
        if (word === "explain") return { lines: explain(rest) };
        if (word === "session") return { lines: [JSON.stringify(connection.session, undefined, 2)] };
        return { lines: await call(connection, word, rest, names) };
      } catch (error) {
        return { lines: [error instanceof Error ? error.message : String(error)] };
      }
    },
  };
}

function help(name: string): string[] {
  const operation = OPERATIONS.find((one) => one.name === name);
  if (operation !== undefined) return explainOperation(specModel, operation);
  const width = Math.max(...OPERATIONS.map((one) => one.name.length));
  return [...HELP, "", ...OPERATIONS.map((one) => `${one.name.padEnd(width)}  ${one.summary}`)];
}

async function call(
  connection: DriverConnection,
  name: string,
  rest: string,
  names: readonly string[],
): Promise<string[]> {
  const operation = OPERATIONS.find((one) => one.name === name);
  if (operation === undefined) return [`There is no operation "${name}"${closestNames(name, names)}; help lists them`];
  let params: Record<string, unknown>;
  try {
    params = parseParams(rest);
  } catch (error) {
    return [`Cannot read the parameters: ${(error as Error).message}`, `${name} takes ${signature(operation)}`];
  }
  const problems = validators[name as keyof typeof validators].params.closed({ ...params, call: CALL });
  if (problems !== null) return [...problems.map(({ message }) => message), `${name} takes ${signature(operation)}`];
  try {
    const result = await connection.driver[name as "getInfo"](params as { instanceUuid: string });
    return [
      JSON.stringify(operation.result === undefined ? result : redactValue(operation.result, result), undefined, 2),
    ];
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): string[] {
  if (error instanceof DriverError) {
    const { code, message, effect, details, recovery } = error;
    return [
      `${code}: ${message}`,
      `effect ${effect}, recovery ${recovery}: ${specModel.recoveries[recovery] ?? ""}`,
      ...(details === undefined ? [] : [JSON.stringify(details)]),
    ];
  }
  if (error instanceof WireError) return [error.message];
  throw error;
}

function signature({ params }: OperationModel): string {
  const names = Object.keys(params.properties ?? {}).map((name) =>
    params.required?.includes(name) ? name : `${name}?`,
  );
  return names.length === 0 ? "no parameters" : names.join(", ");
}
