// The command line of vdk-qemu-driver.
import { describe, expect, it } from "vitest";

import { parseArguments } from "../../src/cli/arguments.ts";

function parse(...args: string[]): { parsed?: ReturnType<typeof parseArguments>; exitCode?: number; written: string } {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  try {
    return { parsed: parseArguments(args, { writeOut: write, writeErr: write }), written };
  } catch (error) {
    return { exitCode: (error as { exitCode: number }).exitCode, written };
  }
}

describe("parseArguments()", () => {
  it("needs a state directory, and has a default for all else", () => {
    expect(parse("--state", "/var/lib/x").parsed).toEqual({
      options: {
        stateDirectory: "/var/lib/x",
        qemu: "qemu-system-x86_64",
        accel: "tcg",
        machine: "pc",
        vcpus: 16,
        memoryMib: 8192,
        diskGib: 100,
      },
      transport: { kind: "stdio" },
    });
    expect(parse().written).toContain("--state");
  });

  it("reads every option", () => {
    const { parsed } = parse(
      "--state",
      "s",
      "--socket",
      "/run/d.sock",
      "--qemu",
      "/opt/qemu",
      "--accel",
      "kvm",
      "--machine",
      "q35",
      "--node-name",
      "n",
      "--vcpus",
      "2",
      "--memory-mib",
      "512",
      "--disk-gib",
      "5",
    );
    expect(parsed).toEqual({
      options: {
        stateDirectory: "s",
        qemu: "/opt/qemu",
        accel: "kvm",
        machine: "q35",
        nodeName: "n",
        vcpus: 2,
        memoryMib: 512,
        diskGib: 5,
      },
      transport: { kind: "unix", path: "/run/d.sock" },
    });
  });

  it.each([
    ["an unknown option", ["--state", "s", "--colour"], "--colour"],
    ["an unknown option alone", ["--bogus"], "unknown option '--bogus'"],
    ["a misspelt --state", ["--sate", "s"], "Did you mean --state?"],
    ["no state directory", [], "required option '--state <dir>' not specified"],
    ["an empty state directory", ["--state", ""], "must not be empty"],
    ["a number that is none", ["--state", "s", "--vcpus", "-1"], "whole number"],
    ["a node without CPUs", ["--state", "s", "--vcpus", "0"], "--vcpus <n>"],
    ["a node without memory", ["--state", "s", "--memory-mib", "0"], "--memory-mib <n>"],
    ["a node without disk", ["--state", "s", "--disk-gib", "00"], "--disk-gib <n>"],
    ["a node without a name", ["--state", "s", "--node-name", ""], "from 1 to 255 characters"],
    ["a node's name that is too long", ["--state", "s", "--node-name", "n".repeat(256)], "from 1 to 255 characters"],
    ["a stray argument", ["--state", "s", "what"], "too many arguments"],
  ])("refuses %s and says so", (_what, args, complaint) => {
    const { exitCode, written } = parse(...args);
    expect(exitCode).not.toBe(0);
    expect(written).toContain(complaint);
  });

  it("takes a QEMU that may not be there, since a probe says so", () => {
    expect(parse("--state", "s", "--qemu", "nope").parsed?.options.qemu).toBe("nope");
  });

  it("shows help when asked", () => {
    expect(parse("--help")).toMatchObject({ exitCode: 0, written: expect.stringContaining("--memory-mib") });
  });
});
