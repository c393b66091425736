import { describe, expect, test } from "vitest";

import { configProblem } from "../../src/engine/check-config.ts";
import type { KitConfig } from "../../src/engine/kit-config.ts";

const lasting = { begin: "begin it", end: ["end", "it"] };
const SHA = "0".repeat(64);

const FULL: Required<KitConfig> = {
  driver: { exec: "driver" },
  profile: "base",
  prefix: "vdk-",
  instancesAtOnce: 2,
  soak: true,
  soakCycles: 100,
  resources: {
    nodes: ["n1"],
    hosts: [{ connect: "unix:/run/other.sock" }],
    images: [
      { path: "probe.qcow2", format: "qcow2", holdsProbe: true },
      { url: "https://images.example.org/off", sha256: SHA, guest: "powersItselfOff", holdsProbe: true },
    ],
    flavors: { small: { vcpus: 2, memoryMib: 128, hardware: { secureBoot: "disabled" } }, larger: { rootGib: 20 } },
    networks: [{ binding: { vifType: "bridge", bridgeName: "br-test" }, mtu: 1_450 }],
    volumes: [{ connection: { protocol: "nbd", host: "nbd.example.org" }, sizeBytes: 1 << 30, mayOverwrite: true }],
  },
  hooks: {
    backendUnreachable: lasting,
    hostDown: lasting,
    networkLoss: lasting,
    storageFull: lasting,
    volumeLost: lasting,
    foreignGuest: lasting,
    guestCrash: "virsh destroy x",
    instanceLost: ["sh", "-c", "a | b"],
    killDriver: "ssh host pkill driver",
    restartDriver: "ssh host systemctl restart driver",
  },
  timeouts: { scale: 2, answerMs: 1000, operationsMs: { spawn: 600_000 }, hookMs: 5_000 },
  imageDirectory: "/tmp",
  pm1Base: 0x400,
  knownFailing: "known.yaml",
  report: "report",
};

describe("configProblem()", () => {
  test("accepts an empty configuration and a full one", () => {
    expect(configProblem({})).toBeUndefined();
    expect(configProblem(FULL)).toBeUndefined();
  });

  const connection = { protocol: "localFile", path: "/dev/sdx", format: "raw" };
  const image = (...images: readonly object[]) => ({ resources: { images } });
  test.each([
    [undefined, /^must be an object/u],
    [[], /^must be an object, and is \[\]$/u],
    [{ timeout: 3 }, /^"timeout" is not known; there are driver, .*; did you mean "timeouts"\?$/u],
    [{ constructor: 3 }, /^"constructor" is not known/u],
    [{ driver: "python3 driver.py" }, /^"driver" must be an object, and is "python3 driver\.py"/u],
    [{ driver: {} }, /^"driver" must be an object with exactly one of exec, connect, module, and is \{\}/u],
    [{ driver: { exec: "a", connect: "b" } }, /exactly one/u],
    [{ profile: "" }, /^"profile" must be a text that is not empty, and is ""$/u],
    [{ prefix: "a b" }, /^"prefix" must be 1 to 64 letters, digits, dots and dashes, and is "a b"$/u],
    [{ instancesAtOnce: 0 }, /^"instancesAtOnce" must be a whole number from 1 to 1000000, and is 0$/u],
    [{ timeouts: { scale: 0 } }, /^"timeouts": "scale" must be a number above 0, and is 0$/u],
    [{ timeouts: { hookMs: "1 min" } }, /^"timeouts": "hookMs" must be a number above 0, and is "1 min"$/u],
    [
      { timeouts: { operationsMs: { spwan: 1 } } },
      /^"timeouts": "operationsMs": "spwan" is no operation that a driver answers; did you mean "spawn"\?$/u,
    ],
    [{ timeouts: { operationsMs: { event: 1 } } }, /"event" is no operation that a driver answers/u],
    [{ timeouts: { operationsMs: { qqqqqqqqqq: 1 } } }, /answers; vdk list shows them$/u],
    [{ timeouts: { operationsMs: { spawn: -1 } } }, /"operationsMs": "spawn" must be a number above 0, and is -1$/u],
    [{ resources: { nodes: [] } }, /^"resources": "nodes" must be a list that is not empty, and is \[\]$/u],
    [{ resources: { nodes: ["a", 1] } }, /^"resources": "nodes": \[1\] must be a text that is not empty, and is 1$/u],
    [{ resources: { hosts: [{ exec: "a" }, { exec: "b" }] } }, /"hosts" must be a list of one: the kit moves/u],
    [{ resources: { hosts: [{ exce: "a" }] } }, /"hosts": \[0\]: "exce" is not known; .*did you mean "exec"/u],
    [image({ path: "a", url: "http://b" }), /"images": \[0\] must be an image with exactly one of path, url/u],
    [image({ url: "https://b" }), /must be an image with "sha256", since it has "url", and is/u],
    [image({ url: "ftp://b", sha256: SHA }), /"url" must be an http or https address, and is "ftp:/u],
    [image({ path: "a", sha256: "ABC" }), /"sha256" must be 64 lower-case hexadecimal digits, and is "ABC"$/u],
    [image({ path: "a", format: "tar" }), /"format" must be one of raw, qcow2, .*, and is "tar"$/u],
    [image({ path: "a", guest: "sleeps" }), /"guest" must be one of runs, powersItselfOff, ignoresPowerButton/u],
    [image({ path: "a" }, { path: "b" }), /"images" must have one image with "guest" runs, and has several$/u],
    [image({ path: "a", guest: "powersItselfOff" }), /"images" must have an image with "guest" runs/u],
    [
      image({ path: "a", holdsProbe: true }, { path: "b", guest: "powersItselfOff" }),
      /must have "holdsProbe" for all images or for none, and has it for 1 of 2$/u,
    ],
    [{ resources: { flavors: { small: { memoryMib: "64" } } } }, /"small": "memoryMib" must be a whole number from 1/u],
    [{ resources: { flavors: { small: { memoryMb: 64 } } } }, /"memoryMb" is not known; .*did you mean "memoryMib"/u],
    [
      { resources: { flavors: { larger: { hardware: { cpu: 3 } } } } },
      /"larger": "hardware": "cpu" must be an object, got 3$/u,
    ],
    [{ resources: { networks: [{}] } }, /"networks": \[0\] must have "binding", and is \{\}$/u],
    [
      { resources: { networks: [{ binding: { vifType: "bridge" } }] } },
      /"networks": \[0\]: "binding" lacks the field "bridgeName"$/u,
    ],
    [{ resources: { volumes: [{ connection }] } }, /"volumes": \[0\] must have "sizeBytes"/u],
    [
      { resources: { volumes: [{ connection: { ...connection, protocol: "tape" }, sizeBytes: 1024 }] } },
      /"connection": "protocol" must be one of "localFile", .*, got "tape"$/u,
    ],
    [
      { resources: { volumes: [{ connection, sizeBytes: 1024, volumeId: "7" }] } },
      /"volumeId" must be a uuid in lower case, and is "7"$/u,
    ],
    [{ hooks: { hostDwn: lasting } }, /^"hooks": "hostDwn" is not known; .*; did you mean "hostDown"\?$/u],
    [
      { hooks: { hostDown: "poweroff" } },
      /^"hooks": "hostDown" must be an object with "begin" and "end", since the fault lasts, and is "poweroff"$/u,
    ],
    [{ hooks: { hostDown: { begin: "poweroff" } } }, /"hostDown" must have "end", and is \{"begin":"poweroff"\}$/u],
    [
      { hooks: { guestCrash: "a | b" } },
      /"guestCrash" must be a command that needs no shell, and is "a \| b": .*sh -c/u,
    ],
    [{ hooks: { guestCrash: [] } }, /"guestCrash" must be a list that is not empty/u],
    [{ hooks: { guestCrash: 7 } }, /"guestCrash" must be a command or the list of its words, and is 7$/u],
  ])("says what is wrong with %j", (config, problem) => {
    expect(configProblem(config)).toMatch(problem);
  });
});
