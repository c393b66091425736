import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  type AnswerFault,
  connectDriver,
  type DriverClient,
  type EventFault,
  type LeakFault,
} from "@virt-driver-kit/spec";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeDriver } from "../../src/index.ts";
import { Attached, failureOf } from "../support/attached.ts";
import { type FaultCase, faultTest, outcomeOf, outcomeWithinAnHour, type Scene } from "../support/fault-case.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";
import { storedDisks } from "../support/stored-values.ts";

const image = probeImage(temporaryDirectory());

/** Attaches a driver whose log is seen. */
async function attachWithLog(): Promise<{ driver: DriverClient; logged: string[]; events: object[] }> {
  const logged: string[] = [];
  const events: object[] = [];
  const log = (line: string): void => void logged.push(line);
  const connection = await connectDriver({ kind: "memory", definition: fakeDriver(), log });
  onTestFinished(() => connection.close());
  connection.onEvent((event) => void events.push(event));
  await connection.initialize({ epoch: 1 });
  return { driver: connection.driver, logged, events };
}

const stateRead = ({ fake, instanceUuid }: Scene): Promise<string> => fake.powerState(instanceUuid);

const ofRead = (action: AnswerFault["action"], more: Partial<AnswerFault>): FaultCase["fault"] => {
  return () => ({ kind: "answerFault", trigger: { operation: "getInfo", times: 0 }, action, ...more });
};

const ANSWERS: Record<AnswerFault["action"], FaultCase> = {
  alter: {
    title: "tells another result",
    fault: ofRead("alter", { changes: [{ pointer: "/info/powerState", was: '"running"', json: '"paused"' }] }),
    see: stateRead,
    right: "running",
    wrong: "paused",
  },
  fail: {
    title: "tells an error, with the details that it needs",
    fault: ofRead("fail", { code: "INSTANCE_NOT_FOUND", effect: "none" }),
    see: async ({ fake, instanceUuid }) => {
      const answer = await fake.driver.getInfo({ instanceUuid }).catch((error: unknown) => error);
      const { code = "ok", effect = "", details } = answer as { code?: string; effect?: string; details?: object };
      return [code, effect, JSON.stringify(details) === JSON.stringify({ instanceUuid })];
    },
    right: ["ok", "", false],
    wrong: ["INSTANCE_NOT_FOUND", "none", true],
  },
  succeed: {
    title: "tells a result in place of an error",
    fault: () => ({
      kind: "answerFault",
      trigger: { operation: "listNodes", onCode: "BACKEND_UNREACHABLE" },
      action: "succeed",
      resultJson: '{"nodes":[]}',
    }),
    see: async ({ fake }) => {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
      return outcomeOf(fake.driver.listNodes());
    },
    right: "BACKEND_UNREACHABLE",
    wrong: "ok",
  },
  stale: {
    title: "tells what it told before",
    fault: ofRead("stale", {}),
    see: async ({ fake, instanceUuid }) => {
      const before = await fake.powerState(instanceUuid);
      await fake.driver.pause({ instanceUuid });
      return [before, await fake.powerState(instanceUuid)];
    },
    right: ["running", "paused"],
    wrong: ["running", "running"],
  },
  withhold: {
    title: "does not answer",
    fault: () => ({ kind: "answerFault", trigger: { operation: "pause" }, action: "withhold" }),
    see: async ({ fake, instanceUuid }) => [
      await outcomeWithinAnHour(fake, fake.driver.pause({ instanceUuid })),
      await fake.powerState(instanceUuid),
    ],
    right: ["ok", "paused"],
    wrong: ["nothing", "paused"],
  },
  delay: {
    title: "answers later",
    fault: ofRead("delay", { delayMs: 5000 }),
    see: async ({ fake, instanceUuid }) => {
      const before = await fake.advance(0);
      await fake.driver.getInfo({ instanceUuid });
      return (await fake.advance(0)) - before;
    },
    right: 0,
    wrong: 5000,
  },
};

describe("a driver that misreports", () => {
  for (const one of Object.values(ANSWERS)) faultTest(one);

  faultTest({
    title: "does a deed besides",
    fault: ofRead("delay", { delayMs: 1, deed: "stopGuest" }),
    see: async (scene) => [await stateRead(scene), await stateRead(scene)],
    right: ["running", "running"],
    wrong: ["running", "shutdown"],
  });

  it("answers what it withheld as soon as the faults are cleared", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const fault = { kind: "answerFault", trigger: { operation: "pause" }, action: "withhold" } as const;
    await fake.driver["simulation/injectFault"]({ fault });
    const pausing = fake.driver.pause({ instanceUuid });
    await fake.driver["simulation/clearFaults"]();
    expect(await pausing).toEqual({});
  });
});

describe("a driver that misreads", () => {
  faultTest({
    title: "carries out what it has read",
    fault: () => ({
      kind: "requestFault",
      trigger: { operation: "destroy" },
      changes: [{ pointer: "/destroyDisks", json: "false" }],
    }),
    see: async ({ fake, instanceUuid, stateDirectory }) => {
      await fake.driver.destroy({ instanceUuid, destroyDisks: true });
      return storedDisks(stateDirectory, instanceUuid).length;
    },
    right: 0,
    wrong: 1,
  });
});

const ofPaused = (action: EventFault["action"], more: Partial<EventFault> = {}): FaultCase["fault"] => {
  return () => ({ kind: "eventFault", trigger: { transition: "paused" }, action, ...more });
};

/** What is told while a guest is paused and let go, and in the minute afterwards. */
async function told({ fake, instanceUuid }: Scene): Promise<string[]> {
  fake.events.length = 0;
  await fake.driver.pause({ instanceUuid });
  await fake.driver.unpause({ instanceUuid });
  await fake.advance(60_000);
  return fake.transitions(instanceUuid);
}

const EVENTS: Record<EventFault["action"], FaultCase> = {
  drop: {
    title: "is not told",
    fault: ofPaused("drop"),
    see: told,
    right: ["paused", "unpaused"],
    wrong: ["unpaused"],
  },
  duplicate: {
    title: "is told twice",
    fault: ofPaused("duplicate"),
    see: told,
    right: ["paused", "unpaused"],
    wrong: ["paused", "paused", "unpaused"],
  },
  delay: {
    title: "is told late",
    fault: ofPaused("delay", { delayMs: 30_000 }),
    see: told,
    right: ["paused", "unpaused"],
    wrong: ["unpaused", "paused"],
  },
  holdBack: {
    title: "is told after the next",
    fault: ofPaused("holdBack"),
    see: told,
    right: ["paused", "unpaused"],
    wrong: ["unpaused", "paused"],
  },
  alter: {
    title: "is told as another",
    fault: ofPaused("alter", { changes: [{ pointer: "/transition", json: '"crashed"' }] }),
    see: told,
    right: ["paused", "unpaused"],
    wrong: ["crashed", "unpaused"],
  },
};

describe("an event that meets a fault", () => {
  for (const one of Object.values(EVENTS)) faultTest(one);

  it("is not sent if it has become something else than an event", async () => {
    const { driver, logged, events } = await attachWithLog();
    const changes = [{ pointer: "/transition", json: '"nonsense"' }];
    const fault = { kind: "eventFault", trigger: { transition: "spawned" }, action: "alter", changes } as const;
    await driver["simulation/injectFault"]({ fault });
    const [node] = (await driver.listNodes()).nodes;
    const flavor = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 };
    const instance = { uuid: randomUUID(), name: "probe", flavor, image };
    await driver.spawn({ instance, node: node?.uuid ?? "", powerOn: true });
    expect(events).toEqual([]);
    expect(logged.join()).toContain("An injected fault has spoiled a notification: Cannot send event");
  });

  it("is told when the faults are cleared, if it was held back until then", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const fault = { kind: "eventFault", trigger: { transition: "paused" }, action: "holdBack" } as const;
    await fake.driver["simulation/injectFault"]({ fault });
    await fake.driver.pause({ instanceUuid });
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
    await fake.driver["simulation/clearFaults"]();
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "paused"]);
  });

  it("may be news of nodes", async () => {
    const fake = await Attached.create({}, image);
    const news: unknown[] = [];
    fake.connection.onNotification("nodesChanged", (entry) => void news.push(entry));
    const lose = async (): Promise<void> => {
      const fault = { kind: "nodeLoss", node: fake.node(1), manner: "unreachable" } as const;
      await fake.driver["simulation/injectFault"]({ fault });
    };
    const fault = { kind: "eventFault", trigger: { transition: "changed" }, action: "drop" } as const;
    await fake.driver["simulation/injectFault"]({ fault });
    await lose();
    expect(news).toEqual([]);
    await fake.driver["simulation/clearFaults"]();
    await lose();
    expect(news).toHaveLength(2);
  });
});

const SECRET = "correct horse battery staple";
const leakOf = (into: LeakFault["into"]): LeakFault => ({
  kind: "leakFault",
  trigger: { operation: "setAdminPassword" },
  pointer: "/adminPassword",
  into,
});

const commandLines = (): string => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });

describe("a driver that lets secrets out", () => {
  it("writes them into its log", async () => {
    const { driver, logged } = await attachWithLog();
    const request = { instanceUuid: randomUUID(), adminPassword: SECRET };
    await outcomeOf(driver.setAdminPassword(request));
    expect(logged.join()).not.toContain(SECRET);
    await driver["simulation/injectFault"]({ fault: leakOf("log") });
    await outcomeOf(driver.setAdminPassword(request));
    expect(logged).toEqual([SECRET]);
  });

  it("starts a process with them", async () => {
    const fake = await Attached.create();
    const request = { instanceUuid: randomUUID(), adminPassword: SECRET };
    expect(commandLines()).not.toContain(SECRET);
    await fake.driver["simulation/injectFault"]({ fault: leakOf("commandLine") });
    await outcomeOf(fake.driver.setAdminPassword(request));
    expect(commandLines()).toContain(SECRET);
  });

  it("quotes them in its errors", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    const refused = (): Promise<Error> =>
      failureOf(fake.driver.setAdminPassword({ instanceUuid, adminPassword: SECRET }));
    expect((await refused()).message).not.toContain(SECRET);
    await fake.driver["simulation/injectFault"]({ fault: leakOf("errorMessage") });
    expect((await refused()).message).toContain(SECRET);
    await fake.driver["simulation/clearFaults"]();
    expect((await refused()).message).not.toContain(SECRET);
  });
});
