import { expect, test } from "vitest";
import { parseListenAddress } from "../../src/api/listen-address.ts";

test.each([
  ["127.0.0.1:8774", { host: "127.0.0.1", port: 8774 }],
  ["localhost:0", { host: "localhost", port: 0 }],
  ["[::1]:1", { host: "::1", port: 1 }],
])("%s is an address to listen on", (text, address) => {
  expect(parseListenAddress(text)).toEqual(address);
});

test.each(["8774", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:http", ""])('"%s" is no address', (text) => {
  expect(() => parseListenAddress(text)).toThrow("write host:port");
});

test.each(["0.0.0.0:8774", "192.0.2.1:80", "[::]:80"])("%s is refused, since the API has no authentication", (text) => {
  expect(() => parseListenAddress(text)).toThrow("the API has no authentication");
});
