// Checks of images that do not come, for operations that make a disk of an instance that is there.
import type { ErrorCode, ImageMeta, RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { newHttpImage, showing } from "../steps/http-images.ts";
import { expectState, type SeenState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

/** An operation that makes a disk from an image. */
interface Remaking {
  readonly operation: "rebuild" | "rescue";
  readonly capability: "supportsRebuild" | "supportsRescue";
  /** What is broken if a failure leaves something. */
  readonly failing: RequirementId;
  readonly from: SeenState & ("running" | "shutdown");
  readonly prepare: (t: CheckContext) => Promise<{
    readonly uuid: string;
    readonly call: (image: ImageMeta) => Promise<unknown>;
  }>;
}

const REMAKING: readonly Remaking[] = [
  {
    operation: "rebuild",
    capability: "supportsRebuild",
    failing: "rebuild/refuses-before-it-begins",
    from: "running",
    prepare: async (t) => {
      const { uuid, params } = await t.givenInstance();
      return {
        uuid,
        call: (image) => t.driver.rebuild({ instance: { ...params.instance, image }, powerOn: true }),
      };
    },
  },
  {
    operation: "rescue",
    capability: "supportsRescue",
    failing: "rescue/leaves-no-trace-when-it-fails",
    from: "shutdown",
    prepare: async (t) => {
      const { uuid, target } = await t.givenInstance({ powerState: "shutdown" });
      return { uuid, call: (image) => t.driver.rescue({ ...target, image }) };
    },
  },
];

/** A way in which an image does not come. */
interface Mishap {
  readonly variant: string;
  readonly what: string;
  readonly code: ErrorCode;
  readonly requirement: (subject: Remaking) => RequirementId;
  readonly status: number;
}

const MISHAPS: readonly Mishap[] = [
  {
    variant: "server-fails",
    what: "a server that answers 500",
    code: "IMAGE_TRANSFER_FAILED",
    requirement: ({ failing }) => failing,
    status: 500,
  },
  {
    variant: "credentials",
    what: "credentials that are not renewed",
    code: "CREDENTIALS_EXPIRED",
    requirement: () => "renewCredentials/refusal-ends-the-operation",
    status: 401,
  },
];

/** The checks of images that do not come. */
export const imagesThatDoNotComeChecks: readonly Check[] = REMAKING.flatMap((subject) =>
  MISHAPS.map(({ variant, what, code, requirement, status }): Check => {
    const { operation, capability, from, prepare } = subject;
    return {
      id: `${requirement(subject)}[${operation}-${variant}]`,
      requirement: requirement(subject),
      title: `${operation}() from ${what} is ${code} and leaves the instance ${from}, and from another place it succeeds`,
      needs: { capabilities: [capability, "supportsHttpImages"] },
      run: async (t) => {
        const { uuid, call } = await prepare(t);
        const image = await newHttpImage(t);
        const server = await t.imageServer();
        const url = server.handle("/image", (_request, response) => response.writeHead(status).end());
        const broken = image.from({ url, ...showing(t.uuid()) }).instance.image;
        await t.expectError(call(broken), code, { effect: "none" });
        await expectState(t, uuid, from, `after ${operation} from ${what}`);
        const whole = image.from({ url: server.put("/whole", image.bytes) }).instance.image;
        const refusal = await refusalOf(call(whole));
        const failed = `${operation} fails although the image can be read now`;
        t.expectThat(refusal === undefined, failed, { expected: "success", got: refusal });
      },
    };
  }),
);
