/** `/v2.1/servers`: create, list, show, delete. */
import { Hono } from "hono";
import type { ComputeManager } from "../compute/compute-manager.ts";
import { checked, readBody } from "./request-body.ts";
import { isCreateServerBody } from "./request-schemas.ts";
import { pageOf } from "./server-page.ts";
import { serverSummary, serverView } from "./server-view.ts";
import { baseUrlOf, links } from "./view.ts";

/**
 * The routes of servers.
 *
 * A change is accepted with 202 or 204 and goes on afterwards; the server's status and task state say how far it is.
 *
 * @see Nova nova/api/openstack/compute/servers.py ServersController
 */
export function serverRoutes(manager: ComputeManager): Hono {
  return new Hono()
    .post("/", async (context) => {
      const { server } = checked(await readBody(context), isCreateServerBody);
      const { uuid } = manager.create(server);
      const self = links(baseUrlOf(context), "servers", uuid);
      const body = { server: { id: uuid, links: self, "OS-DCF:diskConfig": "MANUAL", security_groups: [] } };
      return context.json(body, 202, { Location: self[0]?.href ?? "" });
    })
    .get("/", (context) => context.json(pageOf(context, manager.list(), serverSummary)))
    .get("/detail", (context) => context.json(pageOf(context, manager.list(), serverView)))
    .get("/:id", (context) => {
      return context.json({ server: serverView(manager.get(context.req.param("id")), baseUrlOf(context)) });
    })
    .delete("/:id", (context) => {
      manager.delete(context.req.param("id"));
      return context.body(null, 204);
    });
}
