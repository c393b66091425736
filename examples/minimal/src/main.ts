// Serves the minimal driver on standard input and output, for `vdk test --exec`.
import { serveDriver } from "@virt-driver-kit/spec";

import { minimalDriver } from "./minimal-driver.ts";

await serveDriver(minimalDriver, { transport: { kind: "stdio" } });
