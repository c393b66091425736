// Errors of a live migration whose destination has to fetch the image under a disk of the guest, and cannot.
import type { ErrorCode, ImageMeta, PreLiveMigrationResult } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { ImageServer } from "../../harness/image-server.ts";
import { type HttpImage, newHttpImage, showing } from "../steps/http-images.ts";
import { LiveMove } from "../steps/live-move.ts";
import { refusalOf } from "../steps/refusal.ts";
import { atPeer } from "../steps/two-hosts.ts";
import { givenResource } from "../steps/usage.ts";
import type { Condition } from "./condition.ts";

/** A way in which the image does not come. */
interface Mishap {
  readonly code: ErrorCode;
  readonly when: string;
  readonly broken: (t: CheckContext, server: ImageServer, image: HttpImage) => ImageMeta;
}

function answering(status: number): Mishap["broken"] {
  return (t, server, image) => {
    const url = server.handle(`/${status}`, (_request, response) => response.writeHead(status).end());
    return image.from({ url, ...showing(t.uuid()) }).instance.image;
  };
}

const MISHAPS: readonly Mishap[] = [
  { code: "IMAGE_TRANSFER_FAILED", when: "when the server of its image fails", broken: answering(500) },
  { code: "CREDENTIALS_EXPIRED", when: "when the credentials for its image are not renewed", broken: answering(401) },
  {
    code: "IMAGE_UNACCEPTABLE",
    when: "when its image is not the one that it was",
    broken: (_t, server, image) => {
      const other = Buffer.from(image.bytes).fill(0, 0, 512);
      return image.from({ url: server.put("/other", other) }).instance.image;
    },
  },
];

/** Errors of images at the destination of a live migration. */
export const conditionsOfImages: readonly Condition[] = MISHAPS.map(({ code, when, broken }): Condition => ({
  operation: "preLiveMigration",
  code,
  when,
  needs: { peer: true, capabilities: ["supportsHttpImages"] },
  provoke: async (t) => {
    const image = await newHttpImage(t);
    const server = await t.imageServer();
    const params = image.from({ url: server.put("/whole", image.bytes) });
    await t.given("spawn", () => t.driver.spawn(params));
    const { cpuInfo } = await givenResource(t);
    const move = new LiveMove(t, await atPeer(t), params, {}, cpuInfo);
    const data = await move.givenChecked();
    const { there, instance } = move;
    const prepare = (source: ImageMeta): Promise<PreLiveMigrationResult> =>
      there.driver.preLiveMigration({ instance: { ...instance, image: source }, node: there.node.uuid, data });
    const bad = broken(t, server, image);
    const answer = prepare(bad);
    if ((await refusalOf(answer)) === undefined) {
      // Then the guest can go there.
      await move.expectCompleted((await answer).data);
      t.notApplicable("The destination needs no image for the disks of the guest");
    }
    return { wrong: () => prepare(bad), right: () => move.prepare(data) };
  },
}));
