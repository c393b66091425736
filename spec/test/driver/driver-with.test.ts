// What the compiler refuses: each line below an expected error compiles only if it does.
import { describe, expect, expectTypeOf, it } from "vitest";

import { defineDriver } from "../../src/index.ts";
import type { ComputeDriver, Capabilities, DriverFor, DriverHost, DriverWith } from "../../src/index.ts";

const MINE = { name: "mine", version: "1" };

/** The methods that every driver has. Nobody calls them here. */
const mandatory = {} as DriverWith;

const pause = async (): Promise<Record<string, never>> => ({});

describe("a driver", () => {
  it("that has the methods of what it declares, and no others, compiles", () => {
    const definition = defineDriver({
      ...MINE,
      capabilities: { supportsPause: true, supportsConsoleOutput: false },
      create: () => ({ ...mandatory, pause, unpause: pause }),
    });
    expect(definition.capabilities).toEqual({ supportsPause: true, supportsConsoleOutput: false });
  });

  it("that is made later compiles too", () => {
    defineDriver({
      ...MINE,
      capabilities: { supportsPause: true },
      create: async () => ({ ...mandatory, pause, unpause: pause }),
    });
  });

  it("that declares nothing needs no optional method", () => {
    defineDriver({ ...MINE, capabilities: {}, create: () => mandatory });
  });

  it("must have every method of a capability that it declares", () => {
    // @ts-expect-error -- Property 'unpause' is optional, but required in 'Required<Pick<ComputeDriver, "pause" | "unpause">>'
    defineDriver({ ...MINE, capabilities: { supportsPause: true }, create: () => ({ ...mandatory, pause }) });
    // @ts-expect-error -- Property 'pause' is optional, but required in 'Required<Pick<ComputeDriver, "pause" | "unpause">>'
    defineDriver({ ...MINE, capabilities: { supportsPause: true }, create: () => mandatory });
  });

  it("must not have a method of a capability that it does not declare", () => {
    defineDriver({
      ...MINE,
      capabilities: { supportsConsoleOutput: false },
      // @ts-expect-error -- '() => …' is not assignable to type 'NeedsCapability<"supportsPause">'
      create: () => ({ ...mandatory, pause }),
    });
    defineDriver({
      ...MINE,
      capabilities: { supportsPause: true },
      create: () => ({
        ...mandatory,
        pause,
        unpause: pause,
        // @ts-expect-error -- not assignable to type 'NeedsCapability<"supportsConsoleOutput">'
        getConsoleOutput: async ({ instanceUuid }) => ({ data: instanceUuid, offset: 0, nextOffset: 0 }),
      }),
    });
  });

  it("needs no method for a capability that gates nothing but data", () => {
    defineDriver({ ...MINE, capabilities: { supportsUefiBoot: true }, create: () => mandatory });
  });

  it("must not declare what the spec does not have, also beside what it has", () => {
    const capabilities = { supportsFlying: true, supportsUefiBoot: true } as const;
    // @ts-expect-error -- Type 'true' is not assignable to type 'never'
    defineDriver({ ...MINE, capabilities, create: () => mandatory });
  });

  it("must declare with a capability all that it requires, also at run time", () => {
    const declare = (): unknown =>
      defineDriver({
        ...MINE,
        // @ts-expect-error -- Property 'supportsUefiBoot' is missing
        capabilities: { supportsSecureBoot: true },
        create: () => mandatory,
      });
    expect(declare).toThrow(
      "Cannot define a driver: supportsSecureBoot is declared without supportsUefiBoot, which it requires",
    );
    defineDriver({
      ...MINE,
      capabilities: { supportsSecureBoot: true, supportsUefiBoot: true },
      create: () => mandatory,
    });
  });

  it("that decides at run time what it declares may have the methods", () => {
    const isAble = Math.sign(1) === 1;
    defineDriver({ ...MINE, capabilities: { supportsPause: isAble }, create: () => mandatory });
    defineDriver({
      ...MINE,
      capabilities: { supportsPause: isAble },
      create: () => ({ ...mandatory, pause, unpause: pause }),
    });
    const declared: Capabilities = { supportsPause: isAble };
    defineDriver({ ...MINE, capabilities: declared, create: () => mandatory as ComputeDriver });
    const listed = Object.fromEntries(["supportsPause"].map((name) => [name, true]));
    defineDriver({ ...MINE, capabilities: listed, create: () => mandatory as ComputeDriver });
  });
});

describe("DriverWith", () => {
  it("can be implemented by a class", () => {
    abstract class Mine implements DriverWith<"supportsPause"> {
      abstract readonly host: DriverHost;
      abstract probe: ComputeDriver["probe"];
      abstract listNodes: ComputeDriver["listNodes"];
      abstract listInstances: ComputeDriver["listInstances"];
      abstract listInstanceStates: ComputeDriver["listInstanceStates"];
      abstract getInfo: ComputeDriver["getInfo"];
      abstract getAvailableResource: ComputeDriver["getAvailableResource"];
      abstract spawn: ComputeDriver["spawn"];
      abstract destroy: ComputeDriver["destroy"];
      abstract powerOn: ComputeDriver["powerOn"];
      abstract powerOff: ComputeDriver["powerOff"];
      abstract reboot: ComputeDriver["reboot"];
      pause = pause;
      unpause = pause;
    }
    expectTypeOf<Mine>().toExtend<ComputeDriver>();
    expectTypeOf<Mine>().toExtend<DriverFor<{ supportsPause: true }>>();
    expectTypeOf<Mine>().not.toExtend<DriverWith>();
  });

  it("is a ComputeDriver, whatever it declares", () => {
    expectTypeOf<DriverWith>().toExtend<ComputeDriver>();
    expectTypeOf<DriverWith<"supportsPause" | "supportsVolumes">>().toExtend<ComputeDriver>();
  });

  it("is any ComputeDriver where nothing is known of what it declares", () => {
    expectTypeOf<ComputeDriver>().toExtend<DriverFor<Capabilities>>();
  });
});
