// A right driver, except that it logs what it is asked to spawn, password and all.
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { serveDriver } from "@virt-driver-kit/spec";

const base = fakeDriver();

await serveDriver({
  ...base,
  create: async (host) => {
    const driver = await base.create(host);
    return {
      ...driver,
      spawn: (params, call) => {
        host.log(`spawn ${JSON.stringify(params)}`);
        return driver.spawn(params, call);
      },
    };
  },
});
