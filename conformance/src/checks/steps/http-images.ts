// Images on the kit's own HTTP servers, and credentials for them.
import type { HttpImageSource, SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { ImageServer, Serve, ServedRequest } from "../../harness/image-server.ts";
import { newImage } from "./cached-images.ts";

/** Ends the check as not applicable if the node reads no images from HTTP servers. */
export function takesHttpImages(t: CheckContext): void {
  if (!(t.node.accepts?.imageSources ?? ["file"]).includes("http"))
    t.notApplicable(`Node "${t.node.name}" reads no images from HTTP servers`);
}

/** The header that the kit's servers know callers by. */
export const TOKEN_HEADER = "X-Auth-Token";

/** Headers that show a token. */
export function showing(token: string): Pick<HttpImageSource, "headers"> {
  return { headers: [{ name: TOKEN_HEADER, value: token }] };
}

/** Whether a request carries a token, wherever in it. */
export function carries({ path, headers, body }: ServedRequest, token: string): boolean {
  return path.includes(token) || JSON.stringify(headers).includes(token) || body.includes(token);
}

/** An image that no driver can know, and the parameters of a spawn from it. */
export interface HttpImage {
  readonly id: string;
  readonly bytes: Buffer;
  /** Parameters of a spawn that reads it from a source. */
  readonly from: (source: Omit<HttpImageSource, "kind">) => SpawnParams;
}

/** Makes an image to put on a server. Not applicable if the node reads none from there. */
export async function newHttpImage(t: CheckContext): Promise<HttpImage> {
  takesHttpImages(t);
  const { params, image, bytes } = await newImage(t);
  const from: HttpImage["from"] = (source) => ({
    ...params,
    instance: { ...params.instance, image: { ...image, source: { kind: "http", ...source } } },
  });
  return { id: image.id, bytes, from };
}

/** Serves bytes, or takes them, for those who show a token; refuses others with a status. */
export function guarded(token: string, status: 401 | 403, bytes: Buffer = Buffer.alloc(0)): Serve {
  return (request, response) => {
    if (!carries(request, token)) response.writeHead(status).end();
    else if (request.method === "PUT") response.writeHead(201).end();
    else response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  };
}

/** Leads requests for a path to another server. */
export function redirecting(to: ImageServer, path: string): Serve {
  // 307 keeps the method, so that it serves for sources and for sinks.
  return (_request, response) => response.writeHead(307, { location: `${to.origin}${path}` }).end();
}
