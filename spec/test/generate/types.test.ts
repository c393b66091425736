import { describe, expect, it } from "vitest";

import { generated } from "./generated.ts";

const types = generated("types.ts");

describe("generateTypes()", () => {
  it("says that the file is generated, and how", () => {
    expect(types.split("\n")[0]).toBe(
      "// Generated from the spec's sources by `npm run generate`. Edit those, not this.",
    );
  });

  it("declares an interface for an object, with optional members, limits and defaults", () => {
    expect(types).toContain(`/** A disk in a file. */
export interface FileDisk {
  /** Marks this kind. */
  kind: "file";
  /** Where the file is. From 1 to 64 characters. */
  path: string;
  /**
   * The layout of the file. More values may come in later versions; a receiver reads one that it does not know as
   * \`other\`.
   *
   * @defaultValue "raw"
   */
  format?: "raw" | "other";
}
`);
  });

  it("declares aliases for unions and scalars", () => {
    expect(types).toContain("/** Something to boot from. */\nexport type Disk = FileDisk | BlankDisk;\n");
    expect(types).toContain("/** A UUID in lower case. At most 36 characters. */\nexport type Uuid = string;\n");
    expect(types).toContain('export type PowerState = "running" | "paused";\n');
  });

  it("declares params and result of each operation, and an empty object as one that stays empty", () => {
    expect(types).toContain("/** What `pause` asks. Stops a guest's execution. */\nexport interface PauseParams {\n");
    expect(types).toContain("export type PauseResult = Record<string, never>;\n");
    expect(types).toContain("  /** Its disks. At most 3 entries. */\n  disks: Disk[];\n");
    expect(types).toContain(
      "/** What `event` tells. Tells that an instance has changed. */\nexport interface EventParams {\n",
    );
    expect(types).not.toContain("EventResult");
  });

  it("marks secrets", () => {
    expect(types).toContain(
      "  /** The way in. At most 8 characters. A secret: never in a log, a transcript, a message or a report. */\n  password?: string;\n",
    );
  });

  it("lists names and codes", () => {
    expect(types).toContain(
      'export type OperationName = "renewPassword" | "event" | "describe" | "lab/advance" | "pause";\n',
    );
    expect(types).toContain('export type ErrorCode = "INVALID_REQUEST" | "INSTANCE_NOT_FOUND" | "INVALID_STATE";\n');
    expect(types).toContain('export type CommonErrorCode = "INVALID_REQUEST";\n');
    expect(types).toContain('export type Capability = "supportsPause" | "supportsRecovery" | "supportsSoftPause";\n');
    expect(types).toContain('  | "describe/tells-the-truth"\n');
  });

  it("maps calls and requests to params and results, and notifications to params", () => {
    expect(types).toContain("  pause: Exchange<PauseParams, PauseResult>;\n");
    expect(types).toMatch(
      /interface CoreRequestMap \{\n.*\n {2}renewPassword: Exchange<RenewPasswordParams, RenewPasswordResult>;\n\}/,
    );
    expect(types).toContain('  "lab/advance": Exchange<LabAdvanceParams, LabAdvanceResult>;\n');
    expect(types).toMatch(/interface NotificationMap \{\n.*\n {2}event: EventParams;\n\}/);
  });

  it("types the details of the codes that have some", () => {
    expect(types).toMatch(
      /interface ErrorDetails \{\n.*\n {2}INSTANCE_NOT_FOUND: \{\n.*\n {4}instanceUuid: Uuid;\n {2}\};/,
    );
    expect(types).not.toMatch(/INVALID_REQUEST: \{/);
  });

  it("ties capabilities to the methods that they call for", () => {
    expect(types).toContain('  supportsPause: "pause";\n');
    expect(types).toContain("  supportsRecovery: never;\n");
    expect(types).toContain("  supportsSoftPause: never;\n");
  });

  it("ties capabilities to those that they require", () => {
    expect(types.slice(types.indexOf("interface CapabilityRequirements"))).toContain(
      '  supportsSoftPause: "supportsPause";\n',
    );
  });
});
