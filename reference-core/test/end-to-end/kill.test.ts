// vdk-core is killed with SIGKILL in the middle of a build, at every message that passes between it and its driver, and started again.
import { expect, test, vi } from "vitest";
import { Site } from "../support/site.ts";
import type { SeenFrame } from "../support/wire-proxy.ts";

/** A message, counted among those of one build. */
function nth(wanted: number): (frame: SeenFrame) => boolean {
  let seen = 0;
  return () => (seen += 1) === wanted;
}

test(
  "killed at any message of a build, it comes up with the server ACTIVE on both sides, or ERROR and nothing left",
  { timeout: 180_000 },
  async () => {
    const site = await Site.start();
    await site.rest.createActive("untouched");
    const start = site.proxy.frames.length;
    await site.rest.createActive("measured");
    const build = site.proxy.frames.slice(start);
    const points = build.flatMap(({ to, method }, index) => {
      const name = `${index}-${method}-to-${to}`;
      const lost = { name: `${name}-lost`, index, reachesDriver: false };
      return to === "driver" ? [lost, { name: `${name}-delivered`, index, reachesDriver: true }] : [lost];
    });
    for (const { name, index, reachesDriver } of points) {
      site.killAt(nth(index + 1), reachesDriver);
      // The death may come before the answer to this very request; what counts is what the next run makes of it.
      await site.rest.create(name).catch(() => undefined);
      await vi.waitFor(() => expect(site.core.isDead).toBe(true), { timeout: 10_000 });
      await site.restartCore();
      const statuses = await site.agreement();
      expect(statuses).toMatchObject({ untouched: "ACTIVE", measured: "ACTIVE", [name]: expect.any(String) });
    }
    const statuses = Object.entries(await site.agreement());
    expect(statuses).toHaveLength(points.length + 2);
    const outcomeOf = (part: string): Set<string> =>
      new Set(statuses.filter(([name]) => name.includes(part)).map(([, status]) => status));
    expect(outcomeOf("listNodes")).toEqual(new Set(["ERROR"]));
    expect(outcomeOf("spawn-to-driver-lost")).toEqual(new Set(["ERROR"]));
    expect(outcomeOf("spawn-to-driver-delivered")).toEqual(new Set(["ACTIVE"]));
    expect(outcomeOf("spawn-to-core")).toEqual(new Set(["ACTIVE"]));
    expect(outcomeOf("getInfo")).toEqual(new Set(["ACTIVE"]));
  },
);
