// The test file that the command line has vitest run, in a worker thread. It does nothing but what the plan says.
import { inject } from "vitest";

import { allChecks } from "../checks/index.ts";
import { attachDriver } from "./attach-driver.ts";
import { declareTests } from "./declare-tests.ts";
import { runnerFor } from "./runner-for.ts";
import { selectChecks } from "./selection.ts";

const plan = inject("vdkPlan");

const { answerWithinMs, timeScale } = plan.settings;
const peer = plan.peer && attachDriver(plan.peer, answerWithinMs * timeScale);
const runner = runnerFor(plan, attachDriver(plan.driver, answerWithinMs * timeScale), peer);

declareTests(runner, selectChecks(allChecks, plan.selection), { name: "conformance", mode: "collect" });
