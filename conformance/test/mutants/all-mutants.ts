// Every mutant, one line per group.
import { attachVolumeMutants } from "./attach-volume.ts";
import { attachedInterfacesMutants } from "./attached-interfaces.ts";
import { badInputMutants } from "./bad-input.ts";
import { blockDevicesMutants } from "./block-devices.ts";
import { builtInMutants } from "./built-in.ts";
import { cancellingMutants } from "./cancelling.ts";
import { capabilitiesMutants } from "./capabilities.ts";
import { changedVolumesMutants } from "./changed-volumes.ts";
import { cleanupMutants } from "./cleanup.ts";
import { coldMovesMutants } from "./cold-moves.ts";
import { compatibilityMutants } from "./compatibility.ts";
import { concurrencyMutants } from "./concurrency.ts";
import { configurationMutants } from "./configuration.ts";
import { confirmMigrationMutants } from "./confirm-migration.ts";
import { consoleAddressesMutants } from "./console-addresses.ts";
import { consolesMutants } from "./consoles.ts";
import { coreInTheLoopMutants } from "./core-in-the-loop.ts";
import { cyclesMutants } from "./cycles.ts";
import { destroySecretsMutants } from "./destroy-secrets.ts";
import { destroyMutants } from "./destroy.ts";
import { detachVolumeMutants } from "./detach-volume.ts";
import { devicesGivenMutants } from "./devices-given.ts";
import { eachChangeMutants } from "./each-change.ts";
import { errorMutants } from "./errors.ts";
import { evacuationMutants } from "./evacuation.ts";
import { eventMutants } from "./events.ts";
import { everyOperationMutants } from "./every-operation.ts";
import { everyMessageMutants } from "./every-message.ts";
import { externalEventsMutants } from "./external-events.ts";
import { failingModesMutants } from "./failing-modes.ts";
import { faultsMutants } from "./faults.ts";
import { finishMigrationMutants } from "./finish-migration.ts";
import { foreignGuestsMutants } from "./foreign-guests.ts";
import { foundByMutationMutants } from "./found-by-mutation.ts";
import { fromTheModelMutants } from "./from-the-model.ts";
import { getInfoMutants } from "./get-info.ts";
import { getOperationMutants } from "./get-operation.ts";
import { guestAffairsMutants } from "./guest-affairs.ts";
import { hardwareMutants } from "./hardware.ts";
import { hostDevicesMutants } from "./host-devices.ts";
import { hostPowerMutants } from "./host-power.ts";
import { hostsMutants } from "./hosts.ts";
import { imageCacheMutants } from "./image-cache.ts";
import { imageServerMutants } from "./image-servers.ts";
import { initializeMutants } from "./initialize.ts";
import { interfacesMutants } from "./interfaces.ts";
import { kernelMutants } from "./kernels.ts";
import { ledgerMutants } from "./ledger.ts";
import { limitsMutants } from "./limits.ts";
import { listInstancesMutants } from "./list-instances.ts";
import { localDisksMutants } from "./local-disks.ts";
import { migrateDiskMutants } from "./migrate-disk.ts";
import { meetingCallsMutants } from "./meeting-calls.ts";
import { migrationDestinationMutants } from "./migration-destination.ts";
import { liveCheckMutants } from "./live-checks.ts";
import { liveCompletionMutants } from "./live-completions.ts";
import { liveControlMutants } from "./live-controls.ts";
import { liveDeathMutants } from "./live-deaths.ts";
import { liveEventMutants } from "./live-events.ts";
import { liveMoveMutants } from "./live-moves.ts";
import { livePreparationMutants } from "./live-preparation.ts";
import { liveTransferMutants } from "./live-transfers.ts";
import type { Mutant } from "./mutant.ts";
import { nodeLossesMutants } from "./node-losses.ts";
import { nodesMutants } from "./nodes.ts";
import { numaMutants } from "./numa.ts";
import { operationsFailureMutants } from "./operations-failure.ts";
import { operationsIdentityMutants } from "./operations-identity.ts";
import { ownershipMutants } from "./ownership.ts";
import { pauseMutants } from "./pause.ts";
import { powerOffMutants } from "./power-off.ts";
import { powerOnMutants } from "./power-on.ts";
import { probeMutants } from "./probe.ts";
import { providerTreeMutants } from "./provider-tree.ts";
import { quiesceMutants } from "./quiesce.ts";
import { randomDeathsMutants } from "./random-deaths.ts";
import { rebootMutants } from "./reboot.ts";
import { rebuildMutants } from "./rebuild.ts";
import { recoveryMutants } from "./recovery.ts";
import { requestMutants } from "./requests.ts";
import { rescueMutants } from "./rescue.ts";
import { resourcesMutants } from "./resources.ts";
import { revertMigrationMutants } from "./revert-migration.ts";
import { seenDisksMutants } from "./seen-disks.ts";
import { sequencesMutants } from "./sequences.ts";
import { sessionMutants } from "./sessions.ts";
import { sharesMutants } from "./shares.ts";
import { shutdownMutants } from "./shutdown.ts";
import { simulationMutants } from "./simulation.ts";
import { slowCallersMutants } from "./slow-callers.ts";
import { snapshotMutants } from "./snapshot.ts";
import { softDeleteMutants } from "./soft-delete.ts";
import { spawnFailingMutants } from "./spawn-failing.ts";
import { spawnMutants } from "./spawn.ts";
import { startupMutants } from "./startup.ts";
import { suspendedMutants } from "./suspended.ts";
import { suspendMutants } from "./suspend.ts";
import { taggedDevicesMutants } from "./tagged-devices.ts";
import { unreachableMutants } from "./unreachable.ts";
import { volumeReadsMutants } from "./volume-reads.ts";
import { volumesOfGuestsMutants } from "./volumes-of-guests.ts";

/** Every mutant. Each id occurs once. */
export const allMutants: readonly Mutant[] = [
  ...spawnMutants,
  ...spawnFailingMutants,
  ...destroyMutants,
  ...powerOnMutants,
  ...powerOffMutants,
  ...rebootMutants,
  ...pauseMutants,
  ...getInfoMutants,
  ...listInstancesMutants,
  ...nodesMutants,
  ...consolesMutants,
  ...badInputMutants,
  ...cancellingMutants,
  ...errorMutants,
  ...eventMutants,
  ...everyMessageMutants,
  ...everyOperationMutants,
  ...failingModesMutants,
  ...getOperationMutants,
  ...initializeMutants,
  ...operationsFailureMutants,
  ...operationsIdentityMutants,
  ...probeMutants,
  ...recoveryMutants,
  ...requestMutants,
  ...sessionMutants,
  ...shutdownMutants,
  ...simulationMutants,
  ...unreachableMutants,
  ...capabilitiesMutants,
  ...cleanupMutants,
  ...ledgerMutants,
  ...compatibilityMutants,
  ...concurrencyMutants,
  ...limitsMutants,
  ...ownershipMutants,
  ...resourcesMutants,
  ...consoleAddressesMutants,
  ...devicesGivenMutants,
  ...externalEventsMutants,
  ...guestAffairsMutants,
  ...hostDevicesMutants,
  ...interfacesMutants,
  ...attachedInterfacesMutants,
  ...sharesMutants,
  ...taggedDevicesMutants,
  ...attachVolumeMutants,
  ...detachVolumeMutants,
  ...changedVolumesMutants,
  ...volumeReadsMutants,
  ...blockDevicesMutants,
  ...localDisksMutants,
  ...seenDisksMutants,
  ...randomDeathsMutants,
  ...hardwareMutants,
  ...numaMutants,
  ...hostsMutants,
  ...hostPowerMutants,
  ...providerTreeMutants,
  ...destroySecretsMutants,
  ...faultsMutants,
  ...builtInMutants,
  ...configurationMutants,
  ...foreignGuestsMutants,
  ...nodeLossesMutants,
  ...rebuildMutants,
  ...softDeleteMutants,
  ...startupMutants,
  ...volumesOfGuestsMutants,
  ...suspendMutants,
  ...suspendedMutants,
  ...rescueMutants,
  ...snapshotMutants,
  ...imageCacheMutants,
  ...quiesceMutants,
  ...imageServerMutants,
  ...kernelMutants,
  ...migrationDestinationMutants,
  ...migrateDiskMutants,
  ...finishMigrationMutants,
  ...revertMigrationMutants,
  ...confirmMigrationMutants,
  ...coldMovesMutants,
  ...evacuationMutants,
  ...liveCheckMutants,
  ...liveCompletionMutants,
  ...liveControlMutants,
  ...liveDeathMutants,
  ...liveEventMutants,
  ...liveMoveMutants,
  ...livePreparationMutants,
  ...liveTransferMutants,
  ...coreInTheLoopMutants,
  ...cyclesMutants,
  ...eachChangeMutants,
  ...slowCallersMutants,
  ...sequencesMutants,
  ...meetingCallsMutants,
  ...foundByMutationMutants,
  ...fromTheModelMutants,
];
