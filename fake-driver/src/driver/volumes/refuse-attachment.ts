/**
 * Refuses what the driver cannot provide of a volume.
 *
 * @see Requirement `attachVolume/refuses-what-it-cannot-provide`
 */

import type { VolumeAttachment, VolumeConnection, VolumeEncryption, VolumeQos } from "@virt-driver-kit/spec";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { notSupported } from "../refusals.ts";

/** Sizes of blocks that guests can be shown, in bytes. */
const LOGICAL_BLOCK_BYTES: readonly number[] = [512, 1024, 2048, 4096];
const PHYSICAL_BLOCK_BYTES: readonly number[] = [...LOGICAL_BLOCK_BYTES, 8192, 16_384, 32_768, 65_536];

/** The layouts of encrypted data that the driver opens. */
export const OPENABLE_FORMATS: readonly VolumeEncryption["format"][] = ["luks", "luks2"];

/**
 * Refuses a volume of which the driver cannot provide something, before anything is done.
 *
 * @param about - What is attempted, for the error.
 * @param path - Where in the request the volume stands, such as `params.volume`.
 * @throws `NOT_SUPPORTED`, naming the member.
 */
export function refuseAttachment(
  { persona }: Pick<DriverContext, "persona">,
  about: Attempted,
  path: string,
  attachment: VolumeAttachment,
): void {
  const { connection, encryption, qos } = attachment;
  const { protocol } = connection;
  if (protocol === "vendor" || persona.accepts.volumeProtocols?.includes(protocol) === false) {
    throw notSupported(about, `${path}.connection.protocol`, `the node takes no volumes over protocol "${protocol}"`);
  }
  refuseConnection(about, `${path}.connection`, connection);
  if (encryption !== undefined) refuseEncryption(about, `${path}.encryption`, attachment, encryption);
  refuseBlockSizes(about, path, attachment);
  if (qos !== undefined) refuseQos(about, `${path}.qos`, qos);
}

/** Layers that a guest writes to are real files; in the simulated storage network there are none. */
function refuseConnection(about: Attempted, path: string, connection: VolumeConnection): void {
  const { protocol } = connection;
  const formats = protocol === "localFile" ? ["raw", "qcow2"] : ["raw"];
  if ("format" in connection && !formats.includes(connection.format)) {
    const state = `the driver reads no volumes of format "${connection.format}" over "${protocol}"`;
    throw notSupported(about, `${path}.format`, state);
  }
  if (protocol === "iscsi" && connection.transport !== undefined && connection.transport !== "tcp") {
    throw notSupported(about, `${path}.transport`, `the host has no iSCSI over "${connection.transport}"`);
  }
}

function refuseBlockSizes(
  about: Attempted,
  path: string,
  {
    logicalBlockSizeBytes: logical = 512,
    physicalBlockSizeBytes: physical = Math.max(512, logical),
  }: Pick<VolumeAttachment, "logicalBlockSizeBytes" | "physicalBlockSizeBytes">,
): void {
  if (!LOGICAL_BLOCK_BYTES.includes(logical)) {
    const state = `guests can be shown logical blocks of ${LOGICAL_BLOCK_BYTES.join(", ")} bytes only`;
    throw notSupported(about, `${path}.logicalBlockSizeBytes`, state);
  }
  if (PHYSICAL_BLOCK_BYTES.includes(physical) && physical >= logical) return;
  const sizes = PHYSICAL_BLOCK_BYTES.filter((size) => size >= logical).join(", ");
  throw notSupported(
    about,
    `${path}.physicalBlockSizeBytes`,
    `over logical blocks of ${logical} bytes guests can be shown physical ones of ${sizes} bytes only`,
  );
}

/** The limits on both directions together and on one of them contradict each other on this hypervisor. */
function refuseQos(about: Attempted, path: string, qos: VolumeQos): void {
  if (qos.requestSizeBytes !== undefined) {
    throw notSupported(about, `${path}.requestSizeBytes`, "the hypervisor counts each request as one, however large");
  }
  const hasBytes = qos.readBytesPerSecond !== undefined || qos.writeBytesPerSecond !== undefined;
  if (qos.totalBytesPerSecond !== undefined && hasBytes) {
    const state = "the hypervisor limits the bytes of both directions together or of each, not both";
    throw notSupported(about, `${path}.totalBytesPerSecond`, state);
  }
  const hasRequests = qos.readRequestsPerSecond !== undefined || qos.writeRequestsPerSecond !== undefined;
  if (qos.totalRequestsPerSecond !== undefined && hasRequests) {
    const state = "the hypervisor limits the requests of both directions together or of each, not both";
    throw notSupported(about, `${path}.totalRequestsPerSecond`, state);
  }
}

/** A real file holds what its header says, so only what can be read in one is opened there. */
function refuseEncryption(
  about: Attempted,
  path: string,
  { connection }: VolumeAttachment,
  { format }: VolumeEncryption,
): void {
  const isOpenable = OPENABLE_FORMATS.includes(format);
  const isFile = connection.protocol === "localFile";
  if (isOpenable && (!isFile || (format === "luks" && connection.format === "raw"))) return;
  const state = isFile ? "of files the driver opens raw ones encrypted with luks" : "the driver opens luks and luks2";
  throw notSupported(about, `${path}.format`, `${state}, and not "${format}"`);
}
