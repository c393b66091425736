// How fast the wire is: calls per second of `getInfo` with validation on both sides, against bare vscode-jsonrpc doing the same exchange
// without any. Run it with `tsx spec/bench/wire.ts`; it exits 1 if a ratio is below the bar.
import { spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from "vscode-jsonrpc/node";
import { connectDriver } from "../src/index.ts";
import type { DriverEndpoint } from "../src/index.ts";
import { PARAMS, driver, getInfo } from "./exchange.ts";

const BAR = 0.8;
const WARM_UP = 3000;
const ROUNDS = 61;
const CALLS = 200;
const CHILD = [...process.execArgv, fileURLToPath(new URL("wire-child.ts", import.meta.url))];

/** Something that makes the exchange. */
interface Subject {
  call(): Promise<unknown>;
  close(): Promise<void>;
}

async function ours(endpoint: DriverEndpoint): Promise<Subject> {
  const connection = await connectDriver(endpoint);
  await connection.initialize({ epoch: 1 });
  return { call: () => connection.driver.getInfo(PARAMS), close: () => connection.close() };
}

function bare(readable: NodeJS.ReadableStream, writable: NodeJS.WritableStream, close: () => void): Subject {
  const connection = createMessageConnection(new StreamMessageReader(readable), new StreamMessageWriter(writable));
  connection.listen();
  return {
    call: () => connection.sendRequest("getInfo", PARAMS),
    close: async () => {
      connection.dispose();
      close();
    },
  };
}

function bareProcess(): Subject {
  const child = spawn(process.execPath, [...CHILD, "bare"], { stdio: ["pipe", "pipe", "inherit"] });
  return bare(child.stdout, child.stdin, () => child.kill());
}

function bareMemory(): Subject {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const server = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  server.onRequest("getInfo", getInfo);
  server.listen();
  return bare(back, there, () => server.dispose());
}

/** Calls per second, with so many calls in flight. */
async function rate(subject: Subject, inFlight: number, calls: number = CALLS): Promise<number> {
  const begun = process.hrtime.bigint();
  let left = calls;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await subject.call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return calls / (Number(process.hrtime.bigint() - begun) / 1e9);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Measures in many short turns, so that a busy machine slows both alike. */
async function compare(name: string, library: Subject, plain: Subject, inFlight: number): Promise<number> {
  for (const subject of [library, plain]) await rate(subject, inFlight, WARM_UP);
  const turns: { library: number; plain: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    turns.push({ library: await rate(library, inFlight), plain: await rate(plain, inFlight) });
  }
  const ratio = median(turns.map((turn) => turn.library / turn.plain));
  const shown = (rates: readonly number[]): string => `${Math.round(median(rates)).toString().padStart(6)} calls/s`;
  const [fast, slow] = [shown(turns.map((turn) => turn.library)), shown(turns.map((turn) => turn.plain))];
  process.stdout.write(`${name.padEnd(24)} ${fast}   bare ${slow}   ratio ${ratio.toFixed(2)}\n`);
  return ratio;
}

const pairs: readonly (readonly [string, Subject, Subject])[] = [
  ["stdio", await ours({ kind: "stdio", command: process.execPath, args: CHILD }), bareProcess()],
  ["memory", await ours({ kind: "memory", definition: driver }), bareMemory()],
];
const ratios: number[] = [];
for (const [name, library, plain] of pairs) {
  ratios.push(await compare(`${name}, one at a time`, library, plain, 1));
  ratios.push(await compare(`${name}, 32 in flight`, library, plain, 32));
  await Promise.all([library.close(), plain.close()]);
}
process.exitCode = Math.min(...ratios) >= BAR ? 0 : 1;
