// Drivers that are wrong in what they ask of the core, and in what they make of its answer.
import type {
  Call,
  CoreClient,
  ComputeDriver,
  DriverHost,
  GuestDevices,
  WaitForExternalEventsParams,
} from "@virt-driver-kit/spec";

import { faulty, misreading, planned } from "./faulty.ts";
import type { DriverMutant, Mutant } from "./mutant.ts";
import { replacing } from "./mutant.ts";

const UNTOLD = { pointer: "/devices/networkInterfaces/*/awaitPlugSeconds" };

/** A request that starts a guest, read for what all such requests have. */
interface Starting {
  readonly instance?: { readonly uuid: string };
  readonly instanceUuid?: string;
  readonly devices?: GuestDevices;
}

/** Does something around each operation that starts a guest. The right driver awaits no event then. */
function aroundStarts(
  driver: Required<ComputeDriver>,
  around: (ask: WaitForExternalEventsParams | undefined, start: () => Promise<object>, call: Call) => Promise<object>,
): Partial<ComputeDriver> {
  const wrapped =
    <Params extends Starting, Result extends object>(operation: (params: Params, call: Call) => Promise<Result>) =>
    (params: Params, call: Call): Promise<Result> => {
      const { networkInterfaces } = params.devices ?? {};
      const untold = networkInterfaces?.map(({ awaitPlugSeconds: _left, ...port }) => port);
      const read =
        untold === undefined ? params : { ...params, devices: { ...params.devices, networkInterfaces: untold } };
      return around(askOf(params, call), () => operation(read, call), call) as Promise<Result>;
    };
  return {
    spawn: wrapped(driver.spawn),
    powerOn: wrapped(driver.powerOn),
    reboot: wrapped(driver.reboot),
    finishRevertMigration: wrapped(driver.finishRevertMigration),
  };
}

/** What a right driver would ask. */
function askOf(
  { instance, instanceUuid = instance?.uuid ?? "", devices }: Starting,
  { operationId = "" }: Call,
): WaitForExternalEventsParams | undefined {
  const ports = (devices?.networkInterfaces ?? []).filter(({ awaitPlugSeconds = 0 }) => awaitPlugSeconds > 0);
  if (ports.length === 0) return undefined;
  return {
    operationId,
    instanceUuid,
    events: ports.map(({ portId }) => ({ name: "network-vif-plugged", tag: portId })),
    timeoutSeconds: Math.max(...ports.map(({ awaitPlugSeconds = 1 }) => awaitPlugSeconds)),
  };
}

/** A right driver over a core whose answers it takes for others. */
function hearing(change: (core: CoreClient) => Partial<CoreClient>): DriverMutant["driver"] {
  return (base) => ({
    ...base,
    create: (host: DriverHost) => {
      const core = { ...host.core, ...change(host.core) };
      return base.create(
        new Proxy(host, { get: (target, name) => (name === "core" ? core : Reflect.get(target, name, target)) }),
      );
    },
  });
}

/** The mutants of the requests for external events. */
export const externalEventsMutants: readonly Mutant[] = [
  {
    id: "waitForExternalEvents/guest-waits-for-its-interfaces: spawn does not",
    requirement: "waitForExternalEvents/guest-waits-for-its-interfaces",
    title: "spawn does not wait for the network",
    message: "spawn has not asked for the event",
    only: ["waitForExternalEvents/guest-waits-for-its-interfaces"],
    driver: planned("guest-starts-before-its-network"),
  },
  ...["powerOn", "reboot"].map((operation): Mutant => ({
    id: `waitForExternalEvents/guest-waits-for-its-interfaces: ${operation} does not`,
    requirement: "waitForExternalEvents/guest-waits-for-its-interfaces",
    title: `${operation} does not wait for the network`,
    message: `${operation} has not asked for the event`,
    only: ["waitForExternalEvents/guest-waits-for-its-interfaces"],
    driver: faulty(misreading(operation, UNTOLD)),
  })),
  {
    id: "waitForExternalEvents/guest-waits-for-its-interfaces: finishRevertMigration does not",
    requirement: "waitForExternalEvents/guest-waits-for-its-interfaces",
    title: "finishRevertMigration does not wait for the network",
    message: "finishRevertMigration has not asked for the event",
    only: ["waitForExternalEvents/guest-waits-for-its-interfaces"],
    driver: planned("revert-does-not-wait-for-the-network"),
  },
  {
    id: "waitForExternalEvents/guest-waits-for-its-interfaces: starts and asks",
    requirement: "waitForExternalEvents/guest-waits-for-its-interfaces",
    title: "The guest is started, and then the driver waits for its network",
    message: "boot of the guest while",
    only: ["waitForExternalEvents/guest-waits-for-its-interfaces"],
    driver: replacing((driver, host) =>
      aroundStarts(driver, async (ask, start) => {
        const answer = await start();
        if (ask !== undefined) await host.core.waitForExternalEvents(ask);
        return answer;
      }),
    ),
  },
  {
    id: "waitForExternalEvents/plugs-before-it-waits: asks first",
    requirement: "waitForExternalEvents/plugs-before-it-waits",
    title: "The driver waits for the network before it plugs",
    message: "interfaces that were plugged when spawn asked for their events",
    only: ["waitForExternalEvents/plugs-before-it-waits"],
    driver: replacing((driver, host) =>
      aroundStarts(driver, async (ask, start) => {
        if (ask !== undefined) await host.core.waitForExternalEvents(ask);
        return start();
      }),
    ),
  },
  {
    id: "waitForExternalEvents/plugs-before-it-waits: one by one",
    requirement: "waitForExternalEvents/plugs-before-it-waits",
    title: "The driver waits for one interface after the other",
    message: "requests for events in",
    only: ["waitForExternalEvents/plugs-before-it-waits"],
    driver: hearing((core) => ({
      waitForExternalEvents: async (params, options) => {
        const events = [];
        for (const event of params.events)
          events.push(...(await core.waitForExternalEvents({ ...params, events: [event] }, options)).events);
        return { events };
      },
    })),
  },
  {
    id: "waitForExternalEvents/waits-for-nothing-else: a hard reboot does",
    requirement: "waitForExternalEvents/waits-for-nothing-else",
    title: "A hard reboot waits for network events that nobody sends",
    message: "requests for events in reboot with interfaces that are wired already",
    only: ["waitForExternalEvents/waits-for-nothing-else"],
    driver: planned("hard-reboot-waits-for-events-that-never-come"),
  },
  ...["spawn", "powerOn", "finishRevertMigration"].map((operation): Mutant => ({
    id: `waitForExternalEvents/waits-for-nothing-else: ${operation} does`,
    requirement: "waitForExternalEvents/waits-for-nothing-else",
    title: `${operation} waits for network events that nobody sends`,
    message: `requests for events in ${operation} with interfaces that are wired already`,
    only: ["waitForExternalEvents/waits-for-nothing-else"],
    driver: faulty(misreading(operation, { ...UNTOLD, json: "300" })),
  })),
  {
    id: "waitForExternalEvents/waits-for-nothing-else: without a start",
    requirement: "waitForExternalEvents/waits-for-nothing-else",
    title: "spawn waits for the network of a guest that it does not start",
    message: "requests for events in spawn that starts no guest",
    only: ["waitForExternalEvents/waits-for-nothing-else"],
    driver: replacing((driver, host) => ({
      spawn: async (params, call) => {
        const ask = params.powerOn ? undefined : askOf(params, call);
        if (ask !== undefined) await host.core.waitForExternalEvents(ask);
        return driver.spawn(params, call);
      },
    })),
  },
  {
    id: "waitForExternalEvents/failure-fails-the-operation: goes on",
    requirement: "waitForExternalEvents/failure-fails-the-operation",
    title: "Whatever the core answers is taken for success",
    message: "succeeded instead of being refused with EXTERNAL_EVENT",
    only: ["waitForExternalEvents/failure-fails-the-operation"],
    driver: hearing((core) => ({
      waitForExternalEvents: async (params, options) => {
        await core.waitForExternalEvents(params, options).catch(() => undefined);
        return { events: params.events.map(({ name, tag }) => ({ name, tag, status: "completed" })) };
      },
    })),
  },
  {
    id: "waitForExternalEvents/failure-fails-the-operation: internal error",
    requirement: "waitForExternalEvents/failure-fails-the-operation",
    title: "A failed interface ends spawn with INTERNAL_ERROR",
    message: "answered INTERNAL_ERROR instead of EXTERNAL_EVENT_FAILED",
    only: ["waitForExternalEvents/failure-fails-the-operation"],
    driver: planned("network-failure-is-an-internal-error"),
  },
];
