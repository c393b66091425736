/** What of an attachment is kept, and when two attachments are the same. */

import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { VolumeAttachment, VolumeConnection } from "@virt-driver-kit/spec";
import { placeOf } from "../../site/place-of.ts";
import type { VolumeRecord } from "../../site/volume-record.ts";

/** What stands in the place of a passphrase where an attachment is kept. */
export function digestOf(passphrase: string): string {
  return createHash("sha256").update(passphrase).digest("hex");
}

/**
 * What is kept of an attachment: no authentication, and a digest in the place of the passphrase. One that was kept already is returned as
 * it is.
 *
 * @param known - The entry of the volume that there was until now, if there was one.
 */
export function withoutSecrets(attachment: VolumeAttachment, known?: VolumeRecord): VolumeAttachment {
  const { attached: _, encryption, ...rest } = attachment;
  const connection = withoutAuthentication(attachment.connection);
  if (encryption === undefined) return { ...rest, connection };
  const isDigest = encryption.passphrase === known?.attachment.encryption?.passphrase;
  const passphrase = isDigest ? encryption.passphrase : digestOf(encryption.passphrase);
  return { ...rest, connection, encryption: { ...encryption, passphrase } };
}

function withoutAuthentication(connection: VolumeConnection): VolumeConnection {
  switch (connection.protocol) {
    case "iscsi": {
      const { authentication: _, discoveryAuthentication: __, ...rest } = connection;
      return rest;
    }
    case "rbd": {
      const { authentication: _, ...rest } = connection;
      return rest;
    }
    default:
      return connection;
  }
}

/**
 * Tells whether an instance has a volume in the way that a request asks for. Secrets do not count, nor does what the request leaves to the
 * driver.
 *
 * @see Requirement `attachVolume/same-again-succeeds`
 */
export function isSameAttachment({ attachment: has, attached }: VolumeRecord, wish: VolumeAttachment): boolean {
  return (
    placeOf(has.connection) === placeOf(wish.connection) &&
    (wish.deviceName ?? attached.deviceName) === attached.deviceName &&
    (wish.bus ?? attached.bus) === attached.bus &&
    (wish.deviceType ?? "disk") === attached.deviceType &&
    isDeepStrictEqual(manner(has), manner(wish))
  );
}

/** How an instance has a volume, beside its place and its name. */
function manner(attachment: VolumeAttachment): unknown[] {
  const { accessMode, bootIndex, tag, multiattach = false, encryption, qos } = attachment;
  const { allowsDiscard = false, logicalBlockSizeBytes, physicalBlockSizeBytes } = attachment;
  const { format } = attachment.connection.protocol === "localFile" ? attachment.connection : { format: null };
  const cipher = [encryption?.format, encryption?.cipher, encryption?.keySizeBits];
  const blocks = [logicalBlockSizeBytes, physicalBlockSizeBytes];
  return [accessMode, bootIndex, tag, multiattach, cipher, qos, allowsDiscard, blocks, format];
}
