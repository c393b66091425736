/** The steps that change something on the hypervisor. Errors and faults name them. */

/** Each step and how long it usually takes, in milliseconds of virtual time. A spawn from an image comes to 20 s. */
export const USUAL_STEP_MS = {
  // Instances and their guests.
  allocateResources: 500,
  defineInstance: 2500,
  undefineInstance: 800,
  startGuest: 3000,
  stopGuest: 500,
  pressPowerButton: 100,
  pauseGuest: 200,
  unpauseGuest: 200,
  saveMemory: 4000,
  loadMemory: 3000,
  discardMemory: 300,
  interruptGuest: 100,
  setPassword: 400,
  freezeGuest: 300,
  thawGuest: 200,
  // Disks and images.
  fetchImage: 8000,
  createDisk: 6000,
  deleteDisk: 700,
  resizeDisk: 1500,
  keepDisk: 300,
  restoreDisk: 300,
  copyDisk: 5000,
  sendDisk: 9000,
  receiveDisk: 600,
  snapshotDisk: 900,
  uploadImage: 7000,
  cacheImage: 8000,
  removeCachedImage: 400,
  writeFiles: 700,
  createConfigDrive: 800,
  createTpm: 300,
  removeTpm: 200,
  // Volumes.
  connectVolume: 1800,
  disconnectVolume: 900,
  attachDevice: 700,
  detachDevice: 900,
  growDevice: 500,
  mirrorVolume: 12_000,
  switchVolume: 300,
  createLayer: 800,
  mergeLayer: 6000,
  // Interfaces, shares and other devices.
  plugInterface: 400,
  unplugInterface: 300,
  bindPort: 600,
  claimDevice: 200,
  releaseDevice: 200,
  mountShare: 1500,
  unmountShare: 700,
  allocateConsole: 50,
  // Migration.
  leaveProbe: 100,
  removeProbe: 100,
  prepareGuest: 900,
  transferMemory: 1000,
  switchOver: 150,
  dropGuest: 500,
  // Hosts.
  setNodeState: 800,
  powerNode: 45_000,
  reloadConfiguration: 200,
} as const;

/** A step that changes something on the hypervisor. */
export type HypervisorStep = keyof typeof USUAL_STEP_MS;
