// Drivers that trust servers they should not, show tokens to others, or do not have them renewed.
import { createHash, randomUUID } from "node:crypto";
import { get } from "node:https";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { DriverDefinition, DriverHost, HttpImageSource, SpawnParams } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import { AUTHORITY } from "../../src/harness/certificates.ts";
import { faulty, misreading } from "./faulty.ts";
import { type DriverMutant, hiding, type Mutant, replacing, within } from "./mutant.ts";

const only = (requirement: string): readonly string[] => [`${requirement}*`];

type Core = DriverHost["core"];

/** Changes how a driver asks its caller. */
function askingCore(change: (core: Core) => Partial<Core>): DriverMutant["driver"] {
  return (base: DriverDefinition): DriverDefinition => ({
    ...base,
    create: (host) => {
      const core = { ...host.core, ...change(host.core) };
      return base.create(
        new Proxy(host, { get: (target, name) => (name === "core" ? core : Reflect.get(target, name)) }),
      );
    },
  });
}

/** Where a spawn's image is read from over HTTP, if it is. */
function sourceOf({ instance }: SpawnParams): HttpImageSource | undefined {
  return instance.image.source.kind === "http" ? instance.image.source : undefined;
}

interface Place {
  readonly url: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

/** Follows a redirect with all headers. */
async function followWithHeaders(method: "GET" | "PUT", { url, headers = [] }: Place): Promise<void> {
  const init = {
    method,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    ...(method === "PUT" && { body: "image" }),
  };
  const answer = await fetch(url, { ...init, redirect: "manual" });
  const location = answer.headers.get("location");
  if (location !== null) await fetch(location, init);
}

/** Reads from a server that may be anybody. */
function readFromAnybody(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { rejectUnauthorized: false, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks)));
    }).on("error", reject);
  });
}

const OWN = "secrets/go-to-their-own-server";
const VERIFIED = "secrets/servers-are-verified";
const ASKS = "renewCredentials/asks-before-it-gives-up";
const ENDS = "renewCredentials/refusal-ends-the-operation";

const leaking: readonly Mutant[] = [
  {
    id: `${OWN}: along redirects from a source`,
    requirement: OWN,
    title: "A driver that follows a redirect of an image source sends the headers along",
    message: "Unexpected requests that carried the headers of another server, after a redirect",
    only: [`${OWN}[source]`],
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const source = sourceOf(params);
        if (source !== undefined) await followWithHeaders("GET", source);
        return driver.spawn(params, call);
      },
    })),
  },
  {
    id: `${OWN}: along redirects from a sink`,
    requirement: OWN,
    title: "A driver that follows a redirect of an image sink sends the headers along",
    message: "Unexpected requests that carried the headers of another server, after a redirect",
    only: [`${OWN}[sink]`],
    driver: replacing((driver) => ({
      snapshot: async (params, call) => {
        if (params.sink.kind === "http") await followWithHeaders("PUT", params.sink);
        return driver.snapshot(params, call);
      },
    })),
  },
  {
    id: `${OWN}: to the next server`,
    requirement: OWN,
    title: "A driver that was given another URL sends the old headers there as well",
    message: "Unexpected requests that carried the headers of the URL before it was renewed",
    only: [`${OWN}[renewed]`],
    driver: (base) => {
      let old: HttpImageSource["headers"];
      const changed = askingCore((core) => ({
        renewCredentials: async (params, options) => {
          const { credential } = await core.renewCredentials(params, options);
          const former = (old ?? []).map(({ value }) => ({ name: "X-Former-Token", value }));
          return { credential: { ...credential, headers: [...(credential.headers ?? []), ...former] } };
        },
      }))(base);
      return replacing((driver) => ({
        spawn: (params, call) => {
          old = sourceOf(params)?.headers;
          return driver.spawn(params, call);
        },
      }))(changed);
    },
  },
  {
    id: `${OWN}: back to the old server`,
    requirement: OWN,
    title: "A driver that was given another URL shows the new headers to the old server too",
    message: "Unexpected requests that carried the headers of the renewed URL, to the server of before",
    only: [`${OWN}[renewed]`],
    driver: (base) => {
      let url: string | undefined;
      const changed = askingCore((core) => ({
        renewCredentials: async (params, options) => {
          const answer = await core.renewCredentials(params, options);
          if (url !== undefined) await followWithHeaders("GET", { ...answer.credential, url });
          return answer;
        },
      }))(base);
      return replacing((driver) => ({
        spawn: (params, call) => {
          url = sourceOf(params)?.url;
          return driver.spawn(params, call);
        },
      }))(changed);
    },
  },
  {
    id: `${VERIFIED}: anybody`,
    requirement: VERIFIED,
    title: "spawn reads an image from a server whose certificate proves nothing",
    message: "spawn succeeded with a server",
    only: only(`${VERIFIED}[source-other-name]`),
    driver: replacing((driver) => ({
      spawn: async (params, call) => {
        const source = sourceOf(params);
        if (source === undefined) return driver.spawn(params, call);
        return hiding(driver.spawn(params, call), "IMAGE_TRANSFER_FAILED", async () =>
          spawnFrom(driver, params, await readFromAnybody(source.url)),
        );
      },
    })),
  },
  {
    id: `${VERIFIED}: its own authorities`,
    requirement: VERIFIED,
    title: "spawn trusts an authority of its own, whatever caCertificates says",
    message: "spawn succeeded with a server whose authority is not among caCertificates",
    only: [`${VERIFIED}[source-other-authority]`, `${VERIFIED}[source-unknown-to-host]`],
    driver: faulty(
      misreading("spawn", { pointer: "/instance/image/source/caCertificates", json: JSON.stringify(AUTHORITY) }),
    ),
  },
  {
    id: `${VERIFIED}: asks, and then looks`,
    requirement: VERIFIED,
    title: "snapshot to a server whose certificate proves nothing sends it something, and then fails",
    message: "Unexpected requests that snapshot sent to a server",
    only: only(`${VERIFIED}[sink-other-name]`),
    driver: replacing((driver) => ({
      snapshot: (params, call) =>
        driver.snapshot(params, call).catch(async (error: unknown) => {
          if (params.sink.kind === "http") await readFromAnybody(params.sink.url);
          throw error;
        }),
    })),
  },
  {
    id: `${VERIFIED}: its own authorities for sinks`,
    requirement: VERIFIED,
    title: "snapshot trusts an authority of its own, whatever caCertificates says",
    message: "snapshot succeeded with a server whose authority",
    only: [`${VERIFIED}[sink-other-authority]`, `${VERIFIED}[sink-unknown-to-host]`],
    driver: faulty(misreading("snapshot", { pointer: "/sink/caCertificates", json: JSON.stringify(AUTHORITY) })),
  },
];

/** Spawns from bytes that are at hand. */
async function spawnFrom(
  driver: Parameters<Parameters<typeof replacing>[0]>[0],
  params: SpawnParams,
  bytes: Buffer,
): Promise<Awaited<ReturnType<typeof driver.spawn>>> {
  const path = join(tmpdir(), `vdk-mutant-${randomUUID()}`);
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const image = { ...params.instance.image, sha256, source: { kind: "file", path } as const };
  const call = { signal: new AbortController().signal, reportProgress: () => undefined };
  return driver
    .spawn({ ...params, instance: { ...params.instance, image } }, call)
    .finally(() => rmSync(path, { force: true }));
}

const expired = (resource: string): DriverError =>
  new DriverError("CREDENTIALS_EXPIRED", "Cannot go on: the credentials have expired", {
    effect: "none",
    details: { resource },
  });

const asTransfer = (imageId: string) => (): never => {
  throw new DriverError("IMAGE_TRANSFER_FAILED", "Cannot transfer the image", { effect: "none", details: { imageId } });
};

const nameless = (): never => {
  throw expired("credentials");
};

const renewing: readonly Mutant[] = [
  {
    id: `${ASKS}: gives up`,
    requirement: ASKS,
    title: "A driver whose credentials are refused gives up without asking for others",
    message: "CREDENTIALS_EXPIRED",
    only: only(ASKS),
    driver: askingCore(() => ({
      renewCredentials: async () => {
        throw expired("imageSource");
      },
    })),
  },
  {
    id: `${ASKS}: for another`,
    requirement: ASKS,
    title: "A driver asks for the credentials of a source where it means a sink",
    message: "Unexpected request of renewCredentials by snapshot",
    only: only(ASKS),
    driver: askingCore((core) => ({
      renewCredentials: (params, options) => core.renewCredentials({ ...params, resource: "imageSource" }, options),
    })),
  },
  {
    id: `${ASKS}: under another name`,
    requirement: ASKS,
    title: "A driver asks for credentials by an operationId of its own",
    message: "Unexpected request of renewCredentials by spawn",
    only: only(ASKS),
    driver: askingCore((core) => ({
      renewCredentials: (params, options) =>
        core.renewCredentials({ ...params, operationId: "0f1c8a52-6a0e-4b0e-9d8b-0d8a5f6d2c11" }, options),
    })),
  },
  {
    id: `${ASKS}: fails all the same`,
    requirement: ASKS,
    title: "A driver asks for new credentials and fails the operation all the same",
    message: "CREDENTIALS_EXPIRED",
    only: only(ASKS),
    driver: askingCore((core) => ({
      renewCredentials: async (params, options) => {
        await core.renewCredentials(params, options);
        throw expired("imageSource");
      },
    })),
  },
  {
    id: `${ENDS}: as a transfer`,
    requirement: ENDS,
    title: "A driver takes credentials that are not renewed for a transfer that broke off",
    message: "answered IMAGE_TRANSFER_FAILED instead of CREDENTIALS_EXPIRED",
    only: only(ENDS),
    driver: replacing((driver) => {
      return {
        spawn: (params, call) =>
          hiding(driver.spawn(params, call), "CREDENTIALS_EXPIRED", asTransfer(params.instance.image.id)),
        snapshot: (params, call) =>
          hiding(driver.snapshot(params, call), "CREDENTIALS_EXPIRED", asTransfer(params.imageId)),
      };
    }),
  },
  {
    id: `${ENDS}: names nothing`,
    requirement: ENDS,
    title: "A driver does not say which credentials were not renewed",
    message: "CREDENTIALS_EXPIRED does not name what the credentials were for",
    only: only(ENDS),
    driver: replacing((driver) => {
      return {
        spawn: (params, call) => hiding(driver.spawn(params, call), "CREDENTIALS_EXPIRED", nameless),
        snapshot: (params, call) => hiding(driver.snapshot(params, call), "CREDENTIALS_EXPIRED", nameless),
      };
    }),
  },
  {
    id: `${ENDS}: leaves the instance`,
    requirement: ENDS,
    title: "A spawn whose credentials are not renewed leaves an instance behind",
    message: "after spawn answered CREDENTIALS_EXPIRED",
    only: only(ENDS),
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "CREDENTIALS_EXPIRED", async () => {
          await spawnFrom(driver, { ...params, powerOn: false }, Buffer.alloc(params.instance.image.sizeBytes));
          throw expired("imageSource");
        }),
    })),
  },
  {
    id: `${ENDS}: counts as cached`,
    requirement: ENDS,
    title: "An image whose credentials were not renewed counts as cached",
    message: "Unexpected fetched of cacheImage after CREDENTIALS_EXPIRED",
    only: only(ENDS),
    driver: replacing((driver) => {
      const failed = new Set<string>();
      return {
        cacheImage: async (params, call) => {
          if (failed.has(params.image.id)) return { fetched: false };
          return hiding(driver.cacheImage(params, call), "CREDENTIALS_EXPIRED", () => {
            failed.add(params.image.id);
            throw expired("imageSource");
          });
        },
      };
    }),
  },
  {
    id: `${ENDS}: pauses the guest`,
    requirement: ENDS,
    title: "A snapshot whose credentials are not renewed leaves the guest paused",
    message: "The instance is paused after snapshot answered CREDENTIALS_EXPIRED",
    only: only(ENDS),
    driver: replacing((driver) => ({
      snapshot: (params, call) =>
        hiding(driver.snapshot(params, call), "CREDENTIALS_EXPIRED", async () => {
          await driver.pause({ instanceUuid: params.instanceUuid }, within(call));
          throw expired("imageSink");
        }),
    })),
  },
];

const SPAWN = "spawn/checks-the-image-signature";
const BYTES = "placement/signature-is-checked";

const trusting: readonly Mutant[] = [
  {
    id: `${SPAWN}: only where there is one`,
    requirement: SPAWN,
    title: "spawn does not look at trustedCertificates",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    only: only(SPAWN),
    driver: faulty(misreading("spawn", { pointer: "/instance/trustedCertificates" })),
  },
  {
    id: `${SPAWN}: only authorities`,
    requirement: SPAWN,
    title: "spawn refuses an image whose signer is trusted itself",
    message: "IMAGE_UNACCEPTABLE",
    only: only(`${SPAWN}[itself]`),
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        const { image, trustedCertificates = [] } = params.instance;
        if (!trustedCertificates.includes(image.signature?.certificate ?? "")) return driver.spawn(params, call);
        throw new DriverError("IMAGE_UNACCEPTABLE", "Cannot spawn: no authority vouches for the signer", {
          effect: "none",
          details: { imageId: image.id, problem: "signature" },
        });
      },
    })),
  },
  {
    id: `${SPAWN}: other problem`,
    requirement: SPAWN,
    title: "spawn takes an image that nobody vouches for, for one that is damaged",
    message: "Unexpected details of IMAGE_UNACCEPTABLE for an image",
    only: only(SPAWN),
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "IMAGE_UNACCEPTABLE", () => {
          throw new DriverError("IMAGE_UNACCEPTABLE", "Cannot spawn: the image is damaged", {
            effect: "none",
            details: { imageId: params.instance.image.id, problem: "checksum" },
          });
        }),
    })),
  },
  {
    id: `${BYTES}: never`,
    requirement: BYTES,
    title: "spawn does not look at the signature of an image",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    only: only(BYTES),
    driver: faulty(
      misreading("spawn", { pointer: "/instance/image/signature" }, { pointer: "/instance/trustedCertificates" }),
    ),
  },
  {
    id: `${BYTES}: only for those who trust somebody`,
    requirement: BYTES,
    title: "spawn looks at signatures only where the instance names trusted certificates",
    message: "succeeded instead of being refused with IMAGE_UNACCEPTABLE",
    only: only(BYTES),
    driver: replacing((driver) => ({
      spawn: (params, call) => {
        const { signature: _, ...image } = params.instance.image;
        if (params.instance.trustedCertificates !== undefined) return driver.spawn(params, call);
        return driver.spawn({ ...params, instance: { ...params.instance, image } }, call);
      },
    })),
  },
];

/** The mutants of where images come from and who vouches for them. */
export const imageServerMutants: readonly Mutant[] = [...leaking, ...renewing, ...trusting];
