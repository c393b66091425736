// Operations on the power of a guest, and on what it shows of itself.
import { rescueImage } from "../rescued-guest.ts";
import { type InstanceCall, plain } from "./instance-call.ts";

/** The operations on the power of a guest, on rescue mode and on the guest itself, in each variant that the spec tells apart. */
export const powerCalls: readonly InstanceCall[] = [
  plain("powerOn", (t, { target }, options) => t.driver.powerOn(target, options)),
  plain("powerOff", (t, { target }, options) =>
    t.driver.powerOff({ ...target, timeoutSeconds: 0, retryIntervalSeconds: 0 }, options),
  ),
  ...(["soft", "hard"] as const).map((type): InstanceCall => ({
    operation: "reboot",
    when: { type },
    prepare:
      (t, { target }) =>
      (_, options) =>
        t.driver.reboot({ ...target, type, timeoutSeconds: 10 }, options),
    // The instance stays running, but the guest does not go on.
    spares: ["running"],
  })),
  plain("pause", (t, { target }, options) => t.driver.pause(target, options)),
  plain("unpause", (t, { target }, options) => t.driver.unpause(target, options)),
  plain("suspend", (t, { target }, options) => t.driver.suspend(target, options)),
  plain("resume", (t, { target }, options) => t.driver.resume(target, options)),
  plain("resumeStateOnHostBoot", (t, { target }, options) => t.driver.resumeStateOnHostBoot(target, options)),
  {
    operation: "triggerCrashDump",
    prepare:
      (t, { target }) =>
      (_, options) =>
        t.driver.triggerCrashDump(target, options),
    // What a guest makes of it is its own affair.
    spares: ["running"],
  },
  {
    operation: "rescue",
    prepare: async (t, { target }) => {
      const image = await rescueImage(t);
      return (_, options) => t.driver.rescue({ ...target, image }, options);
    },
  },
  plain("unrescue", (t, { target }, options) => t.driver.unrescue(target, options)),
  {
    operation: "setAdminPassword",
    prepare: (t, { target }) => {
      const adminPassword = `Vdk-${t.uuid()}`;
      return (_, options) => t.driver.setAdminPassword({ ...target, adminPassword }, options);
    },
  },
  plain("getInfo", (t, { target }) => t.driver.getInfo(target)),
  plain("getInstanceDiagnostics", (t, { target }) => t.driver.getInstanceDiagnostics(target)),
  plain("getConsoleOutput", (t, { target }) => t.driver.getConsoleOutput(target)),
  plain("getMksConsole", (t, { target }) => t.driver.getMksConsole(target)),
  plain("getRdpConsole", (t, { target }) => t.driver.getRdpConsole(target)),
  plain("getSerialConsole", (t, { target }) => t.driver.getSerialConsole(target)),
  plain("getSpiceConsole", (t, { target }) => t.driver.getSpiceConsole(target)),
  plain("getVncConsole", (t, { target }) => t.driver.getVncConsole(target)),
];
