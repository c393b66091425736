// Checks of where consoles listen: an address of the instance's own, for as long as its guest is there.
// What answers at the address they do not try: a simulated host listens nowhere.
import type {
  MksConsole,
  RdpConsole,
  RequirementId,
  SerialConsole,
  SpiceConsole,
  VncConsole,
} from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "../steps/guest.ts";

type Address = VncConsole | SpiceConsole | RdpConsole | SerialConsole | MksConsole;
type Target = TestInstance["target"];

/** A type of console. */
interface ConsoleType {
  readonly operation: "getVncConsole" | "getSpiceConsole" | "getRdpConsole" | "getSerialConsole" | "getMksConsole";
  /** That it leads to the instance asked for. */
  readonly leads: RequirementId;
  /** That it stays where it is. */
  readonly stays: RequirementId;
  readonly read: (t: CheckContext, target: Target) => Promise<Address>;
}

const TYPES: readonly ConsoleType[] = [
  {
    operation: "getVncConsole",
    leads: "getVncConsole/leads-to-the-instance",
    stays: "getVncConsole/same-answer-while-it-runs",
    read: async (t, target) => (await t.driver.getVncConsole(target)).console,
  },
  {
    operation: "getSpiceConsole",
    leads: "getSpiceConsole/leads-to-the-instance",
    stays: "getSpiceConsole/leads-to-the-instance",
    read: async (t, target) => (await t.driver.getSpiceConsole(target)).console,
  },
  {
    operation: "getRdpConsole",
    leads: "getRdpConsole/leads-to-the-instance",
    stays: "getRdpConsole/leads-to-the-instance",
    read: async (t, target) => (await t.driver.getRdpConsole(target)).console,
  },
  {
    operation: "getSerialConsole",
    leads: "getSerialConsole/leads-to-the-instance",
    stays: "getSerialConsole/same-answer-while-it-runs",
    read: async (t, target) => (await t.driver.getSerialConsole(target)).console,
  },
  {
    operation: "getMksConsole",
    leads: "getMksConsole/opens-the-instance",
    stays: "getMksConsole/same-place-new-ticket",
    read: async (t, target) => (await t.driver.getMksConsole(target)).console,
  },
];

/** All ways to a console, each of which leads to one instance only: a port together with what is said there. */
function doorsOf(address: Address): string[] {
  const said =
    ("internalAccessPath" in address ? address.internalAccessPath : undefined) ??
    ("ticket" in address ? address.ticket : "");
  const ports = [
    ...("port" in address && address.port !== undefined ? [address.port] : []),
    ...("tlsPort" in address && address.tlsPort !== undefined ? [address.tlsPort] : []),
  ];
  return ports.map((port) => `${address.host} ${port} ${said}`);
}

/** What stays the same from one answer to the next: all but a ticket. */
function placeOf(address: Address): object {
  if (!("ticket" in address)) return address;
  const { ticket: _ticket, ...place } = address;
  return place;
}

function leading({ operation, leads, read }: ConsoleType): Check[] {
  const expectApart = async (t: CheckContext, one: Target, other: Target, when: string): Promise<void> => {
    const [first, second] = [doorsOf(await read(t, one)), doorsOf(await read(t, other))];
    t.expectThat(!first.some((door) => second.includes(door)), `Two instances have one console ${when}`, {
      expected: "a port, or something to say at it, that differs",
      // What is said at the port is a secret.
      got: first.map((door) => door.split(" ", 2).join(":")),
      hint: "Set the port aside when the guest is started, and give it back when it is off.",
    });
  };
  return [
    {
      id: `${leads}[two-guests]`,
      requirement: leads,
      title: `${operation}() leads to different consoles for two instances that run, also when one was off in between`,
      run: async (t) => {
        const [one, other] = [await t.givenInstance(), await t.givenInstance()];
        await expectApart(t, one.target, other.target, "that run at the same time");
        await t.given("powerOff", () => t.driver.powerOff(cutOff(one)));
        const third = await t.givenInstance();
        await t.given("powerOn", () => t.driver.powerOn(one.target));
        await expectApart(t, one.target, third.target, "after one was started while the other was off");
        await expectApart(t, one.target, other.target, "after one was off");
      },
    },
    {
      id: `${leads}[after-reboot]`,
      requirement: leads,
      title: `${operation}() leads to a console of the instance's own after a hard and after a soft reboot`,
      run: async (t) => {
        const [one, other] = [await t.givenInstance(), await t.givenInstance()];
        for (const type of ["hard", "soft"] as const) {
          await t.given("reboot", () => t.driver.reboot({ ...one.target, type, timeoutSeconds: 10 }));
          await expectApart(t, one.target, other.target, `after a ${type} reboot of one`);
        }
      },
    },
  ];
}

async function expectSamePlace(
  t: CheckContext,
  { operation, read }: ConsoleType,
  target: Target,
  first: Address,
  when: string,
): Promise<void> {
  const hint = "Answer what was set aside when the guest was started, and open nothing anew.";
  t.expectEqual(placeOf(await read(t, target)), placeOf(first), `answer of ${operation} ${when}`, hint);
}

function staying(type: ConsoleType): Check[] {
  const { operation, stays, read } = type;
  return [
    {
      id: `${stays}[asked-again]`,
      requirement: stays,
      title: `${operation}() of a running instance gives the same answer again, after others have come and gone`,
      run: async (t) => {
        const { target } = await t.givenInstance();
        const first = await read(t, target);
        await expectSamePlace(t, type, target, first, "when it was asked again");
        const other = await t.givenInstance();
        await t.given("destroy", () => t.driver.destroy({ ...other.target, destroyDisks: true }));
        await expectSamePlace(t, type, target, first, "after another instance came and went");
      },
    },
    {
      id: `${stays}[from-paused]`,
      requirement: stays,
      title: `${operation}() of a paused instance gives the same answer as while it ran`,
      needs: { capabilities: ["supportsPause"] },
      run: async (t) => {
        const { target } = await t.givenInstance();
        const first = await read(t, target);
        await t.given("pause", () => t.driver.pause(target));
        await expectSamePlace(t, type, target, first, "of a paused instance");
        await t.given("unpause", () => t.driver.unpause(target));
        await expectSamePlace(t, type, target, first, "of an instance that was paused");
      },
    },
  ];
}

const newTickets: Check = {
  id: "getMksConsole/same-place-new-ticket",
  requirement: "getMksConsole/same-place-new-ticket",
  title: "getMksConsole() gives a ticket that no earlier answer had",
  run: async (t) => {
    const { target } = await t.givenInstance();
    const tickets: string[] = [];
    for (const _time of [1, 2, 3]) tickets.push((await t.driver.getMksConsole(target)).console.ticket);
    t.expectThat(new Set(tickets).size === tickets.length, "getMksConsole gave one ticket twice", {
      expected: "a new ticket in each answer: one that was used opens nothing",
    });
  },
};

/** The checks of the operations that tell where consoles listen. */
export const consoleAddressChecks: readonly Check[] = [
  ...TYPES.flatMap((type) => [...leading(type), ...staying(type)]),
  newTickets,
];
