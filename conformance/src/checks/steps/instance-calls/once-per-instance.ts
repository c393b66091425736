// Preparations that several calls on one instance share.
import type { CheckContext } from "../../../harness/check-context.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";

/** Makes a preparation that is run once for an instance, however many calls need it. */
export function oncePerInstance<T>(
  prepare: (t: CheckContext, instance: TestInstance) => Promise<T>,
): (t: CheckContext, instance: TestInstance) => Promise<T> {
  const prepared = new WeakMap<TestInstance, Promise<T>>();
  return (t, instance) => {
    const present = prepared.get(instance) ?? prepare(t, instance);
    prepared.set(instance, present);
    return present;
  };
}
