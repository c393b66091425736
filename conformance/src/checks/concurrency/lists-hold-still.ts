// Checks of lists that are read page by page while instances come and go.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { allPages } from "../steps/all-pages.ts";
import { LISTS, type ListOfUuids } from "../steps/lists.ts";

/** How many instances the list begins with, beside what is there already. */
const SEVERAL = 5;
/** Entries of a page. */
const LIMIT = 2;
/** How many instances come after each page, so that some come before it in whatever order the list is. */
const COMING = 2;

/** Does something between two pages, given the uuids that were shown so far. Answers the uuid of an instance that went. */
type Disturb = (shown: readonly string[]) => Promise<string | undefined>;

/** Reads a list in small pages, and checks that all who stay are shown once. */
async function expectSteady(
  t: CheckContext,
  { operation, read }: ListOfUuids,
  made: readonly TestInstance[],
  disturb: Disturb,
): Promise<void> {
  const shown: string[] = [];
  const gone: (string | undefined)[] = [];
  await allPages(
    t,
    operation,
    async (request) => {
      const page = await read(t, request);
      shown.push(...page.items);
      if (page.nextCursor !== undefined) gone.push(await disturb(shown));
      return page;
    },
    LIMIT,
  );
  for (const { uuid } of made.filter((instance) => !gone.includes(instance.uuid))) {
    const times = shown.filter((candidate) => candidate === uuid).length;
    t.expectThat(
      times === 1,
      `${operation} shows an instance ${times} times that was there from its first page to its last`,
      {
        expected: "once",
        hint: "Let a cursor name the last entry of its page, by something that entries keep, and no position.",
      },
    );
  }
}

async function givenSeveral(t: CheckContext): Promise<TestInstance[]> {
  const made: TestInstance[] = [];
  for (let i = 0; i < SEVERAL; i++) made.push(await t.givenInstance({ powerState: "shutdown" }));
  return made;
}

const going = LISTS.map((list): Check => ({
  id: `concurrency/lists-hold-still[${list.operation}-going]`,
  requirement: "concurrency/lists-hold-still",
  title: `${list.operation}() in pages shows every instance that stays once, although one that was shown goes after each page`,
  run: async (t) => {
    const made = await givenSeveral(t);
    const left = new Map(made.map((instance) => [instance.uuid, instance]));
    await expectSteady(t, list, made, async (shown) => {
      const next = shown.map((uuid) => left.get(uuid)).find((instance) => instance !== undefined);
      if (next === undefined) return undefined;
      left.delete(next.uuid);
      await t.given("destroy", () => t.driver.destroy({ ...next.target, destroyDisks: true }));
      return next.uuid;
    });
  },
}));

const coming = LISTS.map((list): Check => ({
  id: `concurrency/lists-hold-still[${list.operation}-coming]`,
  requirement: "concurrency/lists-hold-still",
  title: `${list.operation}() in pages shows every instance once that was there before the first, although others come after each`,
  run: async (t) => {
    const made = await givenSeveral(t);
    let comings = 0;
    await expectSteady(t, list, made, async () => {
      // Those that come may be listed too, on further pages: at some point no more come.
      for (let i = 0; i < COMING && comings < SEVERAL; i++, comings++)
        await t.givenInstance({ powerState: "shutdown" });
      return undefined;
    });
  },
}));

/** The checks of lists that change while they are read. */
export const listsHoldStillChecks: readonly Check[] = [...going, ...coming];
