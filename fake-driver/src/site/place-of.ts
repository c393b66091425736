import type {
  FibreChannelConnection,
  IscsiConnection,
  NbdConnection,
  NvmeofConnection,
  RbdConnection,
  VolumeConnection,
} from "@virt-driver-kit/spec";

/** Names the place that a connection leads to: equal for connections to the same volume, whoever makes them, and without secrets. */
export function placeOf(connection: VolumeConnection): string {
  switch (connection.protocol) {
    case "localFile":
      return `localFile:${connection.path}`;
    case "nbd":
      return `nbd:${nbdPlace(connection)}`;
    case "iscsi":
      return `iscsi:${iscsiPlace(connection)}`;
    case "nvmeof":
      return `nvmeof:${connection.targetNqn}/${namespaceOf(connection)}`;
    case "rbd":
      return `rbd:${rbdPlace(connection)}`;
    case "nfs":
      return `nfs:${connection.host}:${connection.exportPath}/${connection.fileName}`;
    case "fibreChannel":
      return `fibreChannel:${fibreChannelPlace(connection)}`;
    case "vendor":
      return `vendor:${connection.vendorProtocol}/${connection.data.data}`;
  }
}

const NBD_PORT = 10_809;

const nbdPlace = ({ socketPath, host, port = NBD_PORT, exportName = "" }: NbdConnection): string =>
  `${socketPath ?? `${host}:${port}`}/${exportName}`;

/** All portals lead to one volume, and may come in any order. */
const iscsiPlace = ({ portals }: IscsiConnection): string | undefined =>
  portals.map(({ targetName, lun }) => `${targetName}/${lun}`).toSorted()[0];

const fibreChannelPlace = ({ targets }: FibreChannelConnection): string | undefined =>
  targets.map(({ wwpn, lun }) => `${wwpn}/${lun}`).toSorted()[0];

const namespaceOf = ({ namespaceUuid, namespaceGuid, namespaceId }: NvmeofConnection): string | number | undefined =>
  namespaceUuid ?? namespaceGuid ?? namespaceId;

const rbdPlace = ({ clusterName = "ceph", pool, namespace = "", image }: RbdConnection): string =>
  `${clusterName}/${pool}/${namespace}/${image}`;
