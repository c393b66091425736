// A right driver, except that it prints to standard output. Written past the library, which would not let it.
import { writeSync } from "node:fs";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { serveDriver } from "@virt-driver-kit/spec";

const base = fakeDriver();
const STDOUT = 1;

await serveDriver({
  ...base,
  create: async (host) => {
    const driver = await base.create(host);
    return {
      ...driver,
      getInfo: (params, call) => {
        writeSync(STDOUT, "hello\n");
        return driver.getInfo(params, call);
      },
    };
  },
});
