// A right driver, except that it promises to find its instances again and keeps them nowhere but in its memory.
import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { serveDriver } from "@virt-driver-kit/spec";

const base = fakeDriver();

await serveDriver({ ...base, capabilities: { ...base.capabilities, supportsRecovery: true } });
