// The test file that the command line has vitest run, in a worker thread. It does nothing but what the plan says.
import { inject } from "vitest";

import { allChecks } from "../checks/index.ts";
import { answerLimitMs } from "../harness/settings.ts";
import { attachDriver } from "./attach-driver.ts";
import { declareTests } from "./declare-tests.ts";
import { runnerFor } from "./runner-for.ts";
import { selectChecks } from "./selection.ts";

const plan = inject("vdkPlan");

// For what is sent on connections of a check's own; the watch has a limit for each operation.
const hangTimeoutMs = answerLimitMs(plan.settings, "initialize");
const peer = plan.peer && attachDriver(plan.peer, hangTimeoutMs);
const runner = runnerFor(plan, attachDriver(plan.driver, hangTimeoutMs), peer);

declareTests(runner, selectChecks(allChecks, plan.selection), { name: "conformance", mode: "collect" });
