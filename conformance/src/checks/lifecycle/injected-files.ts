// The check of injected files. What is on a guest's disk, no caller can see; that a file which cannot be written is not passed over, every one can.
import type { Check } from "../../harness/check.ts";
import { refusalOf } from "../steps/refusal.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";

const data = Buffer.from("injected by the kit\n").toString("base64");

/** A file that stands where another one needs a directory: not both can be written, in whatever order. */
const CONFLICT = [
  { path: "/etc/vdk", data },
  { path: "/etc/vdk/motd", data },
];

/** The checks of injected files. */
export const injectedFilesChecks: readonly Check[] = [
  {
    id: "spawn/injects-files-or-fails",
    requirement: "spawn/injects-files-or-fails",
    title:
      "spawn() fails, and leaves nothing, if one of the files cannot be written because another is where its directory would be",
    run: async (t) => {
      for (const injectedFiles of [CONFLICT, CONFLICT.toReversed()]) {
        const params = await t.newInstance();
        const before = await takeDown(t, params);
        const refusal = await refusalOf(t.driver.spawn({ ...params, injectedFiles }));
        t.expectThat(refusal !== undefined, "spawn succeeded although it cannot have written all the files", {
          expected: `a failure, since "${CONFLICT[0]?.path}" cannot be a file and a directory`,
          hint: "Write the files before the guest is started, and fail if one cannot be written.",
        });
        await expectNoResidue(t, before, "after spawn failed to write a file");
      }
    },
  },
];
