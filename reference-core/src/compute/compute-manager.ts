/**
 * The compute manager: takes requests, notes what is to be done, and has it done, one thing per instance at a time.
 *
 * A request is accepted by writing the instance's task state; from then on it survives this process. All work on an instance begins by
 * reading its task state, so that a fresh request and one that a restart interrupted take the same path.
 *
 * @see Nova nova/compute/api.py (the checks), nova/compute/manager.py (the work)
 */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { SessionEndedError } from "../driver/session-errors.ts";
import { ACTIONS } from "./actions.ts";
import type { ActionTask } from "./actions.ts";
import type { ComputeContext } from "./compute-context.ts";
import { ComputeError } from "./compute-error.ts";
import { readConsole } from "./console-output.ts";
import { decideSync } from "./decide-sync.ts";
import type { Instance } from "./instance.ts";
import { syncInstance } from "./power-sync.ts";
import { giveUpTask, workOnTask } from "./task.ts";

/** What a server is to be made of. */
export interface CreateRequest {
  readonly name: string;
  /** An image's id. */
  readonly imageRef: string;
  /** A flavor's name. */
  readonly flavorRef: string;
}

/** Requests come in here. Every method but `consoleOutput` returns at once. */
export class ComputeManager {
  readonly #context: ComputeContext;
  readonly #catalogue: Catalogue;
  readonly #mintUuid: () => string;
  /** One per instance that is being worked on; aborting it asks the driver to stop. */
  readonly #cancels = new Map<string, AbortController>();
  readonly #background = new Set<Promise<void>>();

  constructor(context: ComputeContext, catalogue: Catalogue, mintUuid: () => string) {
    this.#context = context;
    this.#catalogue = catalogue;
    this.#mintUuid = mintUuid;
  }

  /** Every instance that is not deleted, newest first. */
  list(): Instance[] {
    return this.#context.instances.list();
  }

  /**
   * Finds an instance.
   *
   * @throws {@link ComputeError} NOT_FOUND if there is none, or it is deleted.
   */
  get(uuid: string): Instance {
    const instance = this.#context.instances.find(uuid);
    if (instance === undefined || instance.vmState === "deleted") {
      throw new ComputeError("NOT_FOUND", `Instance ${uuid} could not be found.`);
    }
    return instance;
  }

  /**
   * Accepts a new instance and begins to build it.
   *
   * @throws {@link ComputeError} BAD_REQUEST if image or flavor do not exist, DRIVER_UNAVAILABLE.
   */
  create({ name, imageRef, flavorRef }: CreateRequest): Instance {
    this.#assertSession();
    const image = this.#catalogue.images.find(({ id }) => id === imageRef);
    if (image === undefined) throw new ComputeError("BAD_REQUEST", `Can not find requested image ${imageRef}`);
    const flavor = this.#catalogue.flavors.find((candidate) => candidate.name === flavorRef);
    if (flavor === undefined) throw new ComputeError("BAD_REQUEST", `Flavor ${flavorRef} could not be found.`);
    const nowMs = this.#context.clock.now();
    const instance: Instance = {
      uuid: this.#mintUuid(),
      name,
      flavor,
      image,
      node: null,
      vmState: "building",
      taskState: "scheduling",
      powerState: "pending",
      progress: 0,
      fault: null,
      driverState: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      launchedAtMs: null,
      terminatedAtMs: null,
    };
    this.#context.instances.insert(instance);
    this.#work(instance.uuid);
    return instance;
  }

  /**
   * Accepts an action and begins with it.
   *
   * @throws {@link ComputeError} NOT_FOUND, INVALID_STATE, NOT_SUPPORTED or DRIVER_UNAVAILABLE.
   * @see Nova nova/compute/api.py check_instance_state
   */
  act(uuid: string, task: ActionTask): void {
    const { name, from, capability } = ACTIONS[task];
    const { vmState, taskState, node } = this.get(uuid);
    if (!from.includes(vmState)) throw invalidState(name, uuid, "vm_state", vmState);
    if (taskState !== null) throw invalidState(name, uuid, "task_state", taskState);
    if (node === null) throw notReady(uuid);
    this.#assertSession();
    if (capability !== undefined && !this.#context.session.declares(capability)) {
      throw new ComputeError("NOT_SUPPORTED", "The requested functionality is not supported.");
    }
    this.#context.instances.update(uuid, [null], { taskState: task });
    this.#work(uuid);
  }

  /**
   * Accepts a deletion and begins with it; whatever else is in progress on the instance is cancelled.
   *
   * @throws {@link ComputeError} NOT_FOUND or DRIVER_UNAVAILABLE.
   */
  delete(uuid: string): void {
    const { taskState } = this.get(uuid);
    if (taskState === "deleting") return;
    this.#assertSession();
    this.#context.instances.update(uuid, [taskState], { taskState: "deleting" });
    this.#cancels.get(uuid)?.abort();
    this.#work(uuid);
  }

  /**
   * Reads the end of what the guest wrote to its console.
   *
   * @param lines - How many lines at most; all that Nova would show if absent.
   * @throws {@link ComputeError} NOT_FOUND, INVALID_STATE, NOT_SUPPORTED or DRIVER_UNAVAILABLE.
   */
  async consoleOutput(uuid: string, lines?: number): Promise<string> {
    const { node } = this.get(uuid);
    this.#assertSession();
    if (!this.#context.session.declares("supportsConsoleOutput")) {
      throw new ComputeError("NOT_SUPPORTED", "The requested functionality is not supported.");
    }
    if (node === null) throw notReady(uuid);
    return readConsole(this.#context.session, uuid, lines);
  }

  /** Goes on with every task that an earlier run of this core left unfinished. Called once, before the first request. */
  resume(): void {
    for (const { uuid, taskState } of this.list()) if (taskState !== null) this.#work(uuid, true);
  }

  /** Looks at one instance, in the background; see {@link syncInstance}. */
  look(uuid: string): void {
    this.#inBackground(async () => {
      if (await syncInstance(this.#context, uuid)) this.#work(uuid);
    });
  }

  /** Resolves when nothing is in progress any more. */
  async idle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** The open session: a request that cannot be begun now is refused now. */
  #assertSession(): void {
    const { current, ended } = this.#context.session;
    if (current !== undefined) return;
    const reason = ended.aborted
      ? (ended.reason as Error).message
      : "The driver is not connected; this core is trying to reach it.";
    throw new ComputeError("DRIVER_UNAVAILABLE", reason);
  }

  #work(uuid: string, isInterrupted: boolean = false): void {
    this.#inBackground(async () => {
      await this.#context.locks.hold(uuid, () => this.#workNow(uuid, isInterrupted));
      const { taskState, vmState, powerState } = this.#context.instances.find(uuid) ?? {};
      if (taskState === null && vmState && powerState && decideSync(vmState, powerState) === "stop") this.look(uuid);
    });
  }

  /** Called with the instance's lock held, which is also held while a task is given up: the next in line must not be mistaken for it. */
  async #workNow(uuid: string, isInterrupted: boolean): Promise<void> {
    const cancel = new AbortController();
    this.#cancels.set(uuid, cancel);
    try {
      await workOnTask(this.#context, uuid, { signal: cancel.signal, isInterrupted });
    } catch (error) {
      // The deletion that cancelled this work is next in line, and settles whatever call is pending.
      if (cancel.signal.aborted) this.#context.log(`Instance "${uuid}" is deleted instead: ${String(error)}`);
      else giveUpTask(this.#context, uuid, error);
    } finally {
      this.#cancels.delete(uuid);
    }
  }

  #inBackground(work: () => Promise<void>): void {
    const done = work().catch((error: unknown) => {
      if (!(error instanceof SessionEndedError)) this.#context.log(`Cannot go on: ${String(error)}`);
    });
    this.#background.add(done);
    void done.finally(() => this.#background.delete(done));
  }
}

function invalidState(action: string, uuid: string, attribute: string, state: string): ComputeError {
  return new ComputeError("INVALID_STATE", `Cannot '${action}' instance ${uuid} while it is in ${attribute} ${state}`);
}

/** @see Nova nova/exception.py InstanceNotReady */
function notReady(uuid: string): ComputeError {
  return new ComputeError("INVALID_STATE", `Instance ${uuid} is not ready`);
}
