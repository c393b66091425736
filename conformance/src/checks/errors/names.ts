// The checks that follow from the model alone: a refusal of what is not there names it.
import { specModel } from "@virt-driver-kit/spec";
import type { OperationModel, OperationName } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { newShare } from "../steps/given-share.ts";
import { refusalOf } from "../steps/refusal.ts";
import { withCapability } from "../steps/subject.ts";

/** What an error says of what is not there. */
const NAMES = { INSTANCE_NOT_FOUND: "instanceUuid", NODE_NOT_FOUND: "node" } as const;

type Missing = keyof typeof NAMES;

function isMissing(code: string | undefined): code is Missing {
  return code !== undefined && code in NAMES;
}

function errorsOf(operation: OperationName): string[] {
  return specModel.operations[operation]?.errors.map(({ code }) => code) ?? [];
}

/** Whether an operation is about an instance; on a node alone nothing is called that is there. */
function isOnAnInstance({ params: { properties = {} } }: OperationModel): boolean {
  return "instanceUuid" in properties || "instance" in properties;
}

const OPERATIONS: readonly OperationModel[] = Object.values(specModel.operations).filter(
  ({ errors, group, direction, params }) =>
    group !== "simulation" &&
    direction === "coreToDriver" &&
    errors.some(({ code }) => isMissing(code)) &&
    ["instanceUuid", "instance", "node"].some((member) => params.required?.includes(member)),
);

/** Calls an operation on an instance that is not there, on a node that is or on one that is not either. */
async function expectNamed(t: CheckContext, name: OperationName, node: string): Promise<void> {
  const nobody = t.uuid();
  const nothing = requestOnNothing(name, nobody);
  const request = { ...nothing, ...("node" in nothing && { node }), call: { operationId: t.uuid() } };
  const refusal = await refusalOf(t.request(name, request));
  const isThere = node === t.node.uuid;
  const mustRefuse = "node" in nothing && !isThere && errorsOf(name).includes("NODE_NOT_FOUND");
  t.expectThat(refusal !== undefined || !mustRefuse, `${name} on a node that is not there succeeded`, {
    expected: "NODE_NOT_FOUND",
  });
  if (!isMissing(refusal?.code)) return;
  const wanted = refusal.code === "NODE_NOT_FOUND" ? node : nobody;
  const member = NAMES[refusal.code];
  t.expectEqual(
    (refusal.details as Readonly<Record<string, unknown>> | undefined)?.[member],
    wanted,
    `${member} in the ${refusal.code} of ${name}`,
    "Name what the request named, so that a caller of many calls knows which is meant.",
  );
}

const OTHERS: readonly Check[] = [
  {
    id: "errors/carry-code-and-effect[reused-operation-id]",
    requirement: "errors/carry-code-and-effect",
    title: "A call that is refused because its operationId was used for another names that operationId",
    run: async (t) => {
      const operationId = t.uuid();
      const call = (): Promise<unknown> => t.driver.powerOn({ instanceUuid: t.uuid() }, { operationId });
      await t.given("powerOn", () => t.expectError(call(), "INSTANCE_NOT_FOUND"));
      const refusal = await t.given("powerOn", () => t.expectError(call(), "OPERATION_CONFLICT"));
      t.expectEqual(refusal.details["operationId"], operationId, "operationId in the OPERATION_CONFLICT");
    },
  },
  {
    id: "errors/carry-code-and-effect[share-that-is-not-mounted]",
    requirement: "errors/carry-code-and-effect",
    title: "A spawn() that is refused for a share that is not mounted names the share",
    needs: { capabilities: ["supportsShares"] },
    run: async (t) => {
      const share = newShare(t);
      const params = await t.newInstance({ devices: { shares: [share] } });
      const refusal = await t.given("spawn", () => t.expectError(t.driver.spawn(params), "SHARE_MOUNT_FAILED"));
      t.expectEqual(refusal.details["shareId"], share.shareId, "shareId in the SHARE_MOUNT_FAILED");
    },
  },
  {
    id: "errors/carry-code-and-effect[volume-that-is-not-there]",
    requirement: "errors/carry-code-and-effect",
    title: "An attachVolume() that is refused for a volume that is not there names the volume",
    needs: { capabilities: ["supportsVolumes"] },
    run: async (t) => {
      const { target } = await t.givenInstance();
      const volume = t.volume();
      volume.remove();
      const attach = t.driver.attachVolume({ ...target, volume: volume.attachment() });
      const refusal = await t.given("attachVolume", () => t.expectError(attach, "VOLUME_CONNECTION_FAILED"));
      t.expectEqual(refusal.details["volumeId"], volume.volumeId, "volumeId in the VOLUME_CONNECTION_FAILED");
    },
  },
];

/** The checks of what a refusal names, one for each operation that can be refused for want of its subject. */
export const nameChecks: readonly Check[] = [
  ...OPERATIONS.map((model): Check => {
    const { name, capability } = model;
    return {
      id: `errors/carry-code-and-effect[${name}-of-nothing]`,
      requirement: "errors/carry-code-and-effect",
      title: `A ${name}() that is refused because its instance or node is not there names which`,
      needs: withCapability({}, capability),
      run: async (t) => {
        await expectNamed(t, name as OperationName, t.uuid());
        if (isOnAnInstance(model)) await expectNamed(t, name as OperationName, t.node.uuid);
      },
    };
  }),
  ...OTHERS,
];
