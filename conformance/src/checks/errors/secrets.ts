// Checks of what must not be said anywhere: the secrets that a caller sends, when a call succeeds, is refused or fails.
import { specModel } from "@virt-driver-kit/spec";
import type { MigrateDiskAndPowerOffParams, OperationName, VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { requestOnNothing } from "../steps/example-request.ts";
import { simulates } from "../steps/guest-time.ts";
import { type Call, ENCODED, expectKept, request, SECRET } from "../steps/kept-secrets.ts";
import { withCapability } from "../steps/subject.ts";

/** What a driver returned in `spawn` and is given back, with a secret in it. */
const SECRET_STATE = { format: "vdk", version: 1, data: ENCODED };

/** Where nobody listens. */
const NOWHERE = { host: "127.0.0.1", port: 1 };

/** A volume that nobody serves, with secrets to log in to it and to read it. */
function secretVolume(t: CheckContext): VolumeAttachment {
  const authentication = { username: "vdk", password: SECRET };
  const portals = [{ ...NOWHERE, targetName: "iqn.2010-10.org.example:vdk", lun: 0 }];
  return {
    volumeId: t.uuid(),
    accessMode: "readWrite",
    connection: { protocol: "iscsi", portals, authentication, discoveryAuthentication: authentication },
    ...(t.session.capabilities.supportsEncryptedVolumes === true && {
      encryption: { format: "luks", passphrase: SECRET },
    }),
  };
}

/** An image or a place for one that whoever knows its URL can have. */
function secretPlace(): { kind: "http"; url: string; headers: { name: string; value: string }[] } {
  const url = `http://${NOWHERE.host}:${NOWHERE.port}/image?signature=${SECRET}`;
  return { kind: "http", url, headers: [{ name: "X-Auth-Token", value: SECRET }] };
}

/** A move to a host that does not answer, with what would let the disk in there. */
function secretMove(t: CheckContext): Required<Pick<MigrateDiskAndPowerOffParams, "sameHost" | "destination">> {
  return {
    sameHost: false,
    destination: {
      node: t.uuid(),
      acceptedFormats: [{ name: "vdk", version: 1 }],
      endpoints: [{ transport: "tls", uri: `tls://${NOWHERE.host}:${NOWHERE.port}`, credential: SECRET }],
    },
  };
}

/** Members with secrets in them, by operation. The rest of the request is made up. */
const SECRET_MEMBERS: Partial<Record<OperationName, (t: CheckContext) => object>> = {
  powerOn: (t) => ({ devices: { blockDevices: { volumes: [secretVolume(t)] } } }),
  reboot: (t) => ({ type: "hard", devices: { blockDevices: { volumes: [secretVolume(t)] } } }),
  setAdminPassword: () => ({ adminPassword: SECRET }),
  attachVolume: (t) => ({ volume: secretVolume(t) }),
  detachVolume: (t) => ({ volume: secretVolume(t), timeoutSeconds: 1 }),
  extendVolume: (t) => ({ volume: secretVolume(t) }),
  swapVolume: (t) => ({ oldVolume: secretVolume(t), newVolume: secretVolume(t) }),
  rescue: () => ({ rescuePassword: SECRET }),
  snapshot: () => ({ sink: secretPlace() }),
  cacheImage: (t) => {
    const { image } = requestOnNothing("cacheImage", t.uuid()) as { readonly image: object };
    return { node: t.node.uuid, image: { ...image, source: secretPlace() } };
  },
  mountShare: (t) => ({
    share: {
      protocol: "cephfs",
      shareId: t.uuid(),
      tag: "vdk",
      exportLocation: `${NOWHERE.host}:${NOWHERE.port}:/vdk`,
      authentication: { username: "vdk", key: ENCODED },
    },
  }),
  migrateDiskAndPowerOff: secretMove,
};

/** Calls on an instance that is there, by operation: they succeed, or fail on the way. */
const ON_AN_INSTANCE: Partial<Record<OperationName, (t: CheckContext, instanceUuid: string) => Call[]>> = {
  attachVolume: (t, instanceUuid) => {
    const params = { instanceUuid, volume: secretVolume(t) };
    const attach: Call = () => t.driver.attachVolume(params);
    const detach: Call = () => t.driver.detachVolume({ ...params, timeoutSeconds: 1 });
    const fail: Call = () => t.simulation.injectFault({ kind: "failStep", step: 1 });
    const { encryption: _, ...plain } = params.volume;
    const attachPlain: Call = () => t.driver.attachVolume({ instanceUuid, volume: plain });
    return [attach, detach, ...(simulates(t) ? [fail] : []), attachPlain, detach, attachPlain, detach];
  },
  snapshot: (t, instanceUuid) => {
    const params = { instanceUuid, imageId: t.uuid(), diskFormats: ["raw", "qcow2"], sink: secretPlace() };
    return [() => request(t, "snapshot", params)];
  },
  migrateDiskAndPowerOff: (t, instanceUuid) => {
    const patience = { timeoutSeconds: 0, retryIntervalSeconds: 0 };
    const { flavor } = requestOnNothing("migrateDiskAndPowerOff", instanceUuid);
    const { sameHost, destination: nowhere } = secretMove(t);
    const move: Call = async () => {
      const asked = await t.driver.getMigrationDestination({ instanceUuid, node: t.node.uuid });
      const destination = { ...nowhere, acceptedFormats: asked.destination.acceptedFormats };
      return request(t, "migrateDiskAndPowerOff", { instanceUuid, flavor, ...patience, sameHost, destination });
    };
    return [move];
  },
  setAdminPassword: (t, instanceUuid) => {
    const set: Call = () => t.driver.setAdminPassword({ instanceUuid, adminPassword: SECRET });
    // On a real hypervisor the probe is a guest without an agent.
    const silence: Call = () => t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid, agent: "silent" });
    const refuse: Call = () => t.simulation.injectFault({ kind: "guestBehaviour", instanceUuid, agent: "refuses" });
    return [set, ...(simulates(t) ? [silence, set, refuse, set] : [])];
  },
};

/** The same request with lists in the place of secrets, which no schema takes. */
function misshapen(params: object): object {
  const text = [SECRET, ENCODED].reduce(
    (all, form) => all.replaceAll(`"${form}"`, `["${form}"]`),
    JSON.stringify(params),
  );
  return JSON.parse(text) as object;
}

const operations = Object.entries(SECRET_MEMBERS).map(([name, secretsFor]): Check => {
  const operation = name as OperationName;
  return {
    id: `errors/never-carry-secrets[${operation}]`,
    requirement: "errors/never-carry-secrets",
    title: `The secrets of ${operation}(), whether it succeeds, fails or is refused, are seen in no message and no log`,
    needs: withCapability({}, specModel.operations[operation]?.capability),
    run: async (t) => {
      const params = { ...requestOnNothing(operation, t.uuid()), ...secretsFor(t) };
      const callsOn = ON_AN_INSTANCE[operation];
      await expectKept(t, [
        () => request(t, operation, params),
        () => request(t, operation, misshapen(params)),
        ...(callsOn === undefined ? [] : callsOn(t, (await t.givenInstance()).uuid)),
      ]);
    },
  };
});

const spawning: Check = {
  id: "errors/never-carry-secrets",
  requirement: "errors/never-carry-secrets",
  title:
    "The password of a spawn() and the place of its image, whether it succeeds or is refused, are seen in no message and no log",
  run: async (t) => {
    const params = { ...(await t.newInstance()), adminPassword: SECRET };
    const { instance } = await t.newInstance();
    const image = { ...instance.image, sha256: "0".repeat(64) };
    const farImage = { ...instance.image, source: secretPlace() };
    await expectKept(t, [
      () => t.driver.spawn(params),
      () => t.driver.spawn(params),
      () => t.driver.spawn({ ...params, instance: { ...instance, image } }),
      () => t.driver.spawn({ ...params, instance: { ...instance, image: farImage } }),
      () => request(t, "spawn", { ...params, adminPassword: [SECRET] }),
      () => request(t, "spawn", { ...params, adminPassword: SECRET.repeat(100) }),
      () => t.driver.destroy({ instanceUuid: instance.uuid, destroyDisks: true, driverState: SECRET_STATE }),
      () => t.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true, driverState: SECRET_STATE }),
    ]);
  },
};

/** The checks of secrets. */
export const secretsChecks: readonly Check[] = [spawning, ...operations];
