// Checks of the longest values that the schemas allow: names as long as can be, in the longest characters, and pages as long as can be.
import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import { givenTickingGuest } from "../steps/guest.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { allNodes } from "../steps/nodes.ts";

/** In code points, each of which has four bytes. */
const LONGEST_NAME = 255;
const LONGEST_PAGE = 1_000;
/** The most that a caller may read of a console at once, in bytes. */
const LONGEST_READ = 1_048_576;

function lengthened(name: string): string {
  return `${name}${"\u{1f4bb}".repeat(LONGEST_NAME - name.length)}`;
}

/** An instance whose names are all as long as can be: its own, its flavor's and its image's. */
async function withLongestNames(t: CheckContext): Promise<NewInstance> {
  const { instance, ...rest } = await t.newInstance();
  const { name, flavor, image } = instance;
  const longest = {
    name: lengthened(name),
    flavor: { ...flavor, name: lengthened(flavor.name) },
    image: { ...image, name: lengthened(image.name) },
  };
  return { ...rest, instance: { ...instance, ...longest } };
}

/** The checks of the longest values. */
export const longestValuesChecks: readonly Check[] = [
  {
    id: "getInfo/keeps-identity[longest-names]",
    requirement: "getInfo/keeps-identity",
    title: "getInfo() and listInstances() show a name of 255 characters of four bytes each as spawn() was given it",
    run: async (t) => {
      const params = await withLongestNames(t);
      await t.given("spawn", () => t.driver.spawn(params));
      const { uuid, name } = params.instance;
      const { info } = await t.driver.getInfo({ instanceUuid: uuid });
      const listed = (await ownedInstances(t)).find((entry) => entry.uuid === uuid);
      const hint = "Count characters as code points, and use the uuid for whatever is made on the host.";
      t.expectEqual(
        { getInfo: info.name, listInstances: listed?.name },
        { getInfo: name, listInstances: name },
        "name",
        hint,
      );
    },
  },
  {
    id: "listInstances/pages-are-complete[longest-page]",
    requirement: "listInstances/pages-are-complete",
    title: `listInstances() and listNodes() take a limit of ${LONGEST_PAGE}, and show all there is`,
    run: async (t) => {
      const { uuid } = await t.givenInstance({ powerState: "shutdown" });
      const inPages = (await ownedInstances(t)).map((entry) => entry.uuid).toSorted();
      const atOnce = (await ownedInstances(t, { limit: LONGEST_PAGE })).map((entry) => entry.uuid).toSorted();
      t.expectEqual(atOnce, inPages, `entries of listInstances with a limit of ${LONGEST_PAGE}`);
      t.expectThat(atOnce.includes(uuid), `listInstances with a limit of ${LONGEST_PAGE} leaves an instance out`);
      const nodes = (await t.given("listNodes", () => allNodes(t))).map((node) => node.uuid).toSorted();
      const page = await t.driver.listNodes({ limit: LONGEST_PAGE });
      t.expectEqual(page.nodes.map((node) => node.uuid).toSorted(), nodes, `nodes with a limit of ${LONGEST_PAGE}`);
    },
  },
  {
    id: "getConsoleOutput/honours-offset-and-limit[largest-limit]",
    requirement: "getConsoleOutput/honours-offset-and-limit",
    title: "getConsoleOutput() with the largest limit and the largest offset that there are gives what there is",
    needs: { probeGuest: true },
    run: async (t) => {
      const { target } = (await givenTickingGuest(t)).instance;
      const all = await t.driver.getConsoleOutput({ ...target, limit: LONGEST_READ });
      t.expectThat(
        Buffer.from(all.data, "base64").length <= LONGEST_READ,
        `getConsoleOutput answered more than ${LONGEST_READ} bytes`,
      );
      const past = await t.driver.getConsoleOutput({ ...target, offset: Number.MAX_SAFE_INTEGER, limit: 1 });
      t.expectEqual(past.data, "", "data of getConsoleOutput from beyond its end");
    },
  },
];
