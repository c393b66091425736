// What the ledger of leaks keeps count of, and what each kind of leak means for the driver.

/** What a driver may leave behind. */
export type LeakKind =
  "instances" | "use" | "volumes" | "guests" | "processes" | "sockets" | "pipes" | "files" | "descriptors" | "strays";

/** What a kind of leak means. */
export interface LeakMeaning {
  /** The leak as a sentence, for all checks that show it. */
  readonly headline: string;
  /** The requirement that it breaks; absent where no requirement says it, and the leak is only worth knowing. */
  readonly requirement?: string;
  /** What the kit expects instead. */
  readonly expected: string;
  /** What to look at first. */
  readonly hint: string;
  /**
   * How many repetitions of the check, each of which has to leave more, make a suspicion a finding. A pool that fills up to its size adds something
   * for some calls and then no more, hence the many where a driver may have one.
   */
  readonly repetitions: number;
  /**
   * Whether only more than there ever was at rest counts. What a driver keeps for itself goes up and down within its bounds; what it was given
   * back has to be gone.
   */
  readonly keepsSome: boolean;
  /** Whether there is none of it to begin with. Otherwise what is found first is what was there before the kit came. */
  readonly beginsAtNone: boolean;
}

const OF_THE_DRIVER = {
  expected: "as many when nothing is left of the check, or no more from some repetition on",
  repetitions: 8,
  keepsSome: true,
  beginsAtNone: false,
} as const;

/** The meaning of each kind. */
export const LEAKS: Readonly<Record<LeakKind, LeakMeaning>> = {
  instances: {
    headline: "The driver lists instances as owned that nobody asked for",
    requirement: "destroy/removes-the-instance",
    expected: "no owned instance in listInstances but those that were spawned and not destroyed",
    hint: "Look for a second build under a new uuid: a retry, a copy for a snapshot or a move, a rescue",
    repetitions: 1,
    keepsSome: false,
    beginsAtNone: false,
  },
  use: {
    headline: "Resources of a node stay in use by instances that are gone",
    requirement: "getAvailableResource/usage-falls-after-destroy",
    expected: "the use of the node as it was before the check",
    hint: "Give back each claim in destroy, whatever the instance went through",
    repetitions: 1,
    keepsSome: false,
    beginsAtNone: false,
  },
  volumes: {
    headline: "The host is still connected to volumes of instances that are gone",
    requirement: "block-devices/destroy-disconnects-volumes",
    expected: "nobody has the volume's file open once its instance is destroyed",
    hint: "End the connection in destroy, whichever call had made it",
    repetitions: 1,
    keepsSome: false,
    beginsAtNone: true,
  },
  guests: {
    headline: "Processes of instances that are gone go on running",
    requirement: "destroy/removes-the-instance",
    expected: "no process that names the instance once it is destroyed",
    hint: "Wait for the guest's process, and for its helpers, before destroy is answered",
    repetitions: 1,
    keepsSome: false,
    beginsAtNone: true,
  },
  processes: {
    headline: "The driver leaves child processes behind",
    hint: "Wait for each child process, and end those that serve an instance with it",
    ...OF_THE_DRIVER,
  },
  sockets: {
    headline: "The driver leaves sockets open",
    hint: "Close the connection on every way out of the call, also where it fails",
    ...OF_THE_DRIVER,
  },
  pipes: {
    headline: "The driver leaves pipes open",
    hint: "Close both ends when the process or the call that they serve has ended",
    ...OF_THE_DRIVER,
  },
  files: {
    headline: "The driver leaves files open",
    hint: "Close the file on every way out of the call, also where it fails",
    ...OF_THE_DRIVER,
  },
  descriptors: {
    headline: "The driver leaves descriptors open",
    hint: "Close what the call opened on every way out of it, also where it fails",
    ...OF_THE_DRIVER,
  },
  strays: {
    headline: "The driver leaves files beside the images and volumes that it is given",
    expected: "no file there but the kit's own",
    hint: "Write to a directory of the driver's own, and remove what a call leaves",
    repetitions: 3,
    keepsSome: true,
    beginsAtNone: true,
  },
};
