// The check of a core that another caller has replaced.
import type { Check } from "../../harness/check.ts";
import { untilCore } from "./await-core.ts";
import { givenActive } from "./given-server.ts";
import { RunningCore } from "./running-core.ts";

/** The checks of a core that is fenced. */
export const fencedCoreChecks: readonly Check[] = [
  {
    id: "sessions/newer-session-fences-older[core-in-the-loop]",
    requirement: "sessions/newer-session-fences-older",
    title: "A core that a newer session has replaced cannot stop a server any more, and stops acting",
    needs: { sessions: true },
    run: async (t) => {
      const core = await RunningCore.on(t);
      const server = await givenActive(t, core);
      const newer = await t.openSession();
      // The core does not know yet, so it accepts.
      await core.act(server, { "os-stop": null });
      const hint = "Compare the session's epoch with the highest accepted one before every call.";
      await untilCore(t, core, "the core learns that it was replaced, or has stopped the server", async () => {
        const isOver =
          core.isFenced || core.calls.some(({ operation, end }) => operation === "powerOff" && end !== undefined);
        return isOver || undefined;
      });
      const { info } = await t.given("getInfo", () => newer.driver.getInfo({ instanceUuid: server.id }));
      t.expectEqual(info.powerState, "running", "powerState after a stop by a core that was replaced", hint);
      t.expectThat(core.isFenced, "A core that was replaced by a newer session is not told so", { hint });
    },
  },
];
