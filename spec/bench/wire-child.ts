// The child process of the benchmark: answers the exchange on standard input and output, through this library or without it.
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from "vscode-jsonrpc/node";
import { serveDriver } from "../src/index.ts";
import { driver, getInfo } from "./exchange.ts";

if (process.argv[2] === "bare") {
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  connection.onRequest("getInfo", getInfo);
  connection.listen();
} else {
  await serveDriver(driver);
}
