// Checks of the properties of image and flavor: obeyed or refused, the flavor before the image, and no contradictions.
import { specModel } from "@virt-driver-kit/spec";
import type { FlavorHardware } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { build, expectHardware, givenGone, type Wishes } from "../steps/guest-hardware.ts";
import { type Place, placesIn } from "../steps/places.ts";
import { expectState } from "../steps/power-state.ts";
import { tpmSecret } from "../steps/tpm-secret.ts";
import { buildIfSupported, buildOrSkip, expectRefused } from "./refused.ts";

const IN_IMAGE = "params.instance.image.properties.";
const IN_FLAVOR = "params.instance.flavor.hardware.";
const UNHEARD_OF = "vdk-unheard-of";

/** Hints, what matters only for a rescue image, and what is judged with the bytes of the image. */
const NO_DEMANDS = ["os.", "rescue.", "disk.vmdkType"];

/** Names of the hypervisor's own. It cannot know this one. */
const NAMES = ["platform.platformType", "storagePolicy"];

function memberAt({ path }: Place): string {
  return path.replace(IN_IMAGE, "").replace(IN_FLAVOR, "");
}

/** The places below image or flavor where a value can stand that no driver knows, and that a driver can be asked for. */
function demandsIn(t: CheckContext, root: string): { readonly place: Place; readonly values: readonly string[] }[] {
  const { capabilities } = t.session;
  return placesIn("spawn")
    .filter(({ path }) => path.startsWith(root))
    .filter((place) => !NO_DEMANDS.some((prefix) => memberAt(place).startsWith(prefix)))
    .filter((place) => place.capabilities.every((capability) => capabilities[capability] === true))
    .flatMap((place) => {
      if (NAMES.includes(memberAt(place))) return [{ place, values: [UNHEARD_OF] }];
      const fallback = place.schema["x-open-enum"];
      return typeof fallback === "string" ? [{ place, values: [fallback, UNHEARD_OF] }] : [];
    });
}

async function expectNoneObeyed(t: CheckContext, root: string): Promise<void> {
  const usual = await t.newInstance({ powerOn: false });
  // What a module is encrypted with is checked apart from the module.
  const withSecret = { ...usual, ...(t.session.capabilities.supportsVtpm === true && { devices: tpmSecret() }) };
  for (const { place, values } of demandsIn(t, root)) {
    for (const value of values) {
      const params = place.put(withSecret, value);
      const call = t.request("spawn", { ...params, call: { operationId: t.uuid() } });
      const hint = "Refuse what you cannot obey before anything is made, and read no demand as if it were absent.";
      const { details } = await t.expectError(call, "NOT_SUPPORTED", { effect: "none", hint });
      t.expectEqual(details["path"], place.path, `path of a demand for ${JSON.stringify(value)}, which nobody knows`);
      await expectState(t, usual.instance.uuid, "absent", `after a spawn with "${value}" as ${place.path}`);
    }
  }
}

/** Free text in each place that is a hint. */
const HINTS: readonly { readonly variant: string; readonly what: string; readonly wishes: Wishes }[] = [
  {
    variant: "os",
    what: "an operating system that nobody has heard of",
    wishes: { image: { os: { type: "other", distro: "vdk/No such system €" } } },
  },
  {
    variant: "image-traits",
    what: "required traits in the image that nobody has",
    wishes: { image: { requiredTraits: ["CUSTOM_VDK_UNHEARD_OF", "HW_CPU_X86_AVX512F"] } },
  },
  {
    variant: "flavor-traits",
    what: "required and forbidden traits in the flavor",
    wishes: {
      flavor: {
        hardware: { requiredTraits: ["CUSTOM_VDK_UNHEARD_OF"], forbiddenTraits: ["CUSTOM_VDK_TOO", "HW_CPU_X86_AVX2"] },
      },
    },
  },
];

const hints = HINTS.map(({ variant, what, wishes }): Check => ({
  id: `placement/hints-stop-nothing[${variant}]`,
  requirement: "placement/hints-stop-nothing",
  title: `spawn() with ${what} builds the guest`,
  run: async (t) => {
    const { uuid } = await build(t, wishes);
    await expectState(t, uuid, "running", `after a spawn with ${what}`);
  },
}));

const IN_ONE_SOCKET = { sockets: 1, cores: 4, threads: 1 };
const IN_FOUR_SOCKETS = { sockets: 4, cores: 1, threads: 1 };

const believed: readonly Check[] = [
  {
    id: "placement/flavor-is-believed[cpu-topology]",
    requirement: "placement/flavor-is-believed",
    title: "A guest whose flavor and image give different CPU topologies has the flavor's",
    run: async (t) => {
      const topologies = [IN_ONE_SOCKET, IN_FOUR_SOCKETS];
      for (const [ofFlavor, ofImage] of [topologies, topologies.toReversed()]) {
        if (ofFlavor === undefined || ofImage === undefined) continue;
        const guest = await build(t, {
          image: { cpu: { topology: ofImage } },
          flavor: { vcpus: 4, hardware: { cpu: { topology: ofFlavor } } },
        });
        await expectHardware(t, guest, "cpuTopology", ofFlavor, "where the image has another one than the flavor");
      }
    },
  },
  {
    id: "placement/flavor-is-believed[secure-boot]",
    requirement: "placement/flavor-is-believed",
    title: "A guest whose flavor and image say the opposite of secure boot has it as the flavor says",
    needs: { capabilities: ["supportsUefiBoot", "supportsSecureBoot"] },
    run: async (t) => {
      for (const [ofFlavor, ofImage] of [["required", "disabled"] as const, ["disabled", "required"] as const]) {
        const wishes: Wishes = {
          image: { firmware: { type: "uefi", secureBoot: ofImage } },
          flavor: { hardware: { secureBoot: ofFlavor } },
        };
        const guest = await buildOrSkip(t, wishes, "secure boot");
        const when = `where the flavor says "${ofFlavor}" and the image "${ofImage}"`;
        await expectHardware(t, guest, "secureBoot", ofFlavor === "required", when);
      }
    },
  },
  {
    id: "placement/flavor-is-believed[tpm]",
    requirement: "placement/flavor-is-believed",
    title: "A guest whose flavor and image ask for different trusted platform modules has the flavor's",
    needs: { capabilities: ["supportsVtpm"] },
    run: async (t) => {
      let built = 0;
      for (const [ofFlavor, ofImage] of [["2.0", "1.2"] as const, ["1.2", "2.0"] as const]) {
        const guest = await buildIfSupported(t, {
          image: { tpm: { version: ofImage } },
          flavor: { hardware: { tpm: { version: ofFlavor } } },
          devices: tpmSecret(),
        });
        const when = `where the flavor says "${ofFlavor}" and the image "${ofImage}"`;
        if (guest === undefined) continue;
        built += 1;
        await expectHardware(t, guest, "tpmVersion", ofFlavor, when);
      }
      if (built === 0) t.fail("No guest with a trusted platform module by its flavor was built");
    },
  },
];

/** Limits that contradict each other, and each of them alone. */
const LIMITS: readonly (readonly FlavorHardware[])[] = [
  [{ cpuLimits: { shares: 1_024 } }, { cpuLimits: { sharesLevel: "high" } }],
  [{ memoryLimits: { shares: 1_024 } }, { memoryLimits: { sharesLevel: "high" } }],
  [{ diskLimits: { shares: 1_024 } }, { diskLimits: { sharesLevel: "high" } }],
  [{ interfaceLimits: { shares: 1_024 } }, { interfaceLimits: { sharesLevel: "high" } }],
  [{ diskLimits: { totalBytesPerSecond: 1_048_576 } }, { diskLimits: { readBytesPerSecond: 1_048_576 } }],
  [{ diskLimits: { totalRequestsPerSecond: 100 } }, { diskLimits: { writeRequestsPerSecond: 100 } }],
  [{ interfaceLimits: { totalBytesPerSecond: 1_048_576 } }, { interfaceLimits: { inboundBytesPerSecond: 1_048_576 } }],
  [{ diskLimits: { totalBytesPerSecond: 1_048_576 } }, { diskLimits: { writeBytesPerSecond: 1_048_576 } }],
  [{ diskLimits: { totalRequestsPerSecond: 100 } }, { diskLimits: { readRequestsPerSecond: 100 } }],
  [{ interfaceLimits: { totalBytesPerSecond: 1_048_576 } }, { interfaceLimits: { outboundBytesPerSecond: 1_048_576 } }],
  [{ cpuLimits: { limitMhz: 100 } }, { cpuLimits: { reservedMhz: 200 } }],
  [{ memoryLimits: { limitMib: 16 } }, { memoryLimits: { reservedMib: 32 } }],
  [{ diskLimits: { totalRequestsPerSecond: 100 } }, { diskLimits: { reservedRequestsPerSecond: 200 } }],
  [
    { interfaceLimits: { inboundPeakBytesPerSecond: 1_048_576 } },
    { interfaceLimits: { inboundBytesPerSecond: 2_097_152 } },
  ],
  [
    { interfaceLimits: { outboundPeakBytesPerSecond: 1_048_576 } },
    { interfaceLimits: { outboundBytesPerSecond: 2_097_152 } },
  ],
  [{ interfaceLimits: { totalBytesPerSecond: 1_048_576 } }, { interfaceLimits: { reservedBytesPerSecond: 2_097_152 } }],
];

/** Both at once, where they are of one kind. */
function together(all: readonly FlavorHardware[]): FlavorHardware {
  const merged: Record<string, object> = {};
  for (const part of all) {
    for (const [name, limits] of Object.entries(part)) merged[name] = { ...merged[name], ...(limits as object) };
  }
  return merged;
}

async function expectLimitsJudged(t: CheckContext): Promise<void> {
  let tried = 0;
  for (const limits of LIMITS) {
    let areObeyed = true;
    for (const hardware of limits) {
      const guest = areObeyed ? await buildIfSupported(t, { flavor: { hardware }, powerOn: false }) : undefined;
      if (guest === undefined) areObeyed = false;
      else await givenGone(t, guest);
    }
    if (!areObeyed) continue;
    tried += 1;
    const wishes: Wishes = { flavor: { hardware: together(limits) }, powerOn: false };
    await expectRefused(t, wishes, "INVALID_REQUEST", `the limits ${JSON.stringify(together(limits))}`);
  }
  if (tried === 0) t.notApplicable(`Node "${t.node.name}" obeys no limits that could contradict each other`);
}

const contradictions: readonly Check[] = [
  {
    id: "placement/contradictions-are-refused[cpu-topology]",
    requirement: "placement/contradictions-are-refused",
    title: "spawn() with a CPU topology that is not one of the flavor's vcpus is INVALID_REQUEST, and builds nothing",
    run: async (t) => {
      const what = "4 vcpus in 2 sockets of 1 core";
      const cpu = { topology: { sockets: 2, cores: 1, threads: 1 } };
      await expectRefused(t, { flavor: { vcpus: 4, hardware: { cpu } } }, "INVALID_REQUEST", what);
      await expectRefused(t, { flavor: { vcpus: 4 }, image: { cpu } }, "INVALID_REQUEST", what);
    },
  },
  {
    id: "placement/contradictions-are-refused[limits]",
    requirement: "placement/contradictions-are-refused",
    title:
      "spawn() with limits of which each is obeyed and that exclude each other is INVALID_REQUEST, and builds nothing",
    run: expectLimitsJudged,
  },
  {
    id: "placement/contradictions-are-refused[usb]",
    requirement: "placement/contradictions-are-refused",
    title: "spawn() with redirected USB ports and no USB controller, each of which is obeyed, is INVALID_REQUEST",
    run: async (t) => {
      for (const devices of [{ redirectedUsbPorts: 1 }, { usbModel: "none" as const }])
        await givenGone(t, await buildOrSkip(t, { image: { devices }, powerOn: false }, JSON.stringify(devices)));
      const devices = { redirectedUsbPorts: 1, usbModel: "none" as const };
      await expectRefused(t, { image: { devices } }, "INVALID_REQUEST", "redirected USB ports and no USB controller");
    },
  },
];

async function expectListed(t: CheckContext): Promise<void> {
  const { resource } = await t.given("getAvailableResource", () =>
    t.driver.getAvailableResource({ node: t.node.uuid }),
  );
  const supported = resource.supportedInstances ?? [];
  if (supported.length === 0) t.notApplicable(`Node "${t.node.name}" does not tell its supportedInstances`);
  for (const { architecture, guestMode } of supported) {
    const guest = await buildIfSupported(t, { image: { platform: { architecture, guestMode } }, powerOn: false });
    t.expectThat(
      guest !== undefined,
      `spawn of a guest of ${architecture} in mode ${guestMode} is NOT_SUPPORTED, and supportedInstances names it`,
      { hint: "List the guests that the node can run, and no others." },
    );
  }
  await expectOthersRefused(
    t,
    "Architecture",
    "architecture",
    new Set(supported.map(({ architecture }) => architecture)),
  );
  await expectOthersRefused(t, "GuestMode", "guestMode", new Set(supported.map(({ guestMode }) => guestMode)));
}

async function expectOthersRefused(
  t: CheckContext,
  schema: string,
  member: "architecture" | "guestMode",
  named: ReadonlySet<string>,
): Promise<void> {
  const values = specModel.schemas[schema]?.enum ?? [];
  for (const value of values.filter((some) => !named.has(some))) {
    const platform = { [member]: value };
    const what = `${member} "${value}", which supportedInstances does not name`;
    await expectRefused(t, { image: { platform }, powerOn: false }, "NOT_SUPPORTED", what);
    await expectRefused(t, { flavor: { hardware: { platform } }, powerOn: false }, "NOT_SUPPORTED", what);
  }
}

/** The checks of properties. */
export const propertiesChecks: readonly Check[] = [
  ...[
    { variant: "image", root: IN_IMAGE },
    { variant: "flavor", root: IN_FLAVOR },
  ].map(({ variant, root }): Check => ({
    id: `placement/what-cannot-be-obeyed-is-refused[${variant}]`,
    requirement: "placement/what-cannot-be-obeyed-is-refused",
    title: `spawn() with a value that nobody knows, in each property of the ${variant}, is NOT_SUPPORTED with its path`,
    run: (t) => expectNoneObeyed(t, root),
  })),
  ...hints,
  ...believed,
  ...contradictions,
  {
    id: "placement/only-supported-guests-are-built",
    requirement: "placement/only-supported-guests-are-built",
    title: "spawn() of each architecture and guest mode is NOT_SUPPORTED unless supportedInstances names it",
    run: expectListed,
  },
];
