// Checks that a token goes to the server that it is for, and to nobody to whom that server leads.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { ImageServer } from "../../harness/image-server.ts";
import { carries, guarded, newHttpImage, redirecting, showing, TOKEN_HEADER } from "../steps/http-images.ts";
import { givenHttpSink, SMALL_DISK, snapshotOf } from "../steps/image-sinks.ts";
import { refusalOf } from "../steps/refusal.ts";

const FAR_OFF = "2100-01-01T00:00:00.000Z";

/** Checks that a server was shown a token; without that nothing can be said of others. */
function givenShown(t: CheckContext, operation: string, server: ImageServer, token: string): Promise<void> {
  return t.given(operation, async () =>
    t.expectThat(
      server.requests.some((request) => carries(request, token)),
      `${operation} did not send the headers to their own server`,
      { expected: TOKEN_HEADER },
    ),
  );
}

function expectNotShown(t: CheckContext, server: ImageServer, token: string, what: string): void {
  const shown = server.requests.filter((request) => carries(request, token));
  t.expectEqual(
    shown.map(({ method, path }) => `${method} ${path}`),
    [],
    `requests that carried ${what}`,
    "Send headers only to the scheme, host and port of their URL.",
  );
}

/** The checks that headers go to their own server. */
export const ownServerChecks: readonly Check[] = [
  {
    id: "secrets/go-to-their-own-server[source]",
    requirement: "secrets/go-to-their-own-server",
    title: "The headers of an image source are not sent to the server that it redirects to",
    run: async (t) => {
      const image = await newHttpImage(t);
      const [own, other] = [await t.imageServer(), await t.imageServer()];
      const token = t.uuid();
      other.put("/image", image.bytes);
      const url = own.handle("/image", redirecting(other, "/image"));
      // A driver may follow without the headers, or fail.
      await refusalOf(t.driver.spawn(image.from({ url, ...showing(token) })));
      await givenShown(t, "spawn", own, token);
      expectNotShown(t, other, token, "the headers of another server, after a redirect");
    },
  },
  {
    id: "secrets/go-to-their-own-server[sink]",
    requirement: "secrets/go-to-their-own-server",
    title: "The headers of an image sink are not sent to the server that it redirects to",
    needs: { capabilities: ["supportsSnapshot"] },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const { sink, path, server: own } = await givenHttpSink(t);
      const other = await t.imageServer();
      const token = t.uuid();
      own.handle(path, redirecting(other, "/image"));
      await refusalOf(t.driver.snapshot(snapshotOf(t, instance, { ...sink, ...showing(token) })));
      await givenShown(t, "snapshot", own, token);
      expectNotShown(t, other, token, "the headers of another server, after a redirect");
    },
  },
  {
    id: "secrets/go-to-their-own-server[renewed]",
    requirement: "secrets/go-to-their-own-server",
    title: "Renewed headers go to the server of the renewed URL, and the old ones do not",
    run: async (t) => {
      const image = await newHttpImage(t);
      const [first, second] = [await t.imageServer(), await t.imageServer()];
      const [old, renewed] = [t.uuid(), t.uuid()];
      const url = first.handle("/image", (_request, response) => response.writeHead(401).end());
      const newUrl = second.handle("/image", guarded(renewed, 401, image.bytes));
      t.core.answer("renewCredentials", () => ({
        credential: { url: newUrl, headers: showing(renewed).headers ?? [], expiresAt: FAR_OFF },
      }));
      await t.given("spawn", () => t.driver.spawn(image.from({ url, ...showing(old) })));
      await givenShown(t, "spawn", first, old);
      await givenShown(t, "spawn", second, renewed);
      expectNotShown(t, second, old, "the headers of the URL before it was renewed");
      expectNotShown(t, first, renewed, "the headers of the renewed URL, to the server of before");
    },
  },
];
