// The fake driver of one run of the flake gate, as a module for `vdk test --driver`. Where there are two hosts, the driver of the second one listens on
// a socket of the same process. Its options come by the environment, since a module has no other arguments.
import { type FakeSiteOptions, fakeSite } from "@virt-driver-kit/fake-driver";
import { type DriverDefinition, serveDriver } from "@virt-driver-kit/spec";

const { VDK_FLAKES_SITE = "{}", VDK_FLAKES_PEER: path = "" } = process.env;

const site = fakeSite(JSON.parse(VDK_FLAKES_SITE) as FakeSiteOptions);
const [first, second] = site.hosts;
if (second !== undefined) await serveDriver(site.driver(second), { transport: { kind: "unix", path } });

/** The driver of the first host. */
export const driver: DriverDefinition = site.driver(first);
