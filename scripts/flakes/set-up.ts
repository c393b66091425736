// What a run of the flake gate is made of, all of it decided by the run's seed: which driver, on how many hosts, with or without kept state, how fast.
import { personaNames } from "@virt-driver-kit/fake-driver";

/** How the driver is attached. */
export type Attachment = "in-process" | "stdio";

/** One run. */
export interface SetUp {
  readonly seed: number;
  readonly attachment: Attachment;
  readonly persona: string;
  readonly hosts: 1 | 2;
  readonly keepsState: boolean;
  /** Whether all hosts reach one store. */
  readonly sharesStore: boolean;
  /** Multiplies how long things take in virtual time. */
  readonly latency: number;
}

type Kind = Pick<SetUp, "persona" | "hosts" | "sharesStore"> & { readonly keepsState?: boolean };

const FULL: Kind = { persona: "full", hosts: 1, sharesStore: false };

/** The one that can do everything in each of its surroundings, then all the others; those keep their state every other time. */
const KINDS: readonly Kind[] = [
  { ...FULL, keepsState: false },
  { ...FULL, keepsState: true },
  { ...FULL, hosts: 2, keepsState: false },
  { ...FULL, hosts: 2, keepsState: true },
  { ...FULL, hosts: 2, keepsState: true, sharesStore: true },
  ...personaNames()
    .filter((persona) => persona !== "full")
    .map((persona): Kind => ({ ...FULL, persona })),
];
const LATENCIES = [1, 0.01, 3, 0.5] as const;

/** How many seeds in a row make every kind of run once. */
export const KIND_COUNT: number = KINDS.length;

/** The run that a seed decides. */
export function setUpOf(seed: number, attachment: Attachment): SetUp {
  const kind = KINDS[seed % KINDS.length] ?? FULL;
  const turn = Math.floor(seed / KINDS.length);
  const latency = LATENCIES[turn % LATENCIES.length] ?? 1;
  // The drivers of two processes share a site only through what they keep.
  const keepsState = kind.keepsState ?? turn % 2 === 1;
  return {
    ...kind,
    seed,
    attachment,
    latency,
    keepsState: keepsState || (attachment === "stdio" && kind.hosts === 2),
  };
}

/** A run in words. */
export function describeSetUp({ seed, attachment, persona, hosts, keepsState, sharesStore, latency }: SetUp): string {
  const parts = [
    `persona ${persona}`,
    hosts === 1 ? "one host" : `two hosts${sharesStore ? " with one store" : ""}`,
    keepsState ? "state kept" : "state in memory",
    `latency ${latency}`,
  ];
  return `seed ${seed}, ${attachment}: ${parts.join(", ")}`;
}
