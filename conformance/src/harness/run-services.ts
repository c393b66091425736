// What all checks of a run share.
import type { Clock, NodeInfo, SpecModel } from "@virt-driver-kit/spec";

import type { CallLog } from "../coverage/call-log.ts";
import type { Settings } from "./settings.ts";
import type { Attachment } from "./attachment.ts";
import type { CallWatch } from "./call-watch.ts";
import type { CoreStandIn } from "./core-stand-in.ts";
import type { ConnectionMonitor } from "./connection-monitor.ts";
import type { HookRunner } from "./hooks.ts";
import type { ImageStore } from "./image-store.ts";
import type { Journal } from "./journal.ts";
import type { PeerServices } from "./peer.ts";
import type { Secrets } from "./secrets.ts";
import type { SessionKeeper } from "./session-keeper.ts";
import type { SiteVolumes } from "./site-volumes.ts";

/** The parts of a run, each of which knows nothing of the others. */
export interface RunServices {
  readonly runId: string;
  readonly seed: number;
  /** The steps that checks of random sequences play instead of drawing some. */
  readonly sequence?: string | undefined;
  readonly settings: Settings;
  readonly model: SpecModel;
  /** Real time. */
  readonly clock: Clock;
  readonly attachment: Attachment;
  readonly keeper: SessionKeeper;
  readonly monitor: ConnectionMonitor;
  /** Answers what the driver asks of its caller. */
  readonly core: CoreStandIn;
  /** The second host, if the run has one. */
  readonly peer?: PeerServices;
  readonly watch: CallWatch;
  /** Every call, for coverage. */
  readonly calls: CallLog;
  readonly journal: Journal;
  readonly images: ImageStore;
  /** The volumes of the site, if the configuration names any. */
  readonly volumes?: SiteVolumes;
  /** What the site does by hand. */
  readonly hooks: HookRunner;
  readonly secrets: Secrets;
  /** A uuid that no other run makes. */
  readonly uuid: () => string;
  /** The nodes that instances are built on, the preferred one first. Rejects with Blocked if the driver cannot tell. */
  readonly nodes: () => Promise<readonly [NodeInfo, ...NodeInfo[]]>;
}
