// Tables that are made when somebody looks into them, so that importing the package stays cheap.

/**
 * Stands for an object that is not made yet.
 *
 * @param make - Makes it; called once, when a member is first asked for.
 * @returns An object with the same members. It is not to be changed.
 */
export function onFirstUse<T extends object>(make: () => T): T {
  let made: T | undefined;
  const whole = (): T => (made ??= make());
  return new Proxy({} as T, {
    get: (_, name) => Reflect.get(whole(), name),
    has: (_, name) => Reflect.has(whole(), name),
    ownKeys: () => Reflect.ownKeys(whole()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(whole(), name),
  });
}
