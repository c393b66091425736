/** `POST /v2.1/servers/{id}/action`: one action per request, named by the only member of the body. */
import { Hono } from "hono";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ActionTask } from "../compute/actions.ts";
import type { ComputeManager } from "../compute/compute-manager.ts";
import { checked, readBody } from "./request-body.ts";
import { isConsoleOutputBody, isEmptyAction, isRebootBody } from "./request-schemas.ts";

/** What each action without parameters sets in motion. */
const PLAIN_ACTIONS: Readonly<Record<string, ActionTask>> = {
  "os-start": "powering-on",
  "os-stop": "powering-off",
  pause: "pausing",
  unpause: "unpausing",
};

/** The route of actions. @see Nova nova/api/openstack/compute/servers.py, pause_server.py, console_output.py */
export function serverActionRoutes(manager: ComputeManager): Hono {
  return new Hono().post("/:id/action", async (context) => {
    const body = await readBody(context);
    const id = context.req.param("id");
    const [name, ...others] = Object.keys(body);
    if (name === undefined || others.length > 0) {
      throw new HTTPException(400, { message: "Malformed request body: it must name exactly one action" });
    }
    if (name === "os-getConsoleOutput") return sendConsoleOutput(context, manager, id, body[name]);
    manager.act(id, taskOf(name, body[name]));
    return context.body(null, 202);
  });
}

function taskOf(name: string, value: unknown): ActionTask {
  if (name === "reboot") return checked(value, isRebootBody, name).type === "HARD" ? "rebooting_hard" : "rebooting";
  const task = Object.hasOwn(PLAIN_ACTIONS, name) ? PLAIN_ACTIONS[name] : undefined;
  if (task === undefined) throw new HTTPException(400, { message: `There is no such action: ${name}` });
  checked(value, isEmptyAction, name);
  return task;
}

async function sendConsoleOutput(
  context: Context,
  manager: ComputeManager,
  id: string,
  value: unknown,
): Promise<Response> {
  const { length } = checked(value, isConsoleOutputBody, "os-getConsoleOutput");
  const lines = length === undefined || length === null || Number(length) === -1 ? undefined : Number(length);
  return context.json({ output: await manager.consoleOutput(id, lines) });
}
