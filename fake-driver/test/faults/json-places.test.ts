import { expect, it } from "vitest";
import { withChanges } from "../../src/faults/json-places.ts";

it("changes one of two members that are the same object, and leaves the message as it was", () => {
  const format = { name: "disks", version: 1 };
  const message = { format, driverPrivate: { format } };
  const changed = withChanges(message, [{ pointer: "/driverPrivate/format/version", json: "2" }]);
  expect(changed).toEqual({ format, driverPrivate: { format: { name: "disks", version: 2 } } });
  expect(format.version).toBe(1);
});
