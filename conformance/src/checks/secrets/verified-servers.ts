// Checks that over HTTPS a server has to prove who it is before it is read from or written to.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { AUTHORITY, type Identity, SERVER, SERVER_ELSEWHERE, STRANGER } from "../../harness/certificates.ts";
import type { ImageServer } from "../../harness/image-server.ts";
import { newHttpImage, showing } from "../steps/http-images.ts";
import { givenHttpSink, SMALL_DISK, snapshotOf } from "../steps/image-sinks.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

type Trust = { readonly caCertificates?: string };

/** A server that is not vouched for. */
interface Unproven {
  readonly variant: string;
  readonly what: string;
  readonly identity: Identity;
  readonly trust: Trust;
}

const UNPROVEN: readonly Unproven[] = [
  {
    variant: "other-authority",
    what: "whose authority is not among caCertificates",
    identity: SERVER,
    trust: { caCertificates: STRANGER },
  },
  { variant: "unknown-to-host", what: "whose authority the host does not know", identity: SERVER, trust: {} },
  {
    variant: "other-name",
    what: "whose certificate is for another one",
    identity: SERVER_ELSEWHERE,
    trust: { caCertificates: AUTHORITY },
  },
];

/** Something that a driver does with a server. */
interface Use {
  readonly variant: string;
  readonly operation: string;
  readonly does: string;
  readonly needs: Check["needs"];
  /** Does it, and checks that nothing came of it if it failed. */
  readonly use: (t: CheckContext, server: ImageServer, trust: Trust) => Promise<Error | undefined>;
}

const USES: readonly Use[] = [
  {
    variant: "source",
    operation: "spawn",
    does: "reads no image from",
    needs: {},
    use: async (t, server, trust) => {
      const image = await newHttpImage(t);
      const url = server.put(`/${image.id}`, image.bytes);
      const params = image.from({ url, ...showing(t.uuid()), ...trust });
      const refusal = await refusalOf(t.driver.spawn(params));
      if (refusal !== undefined) await expectState(t, params.instance.uuid, "absent", "after a spawn that failed");
      return refusal;
    },
  },
  {
    variant: "sink",
    operation: "snapshot",
    does: "writes no image to",
    needs: { capabilities: ["supportsSnapshot"] },
    use: async (t, server, trust) => {
      await givenHttpSink(t);
      const instance = await t.givenInstance({ ...SMALL_DISK, powerState: "shutdown" });
      const sink = { kind: "http", url: `${server.origin}/${t.uuid()}`, ...showing(t.uuid()), ...trust } as const;
      return refusalOf(t.driver.snapshot(snapshotOf(t, instance, sink)));
    },
  },
];

/** The checks that servers have to prove who they are. */
export const verifiedServerChecks: readonly Check[] = USES.flatMap(({ variant: way, operation, does, needs, use }) =>
  UNPROVEN.map(({ variant, what, identity, trust }): Check => ({
    id: `secrets/servers-are-verified[${way}-${variant}]`,
    requirement: "secrets/servers-are-verified",
    title: `${operation}() ${does} a server ${what}, and fails`,
    ...(needs && { needs }),
    run: async (t) => {
      // A driver that cannot use HTTPS at all refuses every server.
      await t.given(operation, async () => {
        const refusal = await use(t, await t.imageServer(SERVER), { caCertificates: AUTHORITY });
        if (refusal !== undefined) throw refusal;
      });
      const server = await t.imageServer(identity);
      const refusal = await use(t, server, trust);
      t.expectThat(refusal !== undefined, `${operation} succeeded with a server ${what}`, {
        expected: "a refusal",
        hint: "Verify the server's certificate and its name.",
      });
      const asked = server.requests.map(({ method, path }) => `${method} ${path}`);
      t.expectEqual(asked, [], `requests that ${operation} sent to a server ${what}`);
    },
  })),
);
