import type { Capabilities, NodeAccepts } from "@virt-driver-kit/spec";

/** The capability that each type of console needs. */
const CONSOLES: Readonly<Record<string, keyof Capabilities>> = {
  vnc: "supportsVncConsole",
  spice: "supportsSpiceConsole",
  rdp: "supportsRdpConsole",
  serial: "supportsSerialConsole",
  mks: "supportsMksConsole",
};

/**
 * Tells what the nodes of a driver accept that does without some of its persona's capabilities: nothing that needs one of those.
 *
 * @param accepts - What the persona's nodes accept.
 * @param capabilities - What the driver declares.
 */
export function acceptedWith(accepts: NodeAccepts, capabilities: Capabilities): NodeAccepts {
  const { diskFormats, imageSources, imageSinks, vifTypes, volumeProtocols, consoleTypes, migrationFormats } = accepts;
  const has = (...anyOf: (keyof Capabilities)[]): boolean => anyOf.some((name) => capabilities[name] === true);
  const withoutHttp = <Kind extends string>(kinds: readonly Kind[]): Kind[] =>
    kinds.filter((kind) => kind !== "http" || has("supportsHttpImages"));
  return {
    ...(diskFormats && { diskFormats }),
    ...(imageSources && { imageSources: withoutHttp(imageSources) }),
    ...(imageSinks && has("supportsSnapshot") && { imageSinks: withoutHttp(imageSinks) }),
    ...(vifTypes && has("supportsNetworkInterfaces") && { vifTypes }),
    ...(volumeProtocols && has("supportsVolumes") && { volumeProtocols }),
    ...(consoleTypes && {
      consoleTypes: consoleTypes.filter((type) => has(CONSOLES[type] ?? "supportsVncConsole")),
    }),
    ...(migrationFormats && has("supportsMigration", "supportsLiveMigration") && { migrationFormats }),
  };
}
