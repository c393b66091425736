/**
 * The trusted platform module of a guest, and the secret that its state is encrypted with.
 *
 * The state is a disk of use `tpm` among the instance's own, so it stays and goes with them. Of the secret the simulation keeps a digest:
 * on the node if it was told to, and with the state, to tell whether a secret opens it.
 *
 * @see Requirements `placement/vtpm-is-as-asked`, `placement/vtpm-keeps-its-contents`, `destroy/keeps-secrets-when-asked`
 */

import type { DriverError, GuestDevices, VtpmSecret } from "@virt-driver-kit/spec";
import { blankContents } from "../../contents/contents.ts";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { HostView } from "../../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { invalidRequest } from "../refusals.ts";
import type { UndoList } from "../undo-list.ts";
import { assertRoom } from "../assert-room.ts";
import { digestOf } from "../volumes/same-attachment.ts";

/** The name of the disk with the module's state. */
const TPM = "tpm";

const TPM_STATE_BYTES = 16_384;

/** A guest that is to be started. */
export interface SecretUser {
  readonly uuid: string;
  readonly node: string;
  /** Whether it is to have a trusted platform module. */
  readonly hasTpm: boolean;
}

/**
 * Refuses to start a guest whose trusted platform module could not be opened.
 *
 * @param attempt - What is attempted, for the error.
 * @param devices - What the request says.
 * @throws {@link DriverError} `INVALID_REQUEST` if there is no secret, or another one than the module's state was made with.
 */
export function refuseSecrets(
  host: Pick<HostView, "record" | "disk">,
  attempt: string,
  { uuid, node, hasTpm }: SecretUser,
  devices: GuestDevices | undefined,
): void {
  if (!hasTpm) return;
  const digest = digestFor(host, { uuid, node }, devices);
  if (digest === undefined) {
    throw wrongSecret(attempt, "has no secret for the trusted platform module, and the node keeps none");
  }
  const state = host.disk(uuid, node, TPM);
  if (state !== undefined && state.keyDigest !== digest) {
    throw wrongSecret(attempt, "has another secret than the state of the trusted platform module was made with");
  }
}

/**
 * Gives a guest its trusted platform module: makes its state if there is none yet, and keeps the secret on the node or forgets it, as the
 * request says.
 *
 * @param devices - What the request says; {@link refuseSecrets} has let it pass.
 * @param undo - Is told how to take it back.
 */
export async function openTpm(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  devices: GuestDevices | undefined,
  undo: UndoList,
): Promise<void> {
  if (record.hardware?.tpmVersion === undefined) return;
  const { uuid, node } = record;
  const { host } = hypervisor;
  const pool = host.pool(node);
  const given = vtpmSecretOf(devices);
  const digest = digestFor(host, record, devices);
  const isNew = pool.disk(uuid, TPM) === undefined;
  if (digest === undefined || (!isNew && given === undefined)) return;
  const before = host.record.secrets;
  await hypervisor.change("createTpm", step, () => {
    if (isNew) {
      assertRoom(step, pool, { name: TPM, allocatedBytes: TPM_STATE_BYTES }, "createTpm");
      pool.addDisk({
        instanceUuid: uuid,
        name: TPM,
        use: "tpm",
        format: "raw",
        contents: blankContents(TPM_STATE_BYTES),
        allocatedBytes: TPM_STATE_BYTES,
        imageId: null,
        isKept: false,
        keyDigest: digest,
      });
    }
    if (given === undefined) return;
    const others = withoutSecretsOf(host, uuid);
    host.record.secrets = given.keepOnHost === true ? [...others, { instanceUuid: uuid, node, digest }] : others;
    host.recordChanged();
  });
  undo.push(() =>
    hypervisor.undo("removeTpm", step, () => {
      if (isNew) pool.removeDisk({ instanceUuid: uuid, name: TPM });
      const kept = before.filter(({ instanceUuid }) => instanceUuid === uuid);
      host.record.secrets = [...withoutSecretsOf(host, uuid), ...kept];
      host.recordChanged();
    }),
  );
}

/** Makes the nodes forget the secrets of an instance. Those that they do not keep take no step. */
export async function forgetSecrets({ hypervisor }: DriverContext, step: StepContext, uuid: string): Promise<void> {
  const { host } = hypervisor;
  if (host.record.secrets.every(({ instanceUuid }) => instanceUuid !== uuid)) return;
  await hypervisor.change("removeTpm", step, () => {
    host.record.secrets = withoutSecretsOf(host, uuid);
    host.recordChanged();
  });
}

const withoutSecretsOf = ({ record: { secrets } }: Pick<HostView, "record">, uuid: string): typeof secrets =>
  secrets.filter(({ instanceUuid }) => instanceUuid !== uuid);

const vtpmSecretOf = (devices: GuestDevices | undefined): VtpmSecret | undefined =>
  devices?.secrets?.find(({ use }) => use === "vtpm");

function digestFor(
  { record: { secrets } }: Pick<HostView, "record">,
  { uuid, node }: Pick<InstanceRecord, "uuid" | "node">,
  devices: GuestDevices | undefined,
): string | undefined {
  const given = vtpmSecretOf(devices);
  if (given !== undefined) return digestOf(given.value);
  return secrets.find((kept) => kept.instanceUuid === uuid && kept.node === node)?.digest;
}

function wrongSecret(attempt: string, problem: string): DriverError {
  return invalidRequest({ attempt }, "params.devices.secrets", problem);
}
