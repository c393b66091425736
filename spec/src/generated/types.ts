// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// The types of everything that crosses the driver API: objects, params, results, names and codes.

/** The version of the spec that this file was generated from. */
export const SPEC_VERSION = "0.10.0";

/** The name of an operation: a JSON-RPC method. */
export type OperationName =
  | "getConsoleOutput"
  | "getMksConsole"
  | "getRdpConsole"
  | "getSerialConsole"
  | "getSpiceConsole"
  | "getVncConsole"
  | "renewCredentials"
  | "waitForExternalEvents"
  | "getInstanceDiagnostics"
  | "getVolumeUsage"
  | "checkInstanceSharedStorageCleanup"
  | "checkInstanceSharedStorageLocal"
  | "checkInstanceSharedStorageRemote"
  | "instanceOnDisk"
  | "event"
  | "setAdminPassword"
  | "getHostCpuStats"
  | "getHostUptime"
  | "hostMaintenanceMode"
  | "hostPowerAction"
  | "setHostEnabled"
  | "cacheImage"
  | "manageImageCache"
  | "quiesce"
  | "snapshot"
  | "unquiesce"
  | "getInfo"
  | "listInstanceStates"
  | "listInstances"
  | "attachInterface"
  | "detachInterface"
  | "plugVifs"
  | "unplugVifs"
  | "destroy"
  | "processInstancesAtStartup"
  | "rebuild"
  | "restore"
  | "softDelete"
  | "spawn"
  | "checkCanLiveMigrateDestination"
  | "checkCanLiveMigrateSource"
  | "checkSourceMigrateDataAtDestination"
  | "cleanupLiveMigrationDestinationCheck"
  | "liveMigration"
  | "liveMigrationAbort"
  | "liveMigrationForceComplete"
  | "postLiveMigrationAtDestination"
  | "postLiveMigrationAtSource"
  | "preLiveMigration"
  | "rollbackLiveMigrationAtDestination"
  | "rollbackLiveMigrationAtSource"
  | "confirmMigration"
  | "finishMigration"
  | "finishRevertMigration"
  | "getMigrationDestination"
  | "migrateDiskAndPowerOff"
  | "getAvailableResource"
  | "listNodes"
  | "nodesChanged"
  | "updateProviderTree"
  | "pause"
  | "powerOff"
  | "powerOn"
  | "reboot"
  | "resume"
  | "resumeStateOnHostBoot"
  | "suspend"
  | "triggerCrashDump"
  | "unpause"
  | "cancelOperation"
  | "capabilitiesChanged"
  | "configure"
  | "describeConfiguration"
  | "getOperation"
  | "initialize"
  | "probe"
  | "progress"
  | "shutdown"
  | "rescue"
  | "unrescue"
  | "mountShare"
  | "umountShare"
  | "simulation/advance"
  | "simulation/clearFaults"
  | "simulation/hold"
  | "simulation/injectFault"
  | "attachVolume"
  | "detachVolume"
  | "extendVolume"
  | "getDeviceNames"
  | "getVolumeConnector"
  | "swapVolume"
  | "volumeSnapshotCreate"
  | "volumeSnapshotDelete";

/** What a driver may be able to do beyond the mandatory operations. */
export type Capability =
  | "supportsPause"
  | "supportsConsoleOutput"
  | "supportsRecovery"
  | "supportsSuspend"
  | "supportsRebuild"
  | "supportsPreserveEphemeral"
  | "supportsSoftDelete"
  | "supportsStartupProcessing"
  | "supportsResumeOnHostBoot"
  | "supportsCrashDump"
  | "supportsAdminPassword"
  | "supportsConfigDrive"
  | "supportsFileInjection"
  | "supportsLocalBlockDevices"
  | "supportsDeviceTagging"
  | "supportsTrustedCerts"
  | "supportsHardwareProperties"
  | "supportsUefiBoot"
  | "supportsSecureBoot"
  | "supportsStatelessFirmware"
  | "supportsDirectKernelBoot"
  | "supportsVtpm"
  | "supportsMemoryEncryption"
  | "supportsEphemeralEncryption"
  | "supportsNuma"
  | "supportsCpuPinning"
  | "supportsPciPassthrough"
  | "supportsMediatedDevices"
  | "supportsAccelerators"
  | "supportsVolumes"
  | "supportsBootFromVolume"
  | "supportsMultiattach"
  | "supportsEncryptedVolumes"
  | "supportsTaggedAttachVolume"
  | "supportsSwapVolume"
  | "supportsExtendVolume"
  | "supportsAssistedVolumeSnapshots"
  | "supportsDeviceNames"
  | "supportsVolumeUsage"
  | "supportsDiagnostics"
  | "supportsNetworkInterfaces"
  | "supportsAttachInterface"
  | "supportsTaggedAttachInterface"
  | "supportsExternalEvents"
  | "supportsNetworkBinding"
  | "supportsShares"
  | "supportsVncConsole"
  | "supportsSpiceConsole"
  | "supportsRdpConsole"
  | "supportsSerialConsole"
  | "supportsMksConsole"
  | "supportsHttpImages"
  | "supportsSnapshot"
  | "supportsQuiesce"
  | "supportsImageCache"
  | "supportsRescue"
  | "supportsBootVolumeRescue"
  | "supportsMigration"
  | "supportsMigrateToSameHost"
  | "supportsLiveMigration"
  | "supportsLiveMigrationControl"
  | "supportsNumaLiveMigration"
  | "supportsEvacuate"
  | "supportsProviderTree"
  | "supportsHostUptime"
  | "supportsHostCpuStats"
  | "supportsHostEnable"
  | "supportsHostMaintenance"
  | "supportsHostPower"
  | "supportsConfiguration"
  | "supportsSimulation";

/** What a caller must do about a failed call; each error code has one. */
export type Recovery = "retry" | "retry-elsewhere" | "fix-request" | "reconcile" | "give-up";

/** A code that every request may be answered with. */
export type CommonErrorCode =
  | "INVALID_REQUEST"
  | "NOT_SUPPORTED"
  | "INTERNAL_ERROR"
  | "SESSION_NOT_INITIALIZED"
  | "SESSION_FENCED"
  | "SHUTTING_DOWN"
  | "MESSAGE_TOO_LARGE"
  | "OPERATION_CONFLICT"
  | "OPERATION_CANCELLED"
  | "DEADLINE_EXCEEDED"
  | "BACKEND_UNREACHABLE";

/** A named set of requirements that a driver can conform to. */
export type ProfileName = "base" | "standard" | "mobile" | "full";

/** One sentence that a driver or a caller is held to. */
export type RequirementId =
  | "getConsoleOutput/returns-what-the-guest-wrote"
  | "getConsoleOutput/honours-offset-and-limit"
  | "getConsoleOutput/outlives-the-guest-run"
  | "getConsoleOutput/absent-instance-is-refused"
  | "getMksConsole/opens-the-instance"
  | "getMksConsole/same-place-new-ticket"
  | "getRdpConsole/leads-to-the-instance"
  | "getSerialConsole/leads-to-the-instance"
  | "getSerialConsole/same-answer-while-it-runs"
  | "getSpiceConsole/leads-to-the-instance"
  | "getVncConsole/leads-to-the-instance"
  | "getVncConsole/same-answer-while-it-runs"
  | "getVncConsole/address-stays-inside"
  | "renewCredentials/asks-before-it-gives-up"
  | "renewCredentials/refusal-ends-the-operation"
  | "renewCredentials/only-for-the-operation"
  | "waitForExternalEvents/guest-waits-for-its-interfaces"
  | "waitForExternalEvents/plugs-before-it-waits"
  | "waitForExternalEvents/waits-for-nothing-else"
  | "waitForExternalEvents/failure-fails-the-operation"
  | "waitForExternalEvents/collected-before-the-call"
  | "waitForExternalEvents/answered-in-time"
  | "waitForExternalEvents/asks-only-for-what-comes"
  | "getInstanceDiagnostics/memory-is-in-mib"
  | "getInstanceDiagnostics/lists-each-device-once"
  | "getInstanceDiagnostics/counters-only-grow"
  | "getVolumeUsage/counts-what-the-guest-did"
  | "getVolumeUsage/leaves-out-what-it-cannot-read"
  | "getVolumeUsage/reads-once-more-before-detach"
  | "checkInstanceSharedStorageCleanup/removes-the-probe-only"
  | "checkInstanceSharedStorageCleanup/follows-every-probe"
  | "checkInstanceSharedStorageLocal/says-what-it-knows"
  | "checkInstanceSharedStorageLocal/doubt-keeps-the-disks"
  | "checkInstanceSharedStorageRemote/believes-the-token-only"
  | "instanceOnDisk/tells-whether-disks-are-here"
  | "event/tells-requested-transitions"
  | "event/comes-before-the-answer"
  | "event/names-its-cause"
  | "event/sequence-has-no-gaps"
  | "event/tells-what-the-guest-did"
  | "event/tells-only-what-happened"
  | "event/tells-suspend-and-resume"
  | "event/tells-a-rebuild-as-one"
  | "event/tells-soft-delete-and-restore"
  | "event/tells-rescue-and-unrescue"
  | "event/tells-a-live-migration-at-both-ends"
  | "event/is-a-hint"
  | "setAdminPassword/sets-the-password"
  | "setAdminPassword/silent-agent-may-come-back"
  | "setAdminPassword/refusal-is-final"
  | "getHostCpuStats/never-falls"
  | "getHostCpuStats/accounts-for-all-time"
  | "getHostUptime/is-the-hosts-own"
  | "hostMaintenanceMode/reaches-the-state"
  | "hostMaintenanceMode/refuses-while-guests-run"
  | "hostPowerAction/reaches-the-state"
  | "hostPowerAction/refuses-while-guests-run"
  | "hostPowerAction/leaves-cut-off-guests-shutdown"
  | "hostPowerAction/off-is-not-empty"
  | "setHostEnabled/reaches-the-state"
  | "setHostEnabled/spares-instances"
  | "setHostEnabled/only-the-caller-opens-again"
  | "setHostEnabled/caller-keeps-new-instances-away"
  | "cacheImage/keeps-the-image"
  | "cacheImage/says-whether-it-fetched"
  | "cacheImage/keeps-no-bad-image"
  | "cacheImage/same-id-is-not-same-image"
  | "cacheImage/calls-at-once-succeed"
  | "manageImageCache/keeps-what-is-in-use-or-young"
  | "manageImageCache/keeps-what-disks-need"
  | "manageImageCache/removes-the-rest"
  | "manageImageCache/tells-what-it-removed"
  | "manageImageCache/names-every-sharer"
  | "quiesce/holds-writes"
  | "quiesce/ends-by-itself"
  | "quiesce/silent-agent-is-no-lack-of-support"
  | "quiesce/is-ended-by-its-caller"
  | "snapshot/holds-the-root-disk"
  | "snapshot/describes-what-it-wrote"
  | "snapshot/returns-the-guest-to-its-state"
  | "snapshot/leaves-nothing-when-it-fails"
  | "snapshot/writes-the-first-format-it-can"
  | "snapshot/tells-its-phases"
  | "snapshot/thaws-what-it-froze"
  | "snapshot/required-quiesce-is-required"
  | "snapshot/discards-the-record-on-failure"
  | "unquiesce/ends-the-quiesce"
  | "getInfo/reports-absence-as-an-error"
  | "getInfo/shows-the-state-on-return"
  | "getInfo/keeps-identity"
  | "getInfo/sees-a-guest-that-stopped-itself"
  | "getInfo/sees-a-crashed-guest"
  | "getInfo/tells-rescue-mode"
  | "getInfo/answer-is-authoritative"
  | "listInstanceStates/names-the-last-event"
  | "listInstanceStates/settles-gaps"
  | "listInstances/shows-every-power-state"
  | "listInstances/agrees-with-other-reads"
  | "listInstances/pages-are-complete"
  | "listInstances/filters-by-node"
  | "attachInterface/guest-gets-the-interface"
  | "attachInterface/failed-attach-leaves-nothing"
  | "attachInterface/repeated-attach-adds-no-second"
  | "detachInterface/takes-it-from-guest-and-host"
  | "detachInterface/absent-interface-succeeds"
  | "detachInterface/missing-host-side-succeeds"
  | "detachInterface/stubborn-guest-keeps-its-interface"
  | "plugVifs/plugs-every-interface"
  | "plugVifs/works-before-spawn"
  | "unplugVifs/releases-the-host-side"
  | "unplugVifs/what-is-not-plugged-succeeds"
  | "unplugVifs/leaves-others-alone"
  | "destroy/removes-the-instance"
  | "destroy/absent-instance-succeeds"
  | "destroy/works-in-every-power-state"
  | "destroy/leaves-others-alone"
  | "destroy/keeps-disks-when-asked"
  | "destroy/removes-disks-when-asked"
  | "destroy/can-be-repeated-after-failure"
  | "destroy/releases-what-it-is-told-of"
  | "destroy/unplugs-interfaces"
  | "destroy/keeps-secrets-when-asked"
  | "destroy/goes-on-past-a-stuck-volume"
  | "destroy/keeps-addresses-until-the-guest-is-gone"
  | "destroy/spares-disks-that-others-use"
  | "destroy/only-what-the-caller-knows"
  | "processInstancesAtStartup/judges-each-once"
  | "processInstancesAtStartup/accepts-what-it-has"
  | "processInstancesAtStartup/tells-missing-from-broken"
  | "processInstancesAtStartup/foreign-driver-state-is-an-objection"
  | "processInstancesAtStartup/before-the-first-change"
  | "processInstancesAtStartup/verdicts-destroy-nothing"
  | "rebuild/boots-the-new-image"
  | "rebuild/obeys-power-on-false"
  | "rebuild/keeps-identity"
  | "rebuild/ephemeral-disks-begin-blank"
  | "rebuild/preserves-ephemeral-disks"
  | "rebuild/refuses-before-it-begins"
  | "rebuild/failure-leaves-the-instance"
  | "rebuild/reads-volumes-anew"
  | "rebuild/lets-go-before-the-volume-is-rewritten"
  | "rebuild/destroy-and-spawn-stand-in-for-it"
  | "restore/brings-back-what-was-put-aside"
  | "softDelete/stops-and-keeps"
  | "softDelete/does-not-stand-in-the-way-of-destroy"
  | "softDelete/powering-off-stands-in-for-it"
  | "spawn/starts-the-guest"
  | "spawn/obeys-power-on-false"
  | "spawn/refuses-a-known-uuid"
  | "spawn/refuses-what-does-not-fit"
  | "spawn/refuses-a-bad-image"
  | "spawn/refuses-a-flavor-below-the-image-minimum"
  | "spawn/refuses-unknown-nodes"
  | "spawn/leaves-nothing-when-it-fails"
  | "spawn/survives-failure-at-each-step"
  | "spawn/leaves-nothing-when-cancelled"
  | "spawn/shows-only-what-is-real"
  | "spawn/instances-are-independent"
  | "spawn/attaches-the-config-drive"
  | "spawn/keeps-the-config-drive"
  | "spawn/injects-files-or-fails"
  | "spawn/checks-the-image-signature"
  | "spawn/tells-where-tagged-devices-are"
  | "spawn/tells-the-guest-where-tagged-devices-are"
  | "spawn/says-all-that-is-needed"
  | "checkCanLiveMigrateDestination/refuses-a-foreign-cpu"
  | "checkCanLiveMigrateDestination/claims-nothing"
  | "checkCanLiveMigrateSource/returns-what-it-was-given"
  | "checkCanLiveMigrateSource/decides-from-the-storage"
  | "checkCanLiveMigrateSource/refuses-a-contradiction"
  | "checkCanLiveMigrateSource/describes-the-disks"
  | "checkCanLiveMigrateSource/states-the-cleanup"
  | "checkSourceMigrateDataAtDestination/refuses-foreign-formats"
  | "checkSourceMigrateDataAtDestination/places-the-guest-as-claimed"
  | "cleanupLiveMigrationDestinationCheck/removes-the-probe"
  | "cleanupLiveMigrationDestinationCheck/follows-every-check"
  | "liveMigration/guest-goes-on-at-the-destination"
  | "liveMigration/paused-guest-stays-paused"
  | "liveMigration/failure-leaves-the-guest-at-the-source"
  | "liveMigration/too-late-is-an-error"
  | "liveMigration/can-be-cancelled"
  | "liveMigration/keeps-the-completion-timeout"
  | "liveMigration/starts-on-a-plugged-network"
  | "liveMigration/unknown-means-ask-both"
  | "liveMigrationAbort/ends-as-cancelled"
  | "liveMigrationForceComplete/ends-the-migration"
  | "liveMigrationForceComplete/post-copy-needs-permission"
  | "postLiveMigrationAtDestination/makes-the-guest-permanent"
  | "postLiveMigrationAtDestination/destination-owns-the-guest"
  | "postLiveMigrationAtSource/releases-what-the-guest-used"
  | "postLiveMigrationAtSource/goes-on-after-a-failure"
  | "postLiveMigrationAtSource/cleanup-as-stated"
  | "preLiveMigration/prepares-all-devices"
  | "preLiveMigration/refuses-an-existing-disk"
  | "preLiveMigration/leaves-nothing-when-it-fails"
  | "rollbackLiveMigrationAtDestination/removes-what-was-prepared"
  | "rollbackLiveMigrationAtDestination/keeps-shared-disks"
  | "rollbackLiveMigrationAtDestination/refuses-a-guest-that-arrived"
  | "rollbackLiveMigrationAtSource/restores-the-guest"
  | "rollbackLiveMigrationAtSource/only-after-a-migration-began"
  | "confirmMigration/removes-the-kept-copy"
  | "confirmMigration/absent-copy-succeeds"
  | "confirmMigration/same-host-leaves-the-guest-alone"
  | "confirmMigration/only-after-the-guest-has-arrived"
  | "finishMigration/starts-from-the-moved-disks"
  | "finishMigration/obeys-power-on-false"
  | "finishMigration/resizes-when-told"
  | "finishMigration/refuses-unknown-formats"
  | "finishMigration/failure-keeps-the-disks"
  | "finishMigration/same-host-replaces-the-instance"
  | "finishRevertMigration/brings-back-the-guest-of-before"
  | "finishRevertMigration/obeys-power-on-false"
  | "finishRevertMigration/works-from-any-half-done-state"
  | "finishRevertMigration/works-from-kept-disks"
  | "finishRevertMigration/destination-goes-first"
  | "getMigrationDestination/accepts-what-it-names"
  | "getMigrationDestination/endpoints-are-for-peers"
  | "getMigrationDestination/credentials-expire"
  | "migrateDiskAndPowerOff/stops-the-guest"
  | "migrateDiskAndPowerOff/describes-every-disk"
  | "migrateDiskAndPowerOff/refuses-a-smaller-disk"
  | "migrateDiskAndPowerOff/failure-restores-the-source"
  | "migrateDiskAndPowerOff/leftovers-are-not-mixed-in"
  | "migrateDiskAndPowerOff/releases-what-the-guest-used"
  | "getAvailableResource/names-the-node-asked-for"
  | "getAvailableResource/refuses-unknown-nodes"
  | "getAvailableResource/usage-is-within-totals"
  | "getAvailableResource/usage-counts-instances"
  | "getAvailableResource/usage-falls-after-destroy"
  | "getAvailableResource/totals-do-not-follow-use"
  | "listNodes/serves-at-least-one"
  | "listNodes/identities-are-unique"
  | "listNodes/identities-survive-restart"
  | "listNodes/holds-every-instance"
  | "listNodes/keeps-nodes-that-take-nothing"
  | "listNodes/refuses-what-it-does-not-accept"
  | "nodesChanged/tells-of-nodes-that-come-and-go"
  | "nodesChanged/tells-of-status"
  | "nodesChanged/only-deleted-nodes-are-forgotten"
  | "nodesChanged/reads-after-a-gap"
  | "updateProviderTree/returns-one-tree"
  | "updateProviderTree/is-repeatable"
  | "updateProviderTree/agrees-with-available-resource"
  | "updateProviderTree/inventories-are-coherent"
  | "updateProviderTree/spares-what-others-own"
  | "updateProviderTree/asks-before-it-moves-inventory"
  | "updateProviderTree/moves-allocations-with-inventory"
  | "updateProviderTree/allocations-only-when-asked-for"
  | "updateProviderTree/caller-adds-its-own-traits"
  | "pause/stops-execution"
  | "pause/paused-instance-stays-paused"
  | "pause/needs-a-running-guest"
  | "pause/absent-instance-is-refused"
  | "powerOff/stops-the-guest"
  | "powerOff/zero-timeout-does-not-ask"
  | "powerOff/lets-the-guest-shut-down"
  | "powerOff/forces-after-the-timeout"
  | "powerOff/off-instance-succeeds"
  | "powerOff/absent-instance-is-refused"
  | "powerOn/boots-the-guest"
  | "powerOn/running-instance-goes-on"
  | "powerOn/wrong-state-is-refused"
  | "powerOn/absent-instance-is-refused"
  | "powerOn/volumes-given-replace-the-old"
  | "powerOn/volumes-left-out-stay"
  | "powerOn/interfaces-left-out-stay"
  | "powerOn/failure-connects-nothing"
  | "powerOn/devices-are-given-after-they-changed"
  | "reboot/soft-boots-once"
  | "reboot/hard-boots-once"
  | "reboot/hard-works-from-every-state"
  | "reboot/soft-falls-back-to-hard"
  | "reboot/soft-needs-a-running-guest"
  | "reboot/absent-instance-is-refused"
  | "reboot/names-dropped-volumes"
  | "reboot/dropped-volumes-are-detached"
  | "resume/goes-on-where-it-stopped"
  | "resume/uses-the-saved-memory-once"
  | "resume/failure-keeps-the-saved-memory"
  | "resumeStateOnHostBoot/starts-what-is-off"
  | "resumeStateOnHostBoot/only-what-should-run"
  | "resumeStateOnHostBoot/one-failure-stops-no-other"
  | "suspend/stops-execution"
  | "suspend/is-never-shown-as-off"
  | "suspend/failure-leaves-the-guest-running"
  | "triggerCrashDump/reaches-the-guest"
  | "triggerCrashDump/changes-no-power-state"
  | "unpause/goes-on-where-it-stopped"
  | "unpause/running-instance-goes-on"
  | "unpause/needs-a-paused-guest"
  | "unpause/absent-instance-is-refused"
  | "cancelOperation/cancelled-call-answers"
  | "cancelOperation/unknown-call-is-ignored"
  | "capabilitiesChanged/comes-before-the-change"
  | "capabilitiesChanged/caller-obeys"
  | "configure/takes-effect-at-once"
  | "configure/all-or-nothing"
  | "configure/left-out-means-default"
  | "configure/spares-instances"
  | "describeConfiguration/describes-each-option-well"
  | "describeConfiguration/tells-what-is-in-force"
  | "describeConfiguration/keeps-secrets"
  | "getOperation/knows-running-calls"
  | "getOperation/knows-successful-calls"
  | "getOperation/knows-failed-calls"
  | "getOperation/returns-what-is-to-be-stored"
  | "getOperation/admits-not-knowing"
  | "getOperation/unknown-means-read-the-state"
  | "initialize/agrees-on-a-common-version"
  | "initialize/refuses-unknown-versions"
  | "initialize/refuses-stale-epochs"
  | "initialize/keeps-answers-stable"
  | "initialize/comes-first"
  | "initialize/epochs-rise"
  | "probe/answers-without-the-backend"
  | "probe/reports-a-working-backend"
  | "progress/only-while-running"
  | "shutdown/refuses-new-work"
  | "shutdown/leaves-instances-alone"
  | "rescue/boots-the-rescue-image"
  | "rescue/shows-the-own-disks"
  | "rescue/leaves-the-own-disks-alone"
  | "rescue/outlives-power-cycles"
  | "rescue/leaves-no-trace-when-it-fails"
  | "rescue/ends-with-destroy"
  | "rescue/works-for-volume-backed-instances"
  | "rescue/begins-powered-off"
  | "unrescue/boots-the-own-disk"
  | "unrescue/works-in-every-power-state"
  | "unrescue/removes-the-rescue-disk"
  | "mountShare/counts-an-instance-once"
  | "mountShare/failed-mount-leaves-nothing"
  | "mountShare/mounted-before-the-guest"
  | "umountShare/keeps-it-for-others"
  | "umountShare/unused-share-succeeds"
  | "simulation/advance-takes-no-real-time"
  | "simulation/faults-can-be-cleared"
  | "simulation/dead-host-comes-back-with-its-guests-off"
  | "simulation/hold-stops-operations-half-way"
  | "simulation/faults-happen"
  | "simulation/faults-come-as-often-as-asked"
  | "simulation/impossible-faults-are-refused"
  | "attachVolume/running-guest-has-the-volume"
  | "attachVolume/off-instance-has-it-at-the-next-boot"
  | "attachVolume/failed-attach-leaves-no-connection"
  | "attachVolume/failed-attach-leaves-no-device"
  | "attachVolume/same-again-succeeds"
  | "attachVolume/refuses-a-volume-in-use"
  | "attachVolume/refuses-what-it-cannot-provide"
  | "attachVolume/read-only-means-read-only"
  | "attachVolume/never-guesses-the-format"
  | "attachVolume/several-instances-share"
  | "attachVolume/opens-encrypted-volumes"
  | "attachVolume/never-formats-a-volume"
  | "attachVolume/only-for-instances-of-the-host"
  | "attachVolume/stores-the-result-first"
  | "detachVolume/released-when-it-returns"
  | "detachVolume/a-deaf-guest-keeps-its-device"
  | "detachVolume/absence-still-disconnects"
  | "detachVolume/stays-away"
  | "detachVolume/can-be-repeated-after-failure"
  | "detachVolume/others-keep-their-connection"
  | "detachVolume/forgets-the-key"
  | "detachVolume/withdraws-the-volume-last"
  | "extendVolume/guest-sees-the-size"
  | "extendVolume/fails-when-the-size-is-not-there"
  | "extendVolume/never-shrinks"
  | "getDeviceNames/each-device-gets-a-name"
  | "getDeviceNames/same-question-same-answer"
  | "getDeviceNames/one-at-a-time"
  | "getVolumeConnector/is-stable"
  | "getVolumeConnector/names-what-it-accepts-by"
  | "swapVolume/guest-goes-on"
  | "swapVolume/new-volume-has-all-data"
  | "swapVolume/failed-swap-keeps-the-old-volume"
  | "swapVolume/guest-sees-the-new-size"
  | "swapVolume/repeated-swap-succeeds"
  | "swapVolume/stores-the-new-before-freeing-the-old"
  | "volumeSnapshotCreate/guest-writes-to-the-new-file"
  | "volumeSnapshotCreate/failed-snapshot-keeps-the-old-file"
  | "volumeSnapshotCreate/repeated-snapshot-succeeds"
  | "volumeSnapshotCreate/tells-the-volume-service"
  | "volumeSnapshotDelete/guest-reads-the-same"
  | "volumeSnapshotDelete/file-has-left-the-chain"
  | "volumeSnapshotDelete/failed-merge-keeps-the-data"
  | "block-devices/guest-is-built-with-its-volumes"
  | "block-devices/failed-build-leaves-no-connection"
  | "block-devices/destroy-disconnects-volumes"
  | "block-devices/boots-from-the-root-volume"
  | "block-devices/local-disks-begin-blank"
  | "block-devices/local-disks-are-encrypted"
  | "block-devices/one-root-and-known-volumes"
  | "capabilities/required-ones-are-declared-too"
  | "capabilities/gated-data-is-refused"
  | "capabilities/caller-asks-only-for-what-is-declared"
  | "cleanup/no-effect-shows-nowhere"
  | "cleanup/destroy-ends-everything"
  | "cleanup/death-leaves-one-or-none"
  | "cleanup/uncertain-effects-are-read"
  | "compatibility/unknown-values-fall-back"
  | "compatibility/caller-reads-what-it-does-not-know"
  | "compatibility/caller-asks-before-it-sends"
  | "concurrency/instances-do-not-wait"
  | "concurrency/lists-hold-still"
  | "configuration/answers-unconfigured"
  | "configuration/belongs-to-the-run"
  | "configuration/comes-first"
  | "devices/guest-has-the-interfaces-given"
  | "devices/failed-build-unplugs"
  | "devices/unbound-ports-are-bound"
  | "devices/bindings-are-the-drivers"
  | "devices/accelerators-reach-the-guest"
  | "devices/accelerators-are-bound-first"
  | "devices/shares-reach-the-guest"
  | "errors/carry-code-and-effect"
  | "errors/not-supported-has-no-effect"
  | "errors/mandatory-operations-are-served"
  | "errors/declared-capability-is-served"
  | "errors/unreachable-is-never-absent"
  | "errors/never-carry-secrets"
  | "limits/answers-fit-the-caller"
  | "limits/caller-keeps-within"
  | "migration/one-running-copy"
  | "migration/never-none"
  | "migration/source-answers-until-the-guest-has-left"
  | "migration/killed-driver-loses-no-guest"
  | "migration/writes-only-accepted-formats"
  | "migration/live-writes-only-accepted-formats"
  | "migration/cold-move-is-no-removal"
  | "migration/end-of-a-move-is-silent"
  | "migration/identity-is-kept"
  | "migration/resources-follow-the-guest"
  | "migration/evacuated-guest-keeps-its-disks"
  | "migration/data-is-handed-on-whole"
  | "migration/one-host-is-believed"
  | "migration/only-between-hosts-that-fit"
  | "migration/secrets-go-to-the-two-drivers-only"
  | "migration/evacuates-dead-hosts-only"
  | "operations/repeated-id-runs-once"
  | "operations/reused-id-is-refused"
  | "operations/busy-instance-is-refused"
  | "operations/reads-never-wait"
  | "operations/deadline-is-kept"
  | "operations/failed-call-can-be-repeated"
  | "operations/failure-tells-the-truth"
  | "operations/fresh-identity-per-call"
  | "ownership/foreign-guests-are-listed-as-foreign"
  | "ownership/foreign-guests-are-no-instances"
  | "ownership/spawn-spares-foreign-guests"
  | "ownership/orphans-stay"
  | "ownership/orphans-are-reported"
  | "placement/what-cannot-be-obeyed-is-refused"
  | "placement/hints-stop-nothing"
  | "placement/flavor-is-believed"
  | "placement/contradictions-are-refused"
  | "placement/cpu-topology-is-exact"
  | "placement/only-supported-guests-are-built"
  | "placement/choices-last"
  | "placement/firmware-is-as-asked"
  | "placement/secure-boot-or-nothing"
  | "placement/stateless-firmware-is-stateless"
  | "placement/kernel-is-the-one-given"
  | "placement/kernel-is-checked"
  | "placement/vtpm-is-as-asked"
  | "placement/vtpm-keeps-its-contents"
  | "placement/memory-encryption-or-nothing"
  | "placement/signature-is-checked"
  | "placement/node-numa-is-whole"
  | "placement/cells-are-obeyed"
  | "placement/numa-that-does-not-fit-is-refused"
  | "placement/page-size-is-exact"
  | "placement/pinned-cpus-are-exclusive"
  | "placement/isolated-cores-are-isolated"
  | "placement/place-is-kept"
  | "placement/devices-are-reported-once"
  | "placement/claimed-devices-and-no-others"
  | "placement/taken-devices-are-refused"
  | "placement/mediated-devices-follow-allocations"
  | "placement/mediated-devices-are-kept"
  | "placement/claims-come-first"
  | "placement/same-claim-every-time"
  | "placement/release-comes-last"
  | "placement/demands-are-never-dropped"
  | "placement/conflicts-are-settled-first"
  | "placement/vtpm-secret-with-every-start"
  | "protocol/carries-only-frames"
  | "protocol/answers-each-request-once"
  | "protocol/answers-in-time"
  | "protocol/messages-match-the-schema"
  | "protocol/refuses-invalid-requests"
  | "protocol/ignores-unknown-fields"
  | "protocol/unknown-operations-are-not-supported"
  | "protocol/ends-with-its-input"
  | "protocol/survives-malformed-requests"
  | "protocol/serialises-changes-per-instance"
  | "recovery/finds-instances-again"
  | "recovery/guests-go-on"
  | "recovery/new-run-has-a-new-epoch"
  | "recovery/interrupted-change-can-be-repeated"
  | "recovery/suspended-instances-resume"
  | "recovery/connections-are-remembered"
  | "recovery/starts-no-guest-by-itself"
  | "recovery/gives-driver-states-back"
  | "resources/instances-count-whole"
  | "resources/concurrent-spawns-never-oversell"
  | "resources/use-outlives-restarts"
  | "resources/foreign-guests-take-room"
  | "resources/caller-counts-what-it-promised"
  | "secrets/stay-off-command-lines"
  | "secrets/go-to-their-own-server"
  | "secrets/servers-are-verified"
  | "secrets/travel-with-their-call"
  | "sessions/nothing-before-initialize"
  | "sessions/newer-session-fences-older"
  | "sessions/disconnect-cancels-nothing";

/** An accelerator that the caller has bound for an instance: a device of the node that the instance is on. */
export interface AcceleratorRequest {
  /** The request's identity in the accelerator service. */
  uuid: Uuid;
  /** The resource provider that the device was allocated from. */
  providerUuid: Uuid;
  /** The profile that asked for it, for logs. */
  deviceProfile?: Name;
  /** The device. */
  attachHandle: AttachHandle;
}

/** What a consumer holds of one resource provider. */
export interface Allocation {
  /** The resource provider. */
  providerUuid: Uuid;
  /** How much it holds there, one entry for each kind of resource. From 1 to 256 entries. */
  resources: ResourceAmount[];
}

/** The driver carries a call out as it should, and answers something else. */
export interface AnswerFault {
  /** Marks this fault. */
  kind: "answerFault";
  /** Which calls. */
  trigger: FaultTrigger;
  /**
   * `alter`: the result is changed by `changes`; an error is not. `fail`: the error `code` is answered, whatever the
   * true answer is. `succeed`: the result in `resultJson` is answered in place of an error; a result is not changed.
   * `stale`: a result that the fault meets is answered again to each later call with the same parameters that it meets.
   * `withhold`: nothing is answered until the faults are cleared. `delay`: the true answer comes `delayMs` later.
   */
  action: "alter" | "fail" | "succeed" | "stale" | "withhold" | "delay";
  /** For `alter`, which needs it: what is answered in place of the `result`. From 1 to 64 entries. */
  changes?: FaultChange[];
  /** For `fail`, which needs it: the error. */
  code?: ErrorCode;
  /** For `fail`: what the error says was left behind. By default `unknown`. */
  effect?: Effect;
  /** For `succeed`, which needs it: the result. */
  resultJson?: JsonText;
  /** For `delay`, which needs it: how much, in milliseconds of simulated time. From 1 to 31536000000. */
  delayMs?: number;
  /** What is done besides to the instance that the call names, before the answer. */
  deed?: FaultDeed;
}

/**
 * A processor architecture, by the name that Linux and libvirt use. More values may come in later versions; a receiver
 * reads one that it does not know as `other`.
 */
export type Architecture =
  | "aarch64"
  | "alpha"
  | "armv6"
  | "armv7b"
  | "armv7l"
  | "cris"
  | "i686"
  | "ia64"
  | "lm32"
  | "loongarch64"
  | "m68k"
  | "microblaze"
  | "microblazeel"
  | "mips"
  | "mips64"
  | "mips64el"
  | "mipsel"
  | "openrisc"
  | "parisc"
  | "parisc64"
  | "ppc"
  | "ppc64"
  | "ppc64le"
  | "ppcemb"
  | "ppcle"
  | "riscv64"
  | "s390"
  | "s390x"
  | "sh4"
  | "sh4eb"
  | "sparc"
  | "sparc64"
  | "unicore32"
  | "x86_64"
  | "xtensa"
  | "xtensaeb"
  | "other";

/** What an accelerator is to the host that hands it to a guest. */
export type AttachHandle = PciAttachHandle | MdevAttachHandle;

/**
 * What came of attaching a volume. The caller stores it and hands it back as `attached` whenever it names the
 * attachment.
 */
export interface AttachedVolume {
  /** The volume. */
  volumeId: Uuid;
  /**
   * Where the volume is on the driver's host. Absent where the hypervisor connects by itself. From 1 to 4096
   * characters.
   */
  devicePath?: string;
  /** The identity of the device that joins several paths. From 1 to 255 characters. */
  multipathId?: string;
  /** What the device is called within the instance. */
  deviceName?: DeviceName;
  /** How it is connected to the guest. */
  bus?: DiskBus;
  /** What it looks like to the guest. */
  deviceType?: DeviceType;
  /** What the driver needs besides, for a connection of protocol `vendor` only. */
  connectionState?: VendorConnectionData;
}

/**
 * What a node has and how much of it instances hold. An instance counts with its flavor's full figures from `spawn` to
 * `destroy`, in every power state.
 */
export interface AvailableResource {
  /** The node read. */
  node: Uuid;
  /** The kind of hypervisor, constant for a driver. */
  hypervisorType: Name;
  /** The hypervisor's version as a number whose order is the order of upgrades. At least 0. */
  hypervisorVersion: number;
  /** Virtual CPUs that the node offers in all. From 0 to 1048576. */
  vcpus: number;
  /** Virtual CPUs that instances hold. From 0 to 1048576. */
  vcpusUsed: number;
  /** Memory that the node offers in all, in MiB. From 0 to 1099511627776. */
  memoryMib: number;
  /** Memory that instances hold, in MiB. From 0 to 1099511627776. */
  memoryMibUsed: number;
  /** Local disk that the node offers in all, in GiB. From 0 to 1099511627776. */
  localGib: number;
  /** Local disk that instances hold, in GiB. From 0 to 1099511627776. */
  localGibUsed: number;
  /**
   * Local disk that is left, in GiB, if every thin disk grows to its full size. Negative where more has been promised
   * than is there. From -1099511627776 to 1099511627776.
   */
  diskAvailableLeastGib?: number;
  /** Its processors. */
  cpuInfo?: CpuInfo;
  /** The kinds of guest that it can run, the usual one first. At most 256 entries. */
  supportedInstances?: SupportedInstance[];
  /** Its NUMA cells. Absent where the driver chooses host CPUs and memory by itself, as for a cluster. */
  numaTopology?: HostNumaTopology;
  /** Its PCI devices that can be handed to guests, held ones too, each once. At most 4096 entries. */
  pciDevices?: PciDevice[];
  /** Its mediated devices that exist now, held ones too, each once. At most 4096 entries. */
  mediatedDevices?: MediatedDevice[];
  /** What else the driver tells people. Each key once. At most 256 entries. */
  stats?: NodeStat[];
}

/** An event that a driver waits for. */
export interface AwaitedEvent {
  /** What is to happen. A core that meets `other` answers NOT_SUPPORTED. */
  name: ExternalEventName;
  /** To what it is to happen: for `network-vif-plugged` the `portId`. From 1 to 255 characters. */
  tag: string;
}

/** The hypervisor stops answering its driver until the faults are cleared. Guests go on. */
export interface BackendUnreachableFault {
  /** Marks this fault. */
  kind: "backendUnreachable";
}

/** One fact of a vendor's form of wiring. */
export interface BindingDetail {
  /** Its name. No two in a list are the same. From 1 to 255 characters. */
  key: string;
  /** Its value as text. At most 4096 characters. */
  value: string;
}

/** The guest boots with a BIOS. A driver whose guests cannot answers NOT_SUPPORTED. */
export interface BiosFirmware {
  /** Marks this firmware. */
  type: "bios";
}

/** A block device as far as its name depends on it. */
export interface BlockDeviceNaming {
  /** What the device is to its instance. The root disk may be local or a volume. */
  kind: "root" | "ephemeral" | "swap" | "volume";
  /** What the device is called. Absent in a question means that it has no name yet. */
  deviceName?: DeviceName;
  /** How it is connected to the guest. Absent in a question means that the driver decides. */
  bus?: DiskBus;
  /** What it looks like to the guest. Absent in a question means `disk`. */
  deviceType?: DeviceType;
}

/**
 * The block devices of an instance. Here too a member that is left out says nothing: an existing instance keeps what it
 * had, a new one has none of them. Where a new instance has neither `root` nor a volume at `bootIndex` 0, its root disk
 * is made from the image as the driver sees fit.
 */
export interface BlockDevices {
  /** How the local root disk is presented. Absent where a volume is the root disk. */
  root?: RootDisk;
  /** Further local disks, in the order in which the guest sees them. Empty: there are none. At most 64 entries. */
  ephemerals?: EphemeralDisk[];
  /**
   * A local disk for swap. An operation that carries a flavor whose `swapMib` is 0 takes away the one that the instance
   * had.
   */
  swap?: SwapDisk;
  /** The volumes, in the order in which the guest sees them. Empty: there are none. At most 256 entries. */
  volumes?: VolumeAttachment[];
}

/** The value of an option that is on or off. */
export interface BooleanConfigurationValue {
  /** Marks a value that is on or off. */
  type: "boolean";
  /** Whether it is on. */
  value: boolean;
}

/** The interface is a port of a bridge or virtual switch that the host has already. */
export interface BridgeBinding {
  /** Marks this form of wiring. */
  vifType: "bridge";
  /** The bridge. From 1 to 255 characters. */
  bridgeName: string;
  /**
   * Whether the network service filters the port's traffic itself, so that the driver adds no rules of its own.
   *
   * @defaultValue true
   */
  isFiltered?: boolean;
}

/** What accompanies every request, whatever the operation. */
export interface CallContext {
  /**
   * The identity of this changing call, minted by the caller. Required where the operation's kind is `change`; a repeat
   * of the call carries the same one.
   */
  operationId?: Uuid;
  /**
   * How long the caller is prepared to wait, in milliseconds from the moment the driver reads the request. From 1 to
   * 86400000.
   */
  deadlineMs?: number;
  /** A mark for tracing, carried into logs and never interpreted. From 1 to 128 characters. */
  requestId?: string;
}

/** What the driver can do beyond the mandatory operations. An absent member means false. */
export interface Capabilities {
  /**
   * The driver offers `pause` and `unpause`.
   *
   * @defaultValue false
   */
  supportsPause?: boolean;
  /**
   * The driver offers `getConsoleOutput`.
   *
   * @defaultValue false
   */
  supportsConsoleOutput?: boolean;
  /**
   * Instances outlive the driver process, and a restarted driver finds them again.
   *
   * @defaultValue false
   */
  supportsRecovery?: boolean;
  /**
   * The driver offers `suspend` and `resume`.
   *
   * @defaultValue false
   */
  supportsSuspend?: boolean;
  /**
   * The driver offers `rebuild`.
   *
   * @defaultValue false
   */
  supportsRebuild?: boolean;
  /**
   * `rebuild` can keep ephemeral disks.
   *
   * @defaultValue false
   */
  supportsPreserveEphemeral?: boolean;
  /**
   * The driver offers `softDelete` and `restore`.
   *
   * @defaultValue false
   */
  supportsSoftDelete?: boolean;
  /**
   * The driver offers `processInstancesAtStartup`.
   *
   * @defaultValue false
   */
  supportsStartupProcessing?: boolean;
  /**
   * The driver offers `resumeStateOnHostBoot`.
   *
   * @defaultValue false
   */
  supportsResumeOnHostBoot?: boolean;
  /**
   * The driver offers `triggerCrashDump`.
   *
   * @defaultValue false
   */
  supportsCrashDump?: boolean;
  /**
   * The driver offers `setAdminPassword`.
   *
   * @defaultValue false
   */
  supportsAdminPassword?: boolean;
  /**
   * The driver can attach a config drive.
   *
   * @defaultValue false
   */
  supportsConfigDrive?: boolean;
  /**
   * The driver can inject files.
   *
   * @defaultValue false
   */
  supportsFileInjection?: boolean;
  /**
   * The driver can add ephemeral and swap disks.
   *
   * @defaultValue false
   */
  supportsLocalBlockDevices?: boolean;
  /**
   * The driver accepts device tags at `spawn`.
   *
   * @defaultValue false
   */
  supportsDeviceTagging?: boolean;
  /**
   * The driver checks image signatures.
   *
   * @defaultValue false
   */
  supportsTrustedCerts?: boolean;
  /**
   * Images and flavors can ask for hardware.
   *
   * @defaultValue false
   */
  supportsHardwareProperties?: boolean;
  /**
   * The driver can boot with UEFI.
   *
   * @defaultValue false
   */
  supportsUefiBoot?: boolean;
  /**
   * The driver can do secure boot.
   *
   * @defaultValue false
   */
  supportsSecureBoot?: boolean;
  /**
   * The driver can boot with stateless firmware.
   *
   * @defaultValue false
   */
  supportsStatelessFirmware?: boolean;
  /**
   * Images can come with a kernel.
   *
   * @defaultValue false
   */
  supportsDirectKernelBoot?: boolean;
  /**
   * The driver offers an emulated TPM.
   *
   * @defaultValue false
   */
  supportsVtpm?: boolean;
  /**
   * The driver can encrypt guest memory.
   *
   * @defaultValue false
   */
  supportsMemoryEncryption?: boolean;
  /**
   * The driver can encrypt local disks.
   *
   * @defaultValue false
   */
  supportsEphemeralEncryption?: boolean;
  /**
   * The driver obeys NUMA topologies.
   *
   * @defaultValue false
   */
  supportsNuma?: boolean;
  /**
   * The driver can pin CPUs.
   *
   * @defaultValue false
   */
  supportsCpuPinning?: boolean;
  /**
   * The driver hands PCI devices through.
   *
   * @defaultValue false
   */
  supportsPciPassthrough?: boolean;
  /**
   * The driver hands out mediated devices.
   *
   * @defaultValue false
   */
  supportsMediatedDevices?: boolean;
  /**
   * The driver hands out accelerators.
   *
   * @defaultValue false
   */
  supportsAccelerators?: boolean;
  /**
   * The driver offers `getVolumeConnector`, `attachVolume` and `detachVolume`.
   *
   * @defaultValue false
   */
  supportsVolumes?: boolean;
  /**
   * A volume can be the root disk.
   *
   * @defaultValue false
   */
  supportsBootFromVolume?: boolean;
  /**
   * A volume can have several instances.
   *
   * @defaultValue false
   */
  supportsMultiattach?: boolean;
  /**
   * The driver decrypts volumes.
   *
   * @defaultValue false
   */
  supportsEncryptedVolumes?: boolean;
  /**
   * `attachVolume` accepts a tag.
   *
   * @defaultValue false
   */
  supportsTaggedAttachVolume?: boolean;
  /**
   * The driver offers `swapVolume`.
   *
   * @defaultValue false
   */
  supportsSwapVolume?: boolean;
  /**
   * The driver offers `extendVolume`.
   *
   * @defaultValue false
   */
  supportsExtendVolume?: boolean;
  /**
   * The driver offers `volumeSnapshotCreate` and `volumeSnapshotDelete`.
   *
   * @defaultValue false
   */
  supportsAssistedVolumeSnapshots?: boolean;
  /**
   * The driver offers `getDeviceNames`.
   *
   * @defaultValue false
   */
  supportsDeviceNames?: boolean;
  /**
   * The driver offers `getVolumeUsage`.
   *
   * @defaultValue false
   */
  supportsVolumeUsage?: boolean;
  /**
   * The driver offers `getInstanceDiagnostics`.
   *
   * @defaultValue false
   */
  supportsDiagnostics?: boolean;
  /**
   * The driver offers `plugVifs` and `unplugVifs` and takes interfaces at `spawn`.
   *
   * @defaultValue false
   */
  supportsNetworkInterfaces?: boolean;
  /**
   * The driver offers `attachInterface` and `detachInterface`.
   *
   * @defaultValue false
   */
  supportsAttachInterface?: boolean;
  /**
   * `attachInterface` accepts a tag.
   *
   * @defaultValue false
   */
  supportsTaggedAttachInterface?: boolean;
  /**
   * The driver waits for external events.
   *
   * @defaultValue false
   */
  supportsExternalEvents?: boolean;
  /**
   * The driver binds ports itself.
   *
   * @defaultValue false
   */
  supportsNetworkBinding?: boolean;
  /**
   * The driver offers `mountShare` and `umountShare`.
   *
   * @defaultValue false
   */
  supportsShares?: boolean;
  /**
   * The driver offers `getVncConsole`.
   *
   * @defaultValue false
   */
  supportsVncConsole?: boolean;
  /**
   * The driver offers `getSpiceConsole`.
   *
   * @defaultValue false
   */
  supportsSpiceConsole?: boolean;
  /**
   * The driver offers `getRdpConsole`.
   *
   * @defaultValue false
   */
  supportsRdpConsole?: boolean;
  /**
   * The driver offers `getSerialConsole`.
   *
   * @defaultValue false
   */
  supportsSerialConsole?: boolean;
  /**
   * The driver offers `getMksConsole`.
   *
   * @defaultValue false
   */
  supportsMksConsole?: boolean;
  /**
   * The driver takes image sources and sinks of kind `http`, and may ask `renewCredentials`.
   *
   * @defaultValue false
   */
  supportsHttpImages?: boolean;
  /**
   * The driver offers `snapshot`.
   *
   * @defaultValue false
   */
  supportsSnapshot?: boolean;
  /**
   * The driver offers `quiesce` and `unquiesce`.
   *
   * @defaultValue false
   */
  supportsQuiesce?: boolean;
  /**
   * The driver offers `cacheImage` and `manageImageCache`.
   *
   * @defaultValue false
   */
  supportsImageCache?: boolean;
  /**
   * The driver offers `rescue` and `unrescue`.
   *
   * @defaultValue false
   */
  supportsRescue?: boolean;
  /**
   * Volume-backed instances can be rescued.
   *
   * @defaultValue false
   */
  supportsBootVolumeRescue?: boolean;
  /**
   * The driver offers resize and cold migration.
   *
   * @defaultValue false
   */
  supportsMigration?: boolean;
  /**
   * A resize can stay on its host.
   *
   * @defaultValue false
   */
  supportsMigrateToSameHost?: boolean;
  /**
   * The driver offers live migration.
   *
   * @defaultValue false
   */
  supportsLiveMigration?: boolean;
  /**
   * The driver offers `liveMigrationForceComplete` and `liveMigrationAbort`.
   *
   * @defaultValue false
   */
  supportsLiveMigrationControl?: boolean;
  /**
   * NUMA guests can move.
   *
   * @defaultValue false
   */
  supportsNumaLiveMigration?: boolean;
  /**
   * The driver offers what evacuation needs.
   *
   * @defaultValue false
   */
  supportsEvacuate?: boolean;
  /**
   * The driver offers `updateProviderTree`.
   *
   * @defaultValue false
   */
  supportsProviderTree?: boolean;
  /**
   * The driver offers `getHostUptime`.
   *
   * @defaultValue false
   */
  supportsHostUptime?: boolean;
  /**
   * The driver offers `getHostCpuStats`.
   *
   * @defaultValue false
   */
  supportsHostCpuStats?: boolean;
  /**
   * The driver offers `setHostEnabled`.
   *
   * @defaultValue false
   */
  supportsHostEnable?: boolean;
  /**
   * The driver offers `hostMaintenanceMode`.
   *
   * @defaultValue false
   */
  supportsHostMaintenance?: boolean;
  /**
   * The driver offers `hostPowerAction`.
   *
   * @defaultValue false
   */
  supportsHostPower?: boolean;
  /**
   * The driver offers `describeConfiguration` and `configure`.
   *
   * @defaultValue false
   */
  supportsConfiguration?: boolean;
  /**
   * The driver simulates its hypervisor and offers the `simulation/*` operations. No driver of real guests declares it.
   *
   * @defaultValue false
   */
  supportsSimulation?: boolean;
}

/** What a host proves itself with to a Ceph cluster. */
export interface CephCredentials {
  /** Who the host is to the cluster, without `client.`. From 1 to 255 characters. */
  username: string;
  /**
   * The key, in the base64 form that the cluster prints. From 1 to 1024 characters. A secret: never in a log, a
   * transcript, a message or a report.
   */
  key: string;
}

/** A monitor of a Ceph cluster. */
export interface CephMonitor {
  /** The monitor. */
  host: HostOrAddress;
  /**
   * The monitor's TCP port: 6789 for the first version of the protocol, 3300 for the second. From 1 to 65535.
   *
   * @defaultValue 6789
   */
  port?: number;
}

/** A share of a Ceph file system. */
export interface CephfsShareMapping {
  /** Marks this protocol. */
  protocol: "cephfs";
  /** Its identity in the share service. */
  shareId: Uuid;
  /** The word under which the guest mounts it. No two shares of an instance have the same. From 1 to 255 characters. */
  tag: string;
  /** The monitors and the path, as `mount` takes them. From 1 to 4096 characters. */
  exportLocation: string;
  /** The Ceph user that may read and write it. */
  authentication: CephCredentials;
}

/** What a host proves itself with to an iSCSI target, by CHAP. */
export interface ChapCredentials {
  /** Who the host is to the target. From 1 to 255 characters. */
  username: string;
  /**
   * The secret shared with the target. From 1 to 255 characters. A secret: never in a log, a transcript, a message or a
   * report.
   */
  password: string;
}

/** A block of IP addresses: the first of them, a slash, and how many bits they share. From 4 to 49 characters. */
export type Cidr = string;

/**
 * What the source of a resize or cold migration tells the destination. The caller carries it from
 * `migrateDiskAndPowerOff` to `finishMigration`.
 */
export interface ColdMigrationData {
  /** The format that the source has written, one that the destination accepts. */
  format: MigrationFormat;
  /**
   * Whether the disks lie on storage that source and destination both reach. The caller keeps the disks when it reverts
   * such a migration.
   */
  sharedStorage: boolean;
  /** Every local disk of the instance, also one that the destination makes anew, such as swap. At most 64 entries. */
  disks: LocalDisk[];
  /** What the source's driver adds for its peer. */
  driverPrivate?: MigrationBlob;
}

/** A file's content goes down into its backing file, and the file leaves the chain. */
export interface CommitSnapshotMerge {
  /** Marks this way. */
  kind: "commit";
  /** The file that leaves the chain. */
  fileToMerge: FileName;
  /** Its backing file, which takes the content. */
  mergeTargetFile: FileName;
}

/**
 * A small read-only disk that tells a guest about itself. The caller writes every file of it (metadata, user data,
 * vendor data, network data, the administrator's password), so a driver neither fetches nor makes up any of them. The
 * one exception is what only the driver can know: where the guest finds its tagged devices.
 */
export interface ConfigDrive {
  /**
   * The drive's file system.
   *
   * @defaultValue "iso9660"
   */
  format?: "iso9660" | "vfat";
  /**
   * The volume label, by which the guest finds the drive. From 1 to 11 characters.
   *
   * @defaultValue "config-2"
   */
  label?: string;
  /** All that the caller puts on the drive. No two files have the same path. From 1 to 256 entries. */
  files: ConfigDriveFile[];
  /**
   * Where the driver adds a file that tells the guest of its tagged devices. It is JSON, an object whose member
   * `devices` is a list of TaggedDevice: those of the answer, as they are when the drive is made. None of `files` has
   * this path. Absent: no such file.
   */
  taggedDevicesPath?: ConfigDrivePath;
}

/** One file on a config drive. */
export interface ConfigDriveFile {
  /** Where it is on the drive. */
  path: ConfigDrivePath;
  /**
   * The whole contents, base64: at most 1 MiB of bytes. At most 1398104 characters. Base64. A secret: never in a log, a
   * transcript, a message or a report.
   */
  data: string;
}

/** The path of a file on a config drive, from the drive's root, without `.` and `..`. From 1 to 255 characters. */
export type ConfigDrivePath = string;

/**
 * The name of an option of the driver's configuration, in camelCase, with dots between groups. From 1 to 255
 * characters.
 */
export type ConfigurationKey = string;

/** One thing about a driver that an operator can set. */
export interface ConfigurationOption {
  /** The option's name, the same in every version of the driver. */
  key: ConfigurationKey;
  /**
   * What kind of value it takes: the `type` of a ConfigurationValue. More values may come in later versions; a receiver
   * reads one that it does not know as `string`.
   */
  type: "string" | "secret" | "integer" | "boolean" | "list";
  /** What it does and in which unit, for operators. From 1 to 4096 characters. */
  description: string;
  /**
   * Whether the driver cannot reach its hypervisor without a value. Such an option has no default.
   *
   * @defaultValue false
   */
  required?: boolean;
  /** The value while none is given. Absent where there is no such value; never of type `secret`. */
  default?: ConfigurationValue;
  /** For types `string` and `list`: the strings allowed. Absent means any. From 1 to 256 entries. */
  choices?: string[];
  /** For type `integer`: the least value allowed. At least -9007199254740991. */
  minimum?: number;
  /** For type `integer`: the greatest value allowed. At least -9007199254740991. */
  maximum?: number;
  /**
   * Whether only the first `configure` of a run of the driver can set it.
   *
   * @defaultValue false
   */
  restartNeeded?: boolean;
  /**
   * Whether a value is in force that `configure` gave. For a secret, all that anyone is told.
   *
   * @defaultValue false
   */
  isSet?: boolean;
}

/** An option of the driver's configuration with its value. */
export interface ConfigurationSetting {
  /** The option. */
  key: ConfigurationKey;
  /** Its value, of the option's type. */
  value: ConfigurationValue;
}

/** The value of an option. */
export type ConfigurationValue = StringConfigurationValue | SecretConfigurationValue | IntegerConfigurationValue | BooleanConfigurationValue | ListConfigurationValue;

/** All that one consumer holds of a node's resource providers. */
export interface ConsumerAllocations {
  /** Who holds it. An instance, or a migration of one. */
  consumerUuid: Uuid;
  /** The instance that the consumer is, or that the migration moves. Absent for a consumer that is neither. */
  instanceUuid?: Uuid;
  /** What it holds, one entry for each provider, in no order. At most 4096 entries. */
  allocations: Allocation[];
}

/** A virtual CPU of a guest. */
export interface CpuDiagnostics {
  /** The number of the CPU, from 0. From 0 to 65535. */
  id: number;
  /** Nanoseconds that it has executed since the guest was started. */
  timeNanoseconds?: DecimalCounter;
  /** How much of the last while it has executed, in percent. From 0 to 100. */
  utilisationPercent?: number;
}

/** One feature of a guest's CPU model. */
export interface CpuFeature {
  /** The feature, by the name that its hypervisor uses. From 1 to 64 characters. */
  name: string;
  /**
   * Whether the guest has it. `force` shows it even where the host lacks it, and `forbid` bars the guest from hosts
   * that have it.
   *
   * @defaultValue "require"
   */
  policy?: "force" | "require" | "optional" | "disable" | "forbid";
}

/** The processors of a node. */
export interface CpuInfo {
  /** Their architecture. */
  architecture: Architecture;
  /** Their maker. From 1 to 64 characters. */
  vendor?: string;
  /** Their model, by the name that the hypervisor uses. From 1 to 128 characters. */
  model?: string;
  /** Their arrangement in one NUMA cell, or in the whole node where it reports no `numaCells`. */
  topology?: CpuTopology;
  /** How many NUMA cells share them. From 1 to 1024. */
  numaCells?: number;
  /** The features that guests can use, by the names that the hypervisor uses. At most 1024 entries. */
  features?: string[];
  /** The width of their physical addresses, in bits. From 16 to 64. */
  physicalAddressBits?: number;
}

/** How much processor time an instance may take and is sure to get. */
export interface CpuLimits {
  /** Its weight against its neighbours, as a number without unit. Not together with `sharesLevel`. From 1 to 262144. */
  shares?: number;
  /** Its weight against its neighbours, as a word. */
  sharesLevel?: SharesLevel;
  /**
   * The period that `quotaMicroseconds` counts in. From 1000 to 1000000.
   *
   * @defaultValue 100000
   */
  periodMicroseconds?: number;
  /** How long each vCPU may run in a period. Absent: as long as it likes. At least 1000. */
  quotaMicroseconds?: number;
  /** The most that all its vCPUs together may use, in MHz. Absent: no limit. From 1 to 1073741824. */
  limitMhz?: number;
  /**
   * What is kept for it, in MHz. From 0 to 1073741824.
   *
   * @defaultValue 0
   */
  reservedMhz?: number;
}

/** The CPU that a guest sees. Whether a guest can move is decided by comparing it with the other host's CPU. */
export interface CpuModel {
  /**
   * Where it comes from: a named model, the named model nearest to the host's CPU, or the host's CPU itself. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  mode: "custom" | "host-model" | "host-passthrough" | "other";
  /** Its architecture. */
  architecture?: Architecture;
  /** Its maker. From 1 to 64 characters. */
  vendor?: string;
  /** The named model. From 1 to 128 characters. */
  model?: string;
  /** How near the host's CPU has to come to it. */
  match?: "minimum" | "exact" | "strict";
  /** The arrangement that the guest sees. */
  topology?: CpuTopology;
  /** What differs from the named model. At most 1024 entries. */
  features?: CpuFeature[];
}

/** One virtual CPU and the host CPU that only it runs on. */
export interface CpuPinning {
  /** The virtual CPU, counted from 0. From 0 to 4095. */
  vcpu: number;
  /** The host CPU, by the host's own number. From 0 to 65535. */
  hostCpu: number;
}

/** What a guest sees of its processors. Which host CPUs they run on is in the instance's NUMA topology. */
export interface CpuProperties {
  /**
   * Their arrangement, whose product is the flavor's `vcpus`. The caller has chosen it within the limits of flavor and
   * image. Absent: the driver chooses.
   */
  topology?: CpuTopology;
  /** Whether the guest has a performance monitoring unit. Absent: the hypervisor's own default. */
  pmu?: boolean;
  /**
   * Whether the guest is kept from seeing that it runs on a hypervisor.
   *
   * @defaultValue false
   */
  hideHypervisor?: boolean;
  /**
   * Whether physical addresses in the guest are as wide as the host's, or as wide as `physicalAddressBits` says.
   * Absent: the hypervisor's own default. `other` is answered NOT_SUPPORTED. More values may come in later versions; a
   * receiver reads one that it does not know as `other`.
   */
  physicalAddressMode?: "passthrough" | "emulate" | "other";
  /**
   * The width of physical addresses in the guest, in bits. Means something only beside `physicalAddressMode`. From 16
   * to 64.
   */
  physicalAddressBits?: number;
}

/** How processors are arranged. The number of CPUs is the product of the three. */
export interface CpuTopology {
  /** Sockets. From 1 to 4096. */
  sockets: number;
  /** Cores in each socket. From 1 to 4096. */
  cores: number;
  /** Hardware threads in each core. From 1 to 256. */
  threads: number;
}

/**
 * The place where the next page of a list begins. Opaque to the caller; valid only for the list that returned it. From
 * 1 to 512 characters.
 */
export type Cursor = string;

/**
 * A counter that may pass 2^53, as a decimal string without sign or leading zeros. It has the range of an unsigned
 * 64-bit number. At most 20 characters.
 */
export type DecimalCounter = string;

/** What a block device is called within its instance. The guest's own name for it may differ. At most 64 characters. */
export type DeviceName = string;

/** The smaller devices of a guest. */
export interface DeviceProperties {
  /** How many serial ports. Absent: the driver chooses, at least one where it keeps console output. From 0 to 64. */
  serialPortCount?: number;
  /**
   * What happens when a guest stops feeding its watchdog. `disabled`: it has no watchdog. `none`: it has one, and
   * nothing happens. `other` is answered NOT_SUPPORTED. More values may come in later versions; a receiver reads one
   * that it does not know as `other`.
   *
   * @defaultValue "disabled"
   */
  watchdogAction?: "disabled" | "none" | "pause" | "poweroff" | "reset" | "other";
  /**
   * What keyboard and pointer are connected to. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  inputBus?: "usb" | "virtio" | "other";
  /**
   * The pointer. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More values may come in later versions;
   * a receiver reads one that it does not know as `other`.
   */
  pointerModel?: "usbtablet" | "other";
  /**
   * The sound device. Absent: none. `other` is answered NOT_SUPPORTED. More values may come in later versions; a
   * receiver reads one that it does not know as `other`.
   */
  soundModel?: "sb16" | "es1370" | "pcspk" | "ac97" | "ich6" | "ich9" | "usb" | "virtio" | "other";
  /**
   * The USB controller. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  usbModel?: "none" | "nec-xhci" | "qemu-xhci" | "other";
  /**
   * How many USB ports a console client can redirect its own devices to. From 0 to 15.
   *
   * @defaultValue 0
   */
  redirectedUsbPorts?: number;
  /**
   * Whether the guest has a channel for an agent inside it.
   *
   * @defaultValue false
   */
  guestAgent?: boolean;
  /**
   * Whether virtio devices offer the packed ring.
   *
   * @defaultValue false
   */
  virtioPackedRing?: boolean;
}

/**
 * The role of a device, in the words of the instance's owner. The guest finds the device by it. From 1 to 60
 * characters.
 */
export type DeviceTag = string;

/**
 * What a block device looks like to the guest. A driver that meets `other`, or a type that it cannot offer, answers
 * NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type DeviceType = "disk" | "cdrom" | "floppy" | "lun" | "other";

/**
 * How a block device is connected to the guest. A driver that meets `other`, or a bus that it cannot offer, answers
 * NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type DiskBus =
  | "virtio"
  | "scsi"
  | "sata"
  | "ide"
  | "usb"
  | "fdc"
  | "nvme"
  | "xen"
  | "lxc"
  | "uml"
  | "other";

/**
 * The beginning of a local disk becomes garbage, now, for good. A guest that runs does not notice; one that boots from
 * it does not come up.
 */
export interface DiskCorruptionFault {
  /** Marks this fault. */
  kind: "diskCorruption";
  /** The instance that the disk belongs to. */
  instanceUuid: Uuid;
  /**
   * Which of its disks, in the simulator's words. From 1 to 255 characters.
   *
   * @defaultValue "root"
   */
  disk?: string;
}

/** A block device of a guest. At least one of `deviceName` and `volumeId` is present. */
export interface DiskDiagnostics {
  /** What the device is called within the instance. */
  deviceName?: DeviceName;
  /** The volume that it is. Present for every volume. */
  volumeId?: Uuid;
  /** Requests to read. */
  readRequests?: DecimalCounter;
  /** Bytes read. */
  readBytes?: DecimalCounter;
  /** Requests to write. */
  writeRequests?: DecimalCounter;
  /** Bytes written. */
  writeBytes?: DecimalCounter;
  /** Requests to flush. */
  flushRequests?: DecimalCounter;
  /** Requests that failed. */
  failedRequests?: DecimalCounter;
}

/**
 * The layout of a disk in a file. A driver that meets one it does not take, or `other`, refuses an image in it with
 * IMAGE_UNACCEPTABLE. An `ova` is an archive that holds one `vmdk`. More values may come in later versions; a receiver
 * reads one that it does not know as `other`.
 */
export type DiskFormat = "raw" | "qcow2" | "vmdk" | "vhd" | "vhdx" | "vdi" | "iso" | "ploop" | "ova" | "other";

/** How fast each local disk of an instance may be and surely is. A limit that is absent does not hold. */
export interface DiskLimits {
  /** The most bytes read in a second. At least 1. */
  readBytesPerSecond?: number;
  /** The most requests to read in a second. At least 1. */
  readRequestsPerSecond?: number;
  /** The most bytes written in a second. At least 1. */
  writeBytesPerSecond?: number;
  /** The most requests to write in a second. At least 1. */
  writeRequestsPerSecond?: number;
  /** The most bytes read and written in a second. Not together with a limit for one direction. At least 1. */
  totalBytesPerSecond?: number;
  /** The most requests of both kinds in a second. Not together with a limit for one direction. At least 1. */
  totalRequestsPerSecond?: number;
  /**
   * How many requests of both kinds it is sure to get in a second. At least 0.
   *
   * @defaultValue 0
   */
  reservedRequestsPerSecond?: number;
  /** Its weight against its neighbours, as a number without unit. Not together with `sharesLevel`. From 1 to 1073741824. */
  shares?: number;
  /** Its weight against its neighbours, as a word. */
  sharesLevel?: SharesLevel;
}

/**
 * What a driver wants to be given back about an instance. The caller stores it and never looks inside. A secret: never
 * in a log, a transcript, a message or a report.
 */
export interface DriverState {
  /** Which driver's format this is. */
  format: Name;
  /** The version of that format. From 1 to 1000000. */
  version: number;
  /** The bytes, base64. At most 65536 characters. Base64. */
  data: string;
}

/** The interface is a port of a distributed virtual switch of VMware vSphere. */
export interface DvsBinding {
  /** Marks this form of wiring. */
  vifType: "dvs";
  /** The port group, for a driver that must look it up. From 1 to 255 characters. */
  portGroupName: string;
  /** The port group's key. Together with `switchUuid` it is used instead of the name. From 1 to 255 characters. */
  portGroupKey?: string;
  /** The switch, as vSphere writes its uuid. From 1 to 255 characters. */
  switchUuid?: string;
  /** The port of the group. Absent means any that is free. From 1 to 255 characters. */
  portKey?: string;
}

/** What a failed call left behind: nothing at all, part of its work, or nobody knows. */
export type Effect = "none" | "partial" | "unknown";

/** A local disk that begins blank and goes with its instance. */
export interface EphemeralDisk {
  /** Size of the disk in GiB. From 1 to 1048576. */
  sizeGib: number;
  /** What the disk is called. Absent, the driver decides. */
  deviceName?: DeviceName;
  /** How it is connected. Absent, the driver decides. */
  bus?: DiskBus;
  /** What it looks like. Absent means `disk`. */
  deviceType?: DeviceType;
  /**
   * The file system that the driver makes on it, or none. Absent, the driver decides. A driver that cannot make it
   * answers NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as
   * `other`.
   */
  guestFormat?: "blank" | "ext2" | "ext3" | "ext4" | "xfs" | "vfat" | "ntfs" | "other";
  /** How the disk is encrypted on its host. Absent, it is not. */
  encryption?: VolumeEncryption;
  /** The role of the disk. */
  tag?: DeviceTag;
}

/**
 * A code of `errors.yaml`. Codes are stable, messages are not. A code that the receiver does not know is treated as
 * INTERNAL_ERROR. More values may come in later versions; a receiver reads one that it does not know as
 * `INTERNAL_ERROR`.
 */
export type ErrorCode =
  | "INVALID_REQUEST"
  | "NOT_SUPPORTED"
  | "INTERNAL_ERROR"
  | "SESSION_NOT_INITIALIZED"
  | "SESSION_FENCED"
  | "VERSION_NOT_SUPPORTED"
  | "SHUTTING_DOWN"
  | "MESSAGE_TOO_LARGE"
  | "OPERATION_CONFLICT"
  | "OPERATION_CANCELLED"
  | "DEADLINE_EXCEEDED"
  | "INSTANCE_NOT_FOUND"
  | "INSTANCE_EXISTS"
  | "INSTANCE_BUSY"
  | "INVALID_STATE"
  | "NODE_NOT_FOUND"
  | "INSUFFICIENT_RESOURCES"
  | "IMAGE_UNACCEPTABLE"
  | "CONSOLE_NOT_AVAILABLE"
  | "CONFIGURATION_INVALID"
  | "RESHAPE_NEEDED"
  | "RESHAPE_FAILED"
  | "DEVICE_UNAVAILABLE"
  | "NODE_IN_USE"
  | "IMAGE_TRANSFER_FAILED"
  | "CREDENTIALS_EXPIRED"
  | "CONSOLE_TYPE_NOT_AVAILABLE"
  | "MIGRATION_NOT_POSSIBLE"
  | "MIGRATION_NOT_RUNNING"
  | "DESTINATION_DISK_EXISTS"
  | "VOLUME_CONNECTION_FAILED"
  | "VOLUME_NOT_ATTACHED"
  | "VOLUME_IN_USE"
  | "DEVICE_DETACH_FAILED"
  | "TOO_MANY_DEVICES"
  | "INTERFACE_PLUG_FAILED"
  | "EXTERNAL_EVENT_TIMEOUT"
  | "EXTERNAL_EVENT_FAILED"
  | "GUEST_AGENT_UNAVAILABLE"
  | "GUEST_REFUSED"
  | "SHARE_NOT_FOUND"
  | "SHARE_MOUNT_FAILED"
  | "BACKEND_UNREACHABLE"
  | "BACKEND_FAILED";

/** The driver tells of what has happened wrongly, late or not at all, in `event` or in `nodesChanged`. */
export interface EventFault {
  /** Marks this fault. */
  kind: "eventFault";
  /** Which notifications. An operation excludes those that no call caused. */
  trigger: FaultTrigger;
  /**
   * `drop`: it is not sent, and not numbered. `duplicate`: it is sent twice, under two numbers. `delay`: it is sent
   * `delayMs` later. `holdBack`: it is sent after the next one, or when the faults are cleared. `alter`: it is changed
   * by `changes`, and not sent if it then fits its schema no longer.
   */
  action: "drop" | "duplicate" | "delay" | "holdBack" | "alter";
  /** For `alter`, which needs it: what is told instead. From 1 to 64 entries. */
  changes?: FaultChange[];
  /** For `delay`, which needs it: how much, in milliseconds of simulated time. From 1 to 31536000000. */
  delayMs?: number;
}

/** What became of an event that a driver waits for. */
export interface ExternalEvent {
  /** The event. */
  name: ExternalEventName;
  /** To what it happened: for `network-vif-plugged` the `portId`. From 1 to 255 characters. */
  tag: string;
  /**
   * `completed`: it has happened. `failed`: the service says that it will not. `waived`: it has not, and the caller
   * wants the guest to run without it. More values may come in later versions; a receiver reads one that it does not
   * know as `failed`.
   */
  status: "completed" | "failed" | "waived";
}

/**
 * What another service of the cloud can tell of an instance and a driver can wait for. `network-vif-plugged`: the
 * network service has wired a port. More values may come in later versions; a receiver reads one that it does not know
 * as `other`.
 */
export type ExternalEventName = "network-vif-plugged" | "other";

/** One hypervisor call fails, once, and every other succeeds. */
export interface FailStepFault {
  /** Marks this fault. */
  kind: "failStep";
  /** Which changing hypervisor call fails, counted from the moment the fault is set; 1 is the next. From 1 to 1000. */
  step: number;
}

/** How an operation failed, as `getOperation` tells it. */
export interface FailedCall {
  /** The code that the call answered. */
  code: ErrorCode;
  /** Text for people. Not stable; never parsed. At most 4096 characters. */
  message: string;
  /** What the failed call left behind. */
  effect: Effect;
}

/**
 * One change to a message that is misread or misreported. Where the pointer leads to nothing, nothing is changed, and
 * members of an object that are missing are not made up on the way to the last.
 */
export interface FaultChange {
  /** What is changed. With `*`, every place that fits. */
  pointer: JsonPointer;
  /** Only where this value is. Absent if any will do. */
  was?: JsonText;
  /** The value instead. Absent if the member or entry is taken out. */
  json?: JsonText;
}

/** Something that a request has to say for a fault to meet it. */
export interface FaultCondition {
  /** Where in the request's `params`. With `*`, any place that fits will do. */
  pointer: JsonPointer;
  /** What has to be there. Absent if any value will do. */
  json?: JsonText;
}

/**
 * Something done to an instance that nobody asked for, and that no event tells. `deleteDisks`: its local disks are
 * deleted. `stopGuest`: its guest is cut off. `startGuest`: a guest is started for it, if it has none. `rebootGuest`:
 * its guest is cut off and started. `disconnectVolumes`: the host's connections to its volumes end, whoever else uses
 * them. `unplugInterfaces`: its interfaces are unplugged. `forgetInstance`: it is taken out of the hypervisor with its
 * guest, and its disks stay. `leakClaim`: what it holds of its node is counted once more, for good. `eraseTpm`: its
 * emulated TPM is blank.
 */
export type FaultDeed =
  | "deleteDisks"
  | "stopGuest"
  | "startGuest"
  | "rebootGuest"
  | "disconnectVolumes"
  | "unplugInterfaces"
  | "forgetInstance"
  | "leakClaim"
  | "eraseTpm";

/**
 * A file that describes a defect as a list of faults, for a simulator to run with. The faults of a plan are in force
 * from the start of the driver to its end; `simulation/clearFaults` does not end them.
 */
export interface FaultPlan {
  /** The plan's name, that of its file. From 1 to 128 characters. */
  name: string;
  /** What goes wrong, and what comes of it, for people. From 1 to 4096 characters. */
  description: string;
  /** The requirements of this spec that a driver with these faults does not meet. At most 64 entries. */
  breaks?: RequirementReference[];
  /**
   * What has to be done for the defect to show, for people. Absent if the ordinary use of the driver shows it. From 1
   * to 1024 characters.
   */
  provoke?: string;
  /** Where the defect is known from. At most 64 entries. */
  sources?: FaultSource[];
  /** What goes wrong. From 1 to 64 entries. */
  faults: SimulatedFault[];
}

/** Where a defect like that of a fault plan was made, or its like is known from. */
export interface FaultSource {
  /** The project, such as `nova`. From 1 to 64 characters. */
  project: string;
  /** The commit that shows it, in the project's own repository. From 1 to 64 characters. */
  commit?: string;
  /** The file in which it was. From 1 to 255 characters. */
  file?: string;
  /** The function in which it was. From 1 to 255 characters. */
  function?: string;
  /** What else there is to say of it, such as when it was mended. From 1 to 1024 characters. */
  note?: string;
}

/**
 * Which occurrences a fault meets. What is absent excludes nothing, so an empty trigger means the next occurrence of
 * all. Occurrences are counted from the moment the fault is set, and each fault counts by itself.
 */
export interface FaultTrigger {
  /** The operation that is carried out. An event is of the operation that caused it. From 1 to 64 characters. */
  operation?: string;
  /** For a fault of steps: the step, in the simulator's words, as BACKEND_FAILED names it. From 1 to 64 characters. */
  step?: string;
  /**
   * For a fault of events: the transition that an `event` tells, or the change that a `nodesChanged` tells. From 1 to
   * 64 characters.
   */
  transition?: string;
  /** The instance that it is about. */
  instanceUuid?: Uuid;
  /** The node that it is about, or that the instance is on. */
  node?: Uuid;
  /** What the request of the operation has to say, all of it. At most 16 entries. */
  where?: FaultCondition[];
  /**
   * For a fault of steps: which step must have failed before. `inThisCall`: one of the same call, so that this one
   * belongs to the clean-up or comes in spite of it. `inEarlierCall`: one of an earlier call of the same operation on
   * the same instance, so that this one belongs to the repeat.
   */
  afterFailure?: "inThisCall" | "inEarlierCall";
  /** For a fault of answers: the error that the true answer is. */
  onCode?: ErrorCode;
  /**
   * Which of the occurrences is the first that it meets; 1 is the next. From 1 to 1000000.
   *
   * @defaultValue 1
   */
  nth?: number;
  /**
   * How many it meets, one after the other, from that one on; 0 means all. From 0 to 1000000.
   *
   * @defaultValue 1
   */
  times?: number;
}

/** A volume behind one or more Fibre Channel ports. */
export interface FibreChannelConnection {
  /** Marks this protocol. */
  protocol: "fibreChannel";
  /** The ways to the volume. All lead to the same volume. From 1 to 64 entries. */
  targets: FibreChannelTarget[];
  /** Which port of the host can reach which of the targets. Absent, each can reach all. At most 64 entries. */
  zones?: FibreChannelZone[];
  /**
   * How a unit number above 255 is written on the wire.
   *
   * @defaultValue "transparent"
   */
  lunAddressing?: "transparent" | "sam" | "sam2" | "sam3Flat";
}

/** One way to a volume over Fibre Channel. */
export interface FibreChannelTarget {
  /** The port of the storage system. */
  wwpn: Wwn;
  /** The unit behind the port that the volume is. From 0 to 4294967295. */
  lun: number;
}

/** What one port of a host can reach. */
export interface FibreChannelZone {
  /** The port of the host. */
  initiatorWwpn: Wwn;
  /** The ports of the storage system that it can reach. From 1 to 64 entries. */
  targetWwpns: Wwn[];
}

/**
 * A file that the driver writes an image to. It appears at `path` in one step, when it is whole; a file that is already
 * there is replaced in the same step, and stays if the call fails.
 */
export interface FileImageSink {
  /** Marks this form of sink. */
  kind: "file";
  /**
   * The absolute path on the driver's host. Its directory is there and the driver may write to it. From 1 to 4096
   * characters.
   */
  path: string;
}

/** An image in a file that the driver's host can read. */
export interface FileImageSource {
  /** Marks this form of source. */
  kind: "file";
  /** The absolute path on the driver's host. From 1 to 4096 characters. */
  path: string;
}

/**
 * The name of a file in a folder that is known already. It has no slash and does not begin with a dot, so it cannot
 * lead elsewhere. At most 255 characters.
 */
export type FileName = string;

/** The size of an instance. */
export interface Flavor {
  /** The flavor's name. */
  name: Name;
  /** Virtual CPUs. From 1 to 4096. */
  vcpus: number;
  /** Memory in MiB. From 1 to 1073741824. */
  memoryMib: number;
  /** Size of the root disk in GiB. Zero means the size of the image. From 0 to 1048576. */
  rootGib: number;
  /**
   * Size of all ephemeral disks together in GiB, which counts as local disk. The disks themselves are among the block
   * devices. From 0 to 1048576.
   *
   * @defaultValue 0
   */
  ephemeralGib?: number;
  /**
   * Size of the swap disk in MiB, which counts as local disk, rounded up to whole GiB. The disk itself is among the
   * block devices. From 0 to 1073741824.
   *
   * @defaultValue 0
   */
  swapMib?: number;
  /** What it asks of the machine beyond its size. */
  hardware?: FlavorHardware;
}

/**
 * What a flavor asks of the machine beyond its size. Everything here is a demand, except what says that others ignore
 * it: a driver obeys it or answers NOT_SUPPORTED before any effect. A member that the image's `properties` have too is
 * settled: the value here holds. NUMA, CPU policy, real time and page size are in the instance's `numaTopology`; PCI
 * aliases, accelerators and resource classes in its devices.
 */
export interface FlavorHardware {
  /**
   * Traits of a node that it needs, for drivers that choose a CPU model or set a machine up by them. The caller has
   * chosen the node by them, so others ignore it. At most 256 entries.
   */
  requiredTraits?: Trait[];
  /**
   * Traits of a node that it must not have. The caller has chosen the node by them, so others ignore it. At most 256
   * entries.
   */
  forbiddenTraits?: Trait[];
  /** Whether the firmware starts only signed code. Stands for the same member of the image's `uefi` firmware. */
  secureBoot?: SecureBootPolicy;
  /** The machine around the guest. */
  platform?: PlatformProperties;
  /** Its processors. */
  cpu?: CpuProperties;
  /** Its memory. */
  memory?: MemoryProperties;
  /** Its trusted platform module. Absent: the image's. */
  tpm?: TpmProperties;
  /** Its network interfaces. */
  network?: NetworkProperties;
  /** Its random number generator. */
  rng?: RngProperties;
  /** Its smaller devices. */
  devices?: DeviceProperties;
  /**
   * A policy of the hypervisor's own storage for local disks, by name. A name that it does not know is answered
   * NOT_SUPPORTED. From 1 to 255 characters.
   */
  storagePolicy?: string;
  /** Its processor time. */
  cpuLimits?: CpuLimits;
  /** Its host memory. */
  memoryLimits?: MemoryLimits;
  /** The speed of each local disk. */
  diskLimits?: DiskLimits;
  /** The speed of each network interface. */
  interfaceLimits?: InterfaceLimits;
}

/** A guest that did not come through the driver is on a node until the faults are cleared. */
export interface ForeignGuestFault {
  /** Marks this fault. */
  kind: "foreignGuest";
  /** The node that it is on. */
  node: Uuid;
  /** The hypervisor's name for it. */
  name: Name;
  /** The uuid that the hypervisor knows it by, if it has one. */
  uuid?: Uuid;
  /** Virtual CPUs that it holds. From 0 to 4096. */
  vcpus: number;
  /** Memory that it holds, in MiB. From 0 to 1073741824. */
  memoryMib: number;
  /** Local disk that it holds, in GiB. From 0 to 1048576. */
  localGib: number;
}

/**
 * A guest on the hypervisor that did not come from this driver. It is shown so that nobody is surprised, and never
 * touched.
 */
export interface ForeignInstanceSummary {
  /** Marks a guest that is not the caller's. */
  ownership: "foreign";
  /** The hypervisor's own handle. From 1 to 255 characters. */
  internalId: string;
  /** The hypervisor's own name for it. */
  name?: Name;
  /** The node that it is on. */
  node: Uuid;
}

/** A guest behaves in another way from now on, until the faults are cleared. What is absent stays as it is. */
export interface GuestBehaviourFault {
  /** Marks this fault. */
  kind: "guestBehaviour";
  /** The instance whose guest it is. */
  instanceUuid: Uuid;
  /** Whether the agent in the guest does what it is asked, does not answer, or refuses. */
  agent?: "answers" | "silent" | "refuses";
  /** Whether the guest does not let go of devices that are to be taken from it. */
  keepsDevices?: boolean;
  /** Whether the guest takes no notice of the power button. */
  ignoresPowerButton?: boolean;
  /** How much of its memory it changes, in MiB per second. From 0 to 1048576. */
  dirtyMibPerSecond?: number;
  /** How much it writes to its root disk, in MiB per second. From 0 to 1048576. */
  writesMibPerSecond?: number;
}

/** A guest's kernel stops dead, now. */
export interface GuestCrashFault {
  /** Marks this fault. */
  kind: "guestCrash";
  /** The instance whose guest crashes. */
  instanceUuid: Uuid;
}

/**
 * What belongs to a guest beside its flavor and its image: disks, interfaces, shares, accelerators, host devices. Every
 * operation that may build or start a guest can be given it. A member that is given is the whole truth: afterwards the
 * guest has exactly that. A member that is left out says nothing: an existing instance keeps what it had, a new one has
 * none.
 */
export interface GuestDevices {
  /** The network interfaces, in the order in which the guest sees them. At most 256 entries. */
  networkInterfaces?: NetworkInterface[];
  /** The local disks and volumes. A driver without capabilities for them is sent none. */
  blockDevices?: BlockDevices;
  /** The accelerators that the caller has bound for the instance. At most 64 entries. */
  accelerators?: AcceleratorRequest[];
  /** The shared file systems that the guest sees. They are mounted on the host already. At most 64 entries. */
  shares?: ShareMapping[];
  /** The host's PCI devices that the guest is to have. At most 256 entries. */
  pciDevices?: PciDeviceClaim[];
  /**
   * What has been granted to the instance, by resource provider. A driver that maps resources to devices obeys it.
   * Others ignore it. At most 64 entries.
   */
  allocations?: Allocation[];
  /** The secrets that the guest's devices need. At most 64 entries. */
  secrets?: GuestSecret[];
}

/** The firmware that a guest boots with. */
export type GuestFirmware = BiosFirmware | UefiFirmware;

/**
 * What a guest really has, as the hypervisor knows it and not as it was asked for. A driver tells what its capabilities
 * speak of, and what else it knows.
 */
export interface GuestHardware {
  /** The architecture that it sees. */
  architecture?: Architecture;
  /** The chipset or hardware version, by the hypervisor's own name. From 1 to 255 characters. */
  platformType?: string;
  /**
   * The firmware. Always told by a driver with supportsUefiBoot. More values may come in later versions; a receiver
   * reads one that it does not know as `other`.
   */
  firmwareType?: "bios" | "uefi" | "other";
  /** Whether the firmware starts only signed code. Always told by a driver with supportsSecureBoot. */
  secureBoot?: boolean;
  /** Whether the firmware forgets its variables. Always told by a driver with supportsStatelessFirmware. */
  statelessFirmware?: boolean;
  /** The CPU that it sees. */
  cpuModel?: CpuModel;
  /** The arrangement of its CPUs. Always told by a driver with supportsHardwareProperties. */
  cpuTopology?: CpuTopology;
  /**
   * Its host CPUs and memory, with every `hostCell` and `pinning`. Told by a driver with supportsNuma where the guest
   * was given one.
   */
  numaTopology?: GuestNumaTopology;
  /** How its memory is encrypted. Absent: not at all. */
  memoryEncryption?: MemoryEncryptionModel;
  /** The version of its trusted platform module. Absent: it has none. */
  tpmVersion?: TpmVersion;
  /** How many serial ports it has. From 0 to 64. */
  serialPortCount?: number;
}

/**
 * The interface between guest and host: `hvm` is a whole machine, `xen` and `uml` are paravirtualised, `exe` is a
 * container. More values may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type GuestMode = "hvm" | "xen" | "uml" | "exe" | "other";

/** One NUMA cell as a guest sees it, and where it lies on the host. */
export interface GuestNumaCell {
  /** The cell's number in the guest, counted from 0. From 0 to 127. */
  id: number;
  /** The guest's vCPUs in the cell, dedicated ones too. At most 4096 entries. */
  vcpus: number[];
  /** Memory of the cell, in MiB. From 1 to 1073741824. */
  memoryMib: number;
  /**
   * The host cell that CPUs and memory come from. Absent only where the node reports no `numaTopology`; the driver then
   * chooses, one host cell for each. From 0 to 65535.
   */
  hostCell?: number;
  /** The size of the host pages that back the cell, in KiB. Absent: whatever the host uses. From 1 to 1073741824. */
  pageSizeKib?: number;
  /** Those of `vcpus` that have a host CPU of their own. The others float over the shared ones. At most 4096 entries. */
  dedicatedVcpus?: number[];
  /**
   * The host CPU of each dedicated vCPU. Absent only where the node reports no `numaTopology`; the driver then chooses.
   * At most 4096 entries.
   */
  pinning?: CpuPinning[];
  /** Host CPUs that the guest holds for the hypervisor's own threads. At most 256 entries. */
  reservedHostCpus?: number[];
}

/**
 * Which host CPUs and which memory a guest gets. The caller has settled here all that flavor and image say of NUMA, CPU
 * policy, real time and page size, and has claimed it on the node. Every vCPU of the flavor is in one cell, and the
 * cells' memory adds up to the flavor's.
 */
export interface GuestNumaTopology {
  /** The cells that the guest sees, in the order of their ids. From 1 to 128 entries. */
  cells: GuestNumaCell[];
  /**
   * How dedicated vCPUs use threads of cores: as they come, each on a core of its own with its sibling threads idle, or
   * only on sibling threads.
   */
  threadPolicy?: "prefer" | "isolate" | "require";
  /**
   * Where the hypervisor's own threads for the guest run: on the host's shared CPUs, or on the `reservedHostCpus` of
   * the cells. Absent: beside the guest's vCPUs.
   */
  emulatorThreadPolicy?: "share" | "isolate";
  /** Those dedicated vCPUs that run with real-time priority and locked memory. From 1 to 4096 entries. */
  realtimeVcpus?: number[];
}

/** A guest shuts itself down, now, and is told of as one that nobody asked to. */
export interface GuestPowerOffFault {
  /** Marks this fault. */
  kind: "guestPowerOff";
  /** The instance whose guest it is. */
  instanceUuid: Uuid;
}

/**
 * A secret that a guest's devices need, by its use. The caller reads it from the key manager; a driver never does. Keys
 * of encrypted disks are with the disks.
 */
export type GuestSecret = VtpmSecret;

/** What a node's CPUs have been doing since the node was booted. Each time is summed over all CPUs. */
export interface HostCpuStats {
  /** Time in the kernel or hypervisor, in nanoseconds. */
  kernelNanoseconds: DecimalCounter;
  /** Time in programs, guests among them, in nanoseconds. */
  userNanoseconds: DecimalCounter;
  /** Time with nothing to do, in nanoseconds. */
  idleNanoseconds: DecimalCounter;
  /** Time with nothing to do while input or output was awaited, in nanoseconds. */
  iowaitNanoseconds: DecimalCounter;
  /** The CPUs' current frequency in MHz. Absent where the hypervisor does not tell. From 1 to 1000000. */
  frequencyMhz?: number;
}

/**
 * The machine that a node is dies, now, and its guests with it. Until the faults are cleared the node is unreachable,
 * and no other host reaches it. Then it is up again, its guests are off, and nothing is connected, plugged or mounted
 * on it.
 */
export interface HostDownFault {
  /** Marks this fault. */
  kind: "hostDown";
  /** The node. */
  node: Uuid;
}

/** Host CPUs and the memory next to them. */
export interface HostNumaCell {
  /** The cell, by the host's own number. From 0 to 65535. */
  id: number;
  /** The socket that it is on. Several cells may share one. From 0 to 65535. */
  socket?: number;
  /** The host CPUs that guests share. At most 8192 entries. */
  sharedCpus: number[];
  /**
   * The host CPUs that guests can have for themselves. None of them is among `sharedCpus`, unless the node has only one
   * pool for both. At most 8192 entries.
   */
  dedicatedCpus: number[];
  /**
   * Those of `dedicatedCpus` that are not free, because a guest runs on them or must not have a neighbour on them. At
   * most 8192 entries.
   */
  pinnedCpus: number[];
  /** Sets of host CPUs that are threads of one core. Absent where cores have one thread. At most 8192 entries. */
  siblings?: number[][];
  /** Virtual CPUs of guests on the cell, pinned ones too. From 0 to 1048576. */
  vcpusUsed: number;
  /** Memory of the cell, in MiB. From 0 to 1099511627776. */
  memoryMib: number;
  /** Memory of the cell that guests hold, in MiB. From 0 to 1099511627776. */
  memoryMibUsed: number;
  /** Its memory by size of page, smallest first. At most 16 entries. */
  pages: MemoryPages[];
  /** The physical networks whose adapters are on the cell. At most 256 entries. */
  physicalNetworks?: string[];
  /**
   * Whether the adapter that carries tunneled networks is on the cell.
   *
   * @defaultValue false
   */
  tunneledNetworks?: boolean;
}

/** The NUMA cells of a node, and what instances hold of each. All figures are of the moment of the reading. */
export interface HostNumaTopology {
  /** The cells. Every host CPU that guests can use is in one of them and in no other. From 1 to 1024 entries. */
  cells: HostNumaCell[];
}

/** A host name or an IP address. IPv6 addresses are written without brackets. From 1 to 255 characters. */
export type HostOrAddress = string;

/**
 * The interface is a PCI device of the host, or a virtual function of one (SR-IOV), that the guest drives by itself, or
 * through macvtap where `vnicType` says so.
 */
export interface HostdevBinding {
  /** Marks this form of wiring. */
  vifType: "hostdev";
  /** The device. */
  pciAddress: PciAddress;
  /** The VLAN to which the device is held, 0 for none. Absent, the driver leaves it as it is. From 0 to 4094. */
  vlanId?: number;
  /**
   * Whether the guest may change the device's hardware address and listen to all traffic.
   *
   * @defaultValue false
   */
  isTrusted?: boolean;
  /**
   * The Open vSwitch bridge on which the driver puts the device's representor, for switches that forward in hardware.
   * Absent if there is none. From 1 to 255 characters.
   */
  ovsBridgeName?: string;
  /** The representor's `iface-id` on that bridge. Absent, it is the `portId`. From 1 to 255 characters. */
  interfaceId?: string;
}

/** One header of an HTTP request, such as the one that carries a token. */
export interface HttpHeader {
  /** The header's name. From 1 to 255 characters. */
  name: string;
  /** Its value, on one line. At most 16384 characters. A secret: never in a log, a transcript, a message or a report. */
  value: string;
}

/**
 * An HTTP server that takes an image. The driver sends it whole, as the body of one PUT request; an answer from 200 to
 * 299 means that the server has it. The driver says how many bytes will come (`Content-Length`) where it knows; a type
 * of content that the server insists on is among `headers`. A driver that has to stop breaks the request off, so that
 * the server cannot take a part for the whole. Sent only for a node whose `accepts.imageSinks` names this kind.
 */
export interface HttpImageSink {
  /** Marks this form of sink. */
  kind: "http";
  /**
   * Where to write, an absolute `https` or `http` URL. Sensitive, because a signed one is a credential. From 1 to 8192
   * characters. A secret: never in a log, a transcript, a message or a report.
   */
  url: string;
  /** Headers to send with each request to the server of `url`, and to no other. At most 32 entries. */
  headers?: HttpHeader[];
  /**
   * When the URL or the headers lose their force. The driver then asks for new ones with `renewCredentials`. Absent
   * means that they outlast the call.
   */
  expiresAt?: Timestamp;
  /**
   * The authorities that may vouch for the server, as PEM. Absent for those that the driver's host trusts. From 1 to
   * 65536 characters.
   */
  caCertificates?: string;
}

/**
 * An image on an HTTP server. The driver reads it with GET, in one request or in ranges, and checks it against the
 * `sizeBytes` and `sha256` of its `ImageMeta` or `KernelImage`. Sent only for a node whose `accepts.imageSources` names
 * this kind.
 */
export interface HttpImageSource {
  /** Marks this form of source. */
  kind: "http";
  /**
   * Where to read, an absolute `https` or `http` URL. Sensitive, because a signed one is a credential. From 1 to 8192
   * characters. A secret: never in a log, a transcript, a message or a report.
   */
  url: string;
  /** Headers to send with each request to the server of `url`, and to no other. At most 32 entries. */
  headers?: HttpHeader[];
  /**
   * When the URL or the headers lose their force. The driver then asks for new ones with `renewCredentials`. Absent
   * means that they outlast the call.
   */
  expiresAt?: Timestamp;
  /**
   * The authorities that may vouch for the server, as PEM. Absent for those that the driver's host trusts. From 1 to
   * 65536 characters.
   */
  caCertificates?: string;
}

/**
 * What runs guests. One driver may offer several, and several drivers the same. More values may come in later versions;
 * a receiver reads one that it does not know as `other`.
 */
export type HypervisorType =
  | "baremetal"
  | "bhyve"
  | "docker"
  | "fake"
  | "hyperv"
  | "ironic"
  | "kqemu"
  | "kvm"
  | "lxc"
  | "lxd"
  | "openvz"
  | "parallels"
  | "phyp"
  | "prsm"
  | "qemu"
  | "test"
  | "uml"
  | "vbox"
  | "vmware"
  | "vz"
  | "xen"
  | "zvm"
  | "other";

/** One image in a cache. */
export interface ImageCacheEntry {
  /** The image's identity in the image service. */
  imageId: Uuid;
  /** Digest of the image file as it was fetched. */
  sha256: Sha256;
  /** What the entry takes of the store, in bytes. At least 0. */
  sizeBytes: number;
  /** When an instance was last made from it, or else when it was fetched. Absent where the driver does not know. */
  lastUsedAt?: Timestamp;
}

/** How disks are connected to a guest. A block device that says something else of itself is believed. */
export interface ImageDiskProperties {
  /** The bus of disks. Absent: the driver chooses. One that the driver cannot give is answered NOT_SUPPORTED. */
  bus?: DiskBus;
  /** The bus of CD-ROMs. Absent: the driver chooses. One that the driver cannot give is answered NOT_SUPPORTED. */
  cdromBus?: DiskBus;
  /** The bus of floppy disks. Absent: the driver chooses. One that the driver cannot give is answered NOT_SUPPORTED. */
  floppyBus?: DiskBus;
  /**
   * The SCSI controller, where the bus is `scsi`. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  scsiModel?:
    | "buslogic"
    | "ibmvscsi"
    | "lsilogic"
    | "lsisas1068"
    | "lsisas1078"
    | "virtio-scsi"
    | "vmpvscsi"
    | "other";
  /**
   * The subformat of a `vmdk` image. A driver that does not take it, or meets `other`, answers IMAGE_UNACCEPTABLE. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  vmdkType?: "sparse" | "preallocated" | "streamOptimized" | "thin" | "eagerZeroedThick" | "other";
  /** Whether the root disk may stay a layer over the cached image. Absent: the driver chooses. */
  linkedClone?: boolean;
}

/** The image that an instance's root disk is made from. */
export interface ImageMeta {
  /** The image's identity in the image service. */
  id: Uuid;
  /** The image's name. */
  name: Name;
  /**
   * The layout of the image file. A driver that meets one it does not take, or `other`, refuses it with
   * IMAGE_UNACCEPTABLE.
   */
  diskFormat: DiskFormat;
  /** Size of the image file in bytes. At least 1. */
  sizeBytes: number;
  /**
   * Size of the disk that the image file describes, in bytes, for drivers that reserve room before they fetch. Others
   * ignore it, and none relies on it. At least 1.
   */
  virtualSizeBytes?: number;
  /**
   * Digest of the image file. Absent only where the root disk is a volume; a driver answers a file without it
   * IMAGE_UNACCEPTABLE with problem `checksum`. A caller whose image service keeps another digest reads the image once
   * and computes this one.
   */
  sha256?: Sha256;
  /**
   * Smallest root disk, in GiB, that the image can live on. From 0 to 1048576.
   *
   * @defaultValue 0
   */
  minDiskGib?: number;
  /**
   * Least memory, in MiB, that the image can run with. From 0 to 1073741824.
   *
   * @defaultValue 0
   */
  minMemoryMib?: number;
  /** Where to fetch the bytes. */
  source: ImageSource;
  /** Who vouches for the bytes, to be checked before the guest runs. Absent: nobody has to. */
  signature?: ImageSignature;
  /** The kernel that boots it. Absent: the guest boots what is on the disk. */
  kernelBoot?: KernelBoot;
  /** What the image asks of the machine it runs in. */
  properties?: ImageProperties;
}

/** What is known of the operating system in an image. All of it are hints; a driver that has no use for one ignores it. */
export interface ImageOsProperties {
  /**
   * The family, for drivers that set clocks or file systems by it. Others ignore it. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  type?: "linux" | "windows" | "other";
  /**
   * The very system, by a name of libosinfo or of the hypervisor, for drivers that choose devices by it. Others ignore
   * it. From 1 to 255 characters.
   */
  distro?: string;
}

/**
 * What an image asks of the machine it runs in. Everything here is a demand, except what says that others ignore it: a
 * driver obeys it or answers NOT_SUPPORTED before any effect. Where the flavor's `hardware` says something of the same
 * member, the flavor is believed.
 */
export interface ImageProperties {
  /** The operating system in it. Others ignore it. */
  os?: ImageOsProperties;
  /**
   * Traits of a node that it needs, for drivers that choose a CPU model or set a machine up by them. The caller has
   * chosen the node by them, so others ignore it. At most 256 entries.
   */
  requiredTraits?: Trait[];
  /** What it boots with. Absent: what the driver thinks best for the guest's architecture. */
  firmware?: GuestFirmware;
  /** The machine around it. */
  platform?: PlatformProperties;
  /** Its processors. */
  cpu?: CpuProperties;
  /** Its memory. */
  memory?: MemoryProperties;
  /** Its trusted platform module. Absent: none. */
  tpm?: TpmProperties;
  /** Its disks. */
  disk?: ImageDiskProperties;
  /** Its network interfaces. */
  network?: NetworkProperties;
  /** Its display. */
  video?: ImageVideoProperties;
  /** Its random number generator. */
  rng?: RngProperties;
  /** Its smaller devices. */
  devices?: DeviceProperties;
  /** How it is used as a rescue image. */
  rescue?: ImageRescueProperties;
}

/**
 * How a rescue image is put beside an instance's own disks. Read only where the image is the one that `rescue` is
 * given.
 */
export interface ImageRescueProperties {
  /** Its bus. Absent: the driver chooses. One that the driver cannot give is answered NOT_SUPPORTED. */
  bus?: DiskBus;
  /** What it looks like to the guest. Absent: a disk. One that the driver cannot give is answered NOT_SUPPORTED. */
  deviceType?: DeviceType;
}

/**
 * A signature over the bytes of an image file, and all that it takes to check it. The driver fetches no certificate by
 * itself.
 */
export interface ImageSignature {
  /** The signature, base64. From 1 to 16384 characters. Base64. */
  value: string;
  /**
   * The digest that it signs. A driver that meets `other` answers IMAGE_UNACCEPTABLE. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  hashMethod: "SHA-224" | "SHA-256" | "SHA-384" | "SHA-512" | "other";
  /**
   * The kind of key that made it. A driver that meets `other` answers IMAGE_UNACCEPTABLE. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  keyType:
    | "DSA"
    | "ECC_SECP384R1"
    | "ECC_SECP521R1"
    | "ECC_SECT409K1"
    | "ECC_SECT409R1"
    | "ECC_SECT571K1"
    | "ECC_SECT571R1"
    | "RSA-PSS"
    | "other";
  /**
   * The certificate of that key, in PEM. Where the instance has `trustedCertificates`, one of them has to vouch for it.
   * From 1 to 65536 characters.
   */
  certificate: string;
}

/** Where the driver writes an image to. Image bytes never travel over the driver API itself. */
export type ImageSink = FileImageSink | HttpImageSink;

/** Where the driver fetches an image from. Image bytes never travel over the driver API itself. */
export type ImageSource = FileImageSource | HttpImageSource | VolumeImageSource;

/** The next transfers of an image over the network go wrong. */
export interface ImageTransferFault {
  /** Marks this fault. */
  kind: "imageTransfer";
  /**
   * `breaks`: the connection ends half way. `corrupts`: other bytes arrive than were sent. `expires`: the server takes
   * the credentials no longer.
   */
  manner: "breaks" | "corrupts" | "expires";
  /** Which transfers. By default both. */
  direction?: "download" | "upload";
  /**
   * How much of the image is transferred before, in per cent. From 0 to 100.
   *
   * @defaultValue 0
   */
  afterPercent?: number;
  /**
   * How many transfers it meets; 0 means all until the faults are cleared. A transfer that is tried again counts again.
   * From 0 to 1000000.
   *
   * @defaultValue 1
   */
  times?: number;
}

/** A guest's display adapter. */
export interface ImageVideoProperties {
  /**
   * The adapter. `none`: the guest has no display. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  model?: "bochs" | "cirrus" | "gop" | "none" | "qxl" | "vga" | "virtio" | "vmvga" | "xen" | "other";
  /** Its memory in MiB. The caller has seen to it that the flavor allows so much. From 1 to 65536. */
  memoryMib?: number;
}

/** A file that the driver writes into the guest's root disk before the guest first boots from it. */
export interface InjectedFile {
  /** The absolute path in the guest. Directories that are missing are made. From 1 to 255 characters. */
  path: string;
  /**
   * The whole contents, base64: at most 1 MiB of bytes. At most 1398104 characters. Base64. A secret: never in a log, a
   * transcript, a message or a report.
   */
  data: string;
}

/**
 * The whole description of an instance, carried by operations that build a guest. Others name the instance by its uuid
 * only.
 */
export interface Instance {
  /** The identity of the instance, here and in every later call. */
  uuid: Uuid;
  /** A name for the hypervisor's own listings. Not unique. */
  name: Name;
  /** The project that owns the instance, for tags and logs. From 1 to 255 characters. */
  projectId?: string;
  /** How large the instance is. */
  flavor: Flavor;
  /** What its root disk is made from. */
  image: ImageMeta;
  /** What its owner calls it, for people who look at the hypervisor. Others ignore it. From 1 to 255 characters. */
  displayName?: string;
  /** What the guest should call itself, for drivers that can tell it. Others ignore it. From 1 to 255 characters. */
  hostname?: string;
  /** Who it belongs to, for tags and logs. Others ignore it. */
  owner?: InstanceOwner;
  /**
   * What its owner noted on it, for drivers that show such notes in the hypervisor. Others ignore it. At most 128
   * entries.
   */
  metadata?: MetadataItem[];
  /** The key to let its administrator in with, for drivers that can place one in the guest. Others ignore it. */
  keypair?: Keypair;
  /**
   * Its owner's script or configuration for the first boot, base64: at most 64 KiB of bytes, for drivers with a way of
   * their own to hand it over. Others ignore it; a config drive has it as a file. At most 87384 characters. Base64. A
   * secret: never in a log, a transcript, a message or a report.
   */
  userData?: string;
  /** The config drive to attach. Absent means none. */
  configDrive?: ConfigDrive;
  /**
   * Certificates in PEM. The image must carry a signature whose certificate one of them vouches for. From 1 to 50
   * entries.
   */
  trustedCertificates?: string[];
  /** How its CPUs and memory are to lie on the node. */
  numaTopology?: GuestNumaTopology;
  /** What the driver last returned about it, if the caller has it. Absent at its first `spawn`. */
  driverState?: DriverState;
}

/** The counters of a guest that exists now. An absent member is not counted on this hypervisor; a zero is. */
export interface InstanceDiagnostics {
  /** The state that the counters were read in. */
  powerState: PowerState;
  /** What runs the guest. From 1 to 255 characters. */
  hypervisor?: string;
  /** The operating system that the hypervisor runs on. From 1 to 255 characters. */
  hypervisorOs?: string;
  /** Seconds since the guest was last started. At least 0. */
  uptimeSeconds?: number;
  /** The guest's memory. */
  memory: MemoryDiagnostics;
  /** The guest's virtual CPUs. At most 4096 entries. */
  cpus: CpuDiagnostics[];
  /** The guest's network interfaces. At most 256 entries. */
  interfaces: InterfaceDiagnostics[];
  /** The guest's block devices, local disks and volumes alike. At most 512 entries. */
  disks: DiskDiagnostics[];
  /** What this hypervisor counts besides, for people to read. No program relies on a key. At most 1024 entries. */
  counters?: Array<{
    /** The hypervisor's name for it. From 1 to 255 characters. */
    key: string;
    /** Its value, with its unit where it has one. At most 255 characters. */
    value: string;
  }>;
}

/** The hypervisor's present view of one instance. */
export interface InstanceInfo {
  /** The instance read. */
  uuid: Uuid;
  /** The name that `spawn` was given. */
  name: Name;
  /** The node that the instance is on. */
  node: Uuid;
  /** What the hypervisor says now. */
  powerState: PowerState;
  /** The hypervisor's own handle, for people who look there. From 1 to 255 characters. */
  internalId?: string;
  /**
   * Whether it is in rescue mode, so that what runs or will run is the rescue system and not its own.
   *
   * @defaultValue false
   */
  rescued?: boolean;
  /** What its guest really has. Absent from a driver that tells nothing of it. */
  hardware?: GuestHardware;
}

/**
 * Who an instance belongs to, for tags and logs. It grants nothing; the project's identity is the instance's
 * `projectId`.
 */
export interface InstanceOwner {
  /** What people call the project. */
  projectName?: Name;
  /** The user who asked for the instance. From 1 to 255 characters. */
  userId?: string;
  /** What people call that user. */
  userName?: Name;
}

/** One row of the bulk reading of power states. */
export interface InstanceState {
  /** The instance. */
  uuid: Uuid;
  /** The node that it is on. */
  node: Uuid;
  /** What the hypervisor said at the reading. */
  powerState: PowerState;
}

/** One entry of the list of what is on a node. */
export type InstanceSummary = OwnedInstanceSummary | ForeignInstanceSummary;

/** The value of an option that takes a whole number. */
export interface IntegerConfigurationValue {
  /** Marks a whole number. */
  type: "integer";
  /** The number. At least -9007199254740991. */
  value: number;
}

/** A network interface of a guest, counted from the guest's side. */
export interface InterfaceDiagnostics {
  /** Which interface it is. Two of one guest may have the same where they lead to different networks. */
  macAddress: MacAddress;
  /** Which port of the network service it is. Absent where the hypervisor knows it by its address only. */
  portId?: Uuid;
  /** Bytes received. */
  rxBytes?: DecimalCounter;
  /** Packets received. */
  rxPackets?: DecimalCounter;
  /** Packets that could not be received because of an error. */
  rxErrors?: DecimalCounter;
  /** Packets to be received that were dropped. */
  rxDrop?: DecimalCounter;
  /** Bytes received per second, of late. At least 0. */
  rxBytesPerSecond?: number;
  /** Bytes sent. */
  txBytes?: DecimalCounter;
  /** Packets sent. */
  txPackets?: DecimalCounter;
  /** Packets that could not be sent because of an error. */
  txErrors?: DecimalCounter;
  /** Packets to be sent that were dropped. */
  txDrop?: DecimalCounter;
  /** Bytes sent per second, of late. At least 0. */
  txBytesPerSecond?: number;
}

/** How fast each network interface of an instance may be and surely is. A limit that is absent does not hold. */
export interface InterfaceLimits {
  /** The most bytes that reach the guest in a second, on average. At least 1. */
  inboundBytesPerSecond?: number;
  /** The most that reach it in any one second. At least 1. */
  inboundPeakBytesPerSecond?: number;
  /** How many bytes may reach it in one go at the peak. At least 1. */
  inboundBurstBytes?: number;
  /** The most bytes that leave the guest in a second, on average. At least 1. */
  outboundBytesPerSecond?: number;
  /** The most that leave it in any one second. At least 1. */
  outboundPeakBytesPerSecond?: number;
  /** How many bytes may leave it in one go at the peak. At least 1. */
  outboundBurstBytes?: number;
  /** The most bytes in both directions in a second. Not together with a limit for one direction. At least 1. */
  totalBytesPerSecond?: number;
  /**
   * What it is sure to get in a second. At least 0.
   *
   * @defaultValue 0
   */
  reservedBytesPerSecond?: number;
  /** Its weight against its neighbours, as a number without unit. Not together with `sharesLevel`. From 1 to 1073741824. */
  shares?: number;
  /** Its weight against its neighbours, as a word. */
  sharesLevel?: SharesLevel;
}

/** What a resource provider offers of one kind of resource. A kind that it has none of has no inventory. */
export interface Inventory {
  /** The kind of resource. One inventory of a provider for each. */
  resourceClass: ResourceClass;
  /** How much there is, in the unit of the class, before reserve and overcommitment. From 1 to 1099511627776. */
  total: number;
  /** How much of it instances cannot have, because the host or the hypervisor needs it. From 0 to 1099511627776. */
  reserved: number;
  /** The least that one allocation can take. From 1 to 1099511627776. */
  minUnit: number;
  /** The most that one allocation can take. From 1 to 1099511627776. */
  maxUnit: number;
  /** Of what number every allocation is a multiple. From 1 to 1099511627776. */
  step: number;
  /**
   * How often what is not reserved may be promised. The caller's to set; the driver proposes one for an inventory that
   * it adds. From 0.0001 to 1000000.
   */
  allocationRatio: number;
}

/** An IPv4 address in dotted decimal or an IPv6 address in its text form, without a zone. From 2 to 45 characters. */
export type IpAddress = string;

/** A volume behind one or more iSCSI portals. */
export interface IscsiConnection {
  /** Marks this protocol. */
  protocol: "iscsi";
  /** The ways to the volume, best first. All lead to the same volume. From 1 to 64 entries. */
  portals: IscsiPortal[];
  /**
   * Whether the host asks the first portal for further ones.
   *
   * @defaultValue false
   */
  discoversPortals?: boolean;
  /**
   * What carries iSCSI. A driver that meets one that it cannot use answers NOT_SUPPORTED. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   *
   * @defaultValue "tcp"
   */
  transport?: "tcp" | "iser" | "other";
  /** What the host logs in with. Absent, the target asks for nothing. */
  authentication?: ChapCredentials;
  /** What the host logs in with to ask for portals. */
  discoveryAuthentication?: ChapCredentials;
  /**
   * How a unit number above 255 is written on the wire.
   *
   * @defaultValue "transparent"
   */
  lunAddressing?: "transparent" | "sam" | "sam2" | "sam3Flat";
}

/** The name of an iSCSI target or initiator. At most 223 characters. */
export type IscsiName = string;

/** One way to a volume over iSCSI. */
export interface IscsiPortal {
  /** The portal. */
  host: HostOrAddress;
  /**
   * The portal's TCP port. From 1 to 65535.
   *
   * @defaultValue 3260
   */
  port?: number;
  /** The target behind the portal. */
  targetName: IscsiName;
  /** The unit of the target that the volume is. From 0 to 4294967295. */
  lun: number;
}

/**
 * A place in a message, as RFC 6901 writes it. A part that is `*` stands for every entry of a list and every member of
 * an object. The text after the last `/` names what is meant there. At most 1024 characters.
 */
export type JsonPointer = string;

/** Any value, as JSON text. From 1 to 65536 characters. */
export type JsonText = string;

/**
 * How a guest boots whose kernel is not on its disk. The host loads kernel and RAM disk at every boot and passes the
 * boot loader by; the disk made from the image is the guest's root disk as ever. The kernel belongs to its image: a
 * rescue image boots with its own or, where it comes without, what is on its disk.
 */
export interface KernelBoot {
  /** The kernel. */
  kernel: KernelImage;
  /** The RAM disk that the kernel starts with. Absent: none. */
  ramdisk?: KernelImage;
  /**
   * The kernel's command line, word for word. Absent: the driver writes one that names the root disk and the console.
   * From 1 to 4096 characters.
   */
  commandLine?: string;
}

/**
 * A file that a guest boots with beside its disk, a kernel or a RAM disk. A driver checks it as it checks an image, and
 * may keep it in the same cache.
 */
export interface KernelImage {
  /** The file's identity in the image service. */
  id: Uuid;
  /** Size of the file in bytes. At least 1. */
  sizeBytes: number;
  /** Digest of the file. */
  sha256: Sha256;
  /** Where to fetch the bytes. Never of kind `volume`. */
  source: ImageSource;
}

/** A public key that the guest's administrator may log in with. */
export interface Keypair {
  /** What its owner calls it. */
  name: Name;
  /** Its form: a line for `authorized_keys`, or a certificate in PEM. */
  type: "ssh" | "x509";
  /** The public key or the certificate. From 1 to 16384 characters. */
  publicKey: string;
}

/** The driver lets out what a request says, secrets included. */
export interface LeakFault {
  /** Marks this fault. */
  kind: "leakFault";
  /** Which calls. */
  trigger: FaultTrigger;
  /** Which part of the request's `params` it lets out. By default all of it. */
  pointer?: JsonPointer;
  /**
   * `log`: a line of the driver's log. `errorMessage`: the message of the error, if the call is answered with one.
   * `commandLine`: the arguments of a process that the driver starts and that ends with it.
   */
  into: "log" | "errorMessage" | "commandLine";
}

/** The value of an option that takes several texts. */
export interface ListConfigurationValue {
  /** Marks a list of texts. */
  type: "list";
  /** The texts. At most 1024 entries. */
  value: string[];
}

/**
 * What the two drivers of a live migration know about each other. It grows from call to call: each driver returns all
 * that it was given and adds its part, and the caller hands on what came back last. The description of each member says
 * who adds it.
 */
export interface LiveMigrateData {
  /**
   * What the destination accepts, and where. Added by `checkCanLiveMigrateDestination`. The caller may take formats out
   * of it before it asks the source. `preLiveMigration` may renew the credentials of its endpoints.
   */
  destination: MigrationDestination;
  /**
   * The format that the source will write, the first of the accepted ones that it can. Added by
   * `checkCanLiveMigrateSource`.
   */
  format?: MigrationFormat;
  /**
   * Whether local disks are copied. Added by `checkCanLiveMigrateDestination` if the caller decided it, else by
   * `checkCanLiveMigrateSource` from what it found.
   */
  blockMigration?: boolean;
  /**
   * Whether the disks' virtual sizes may exceed the destination's free storage. Added by
   * `checkCanLiveMigrateDestination`.
   */
  diskOverCommit?: boolean;
  /**
   * How much storage the destination has for local disks, in bytes. Added by `checkCanLiveMigrateDestination`. At least
   * 0.
   */
  destinationFreeBytes?: number;
  /**
   * What the destination has put into its storage for the source to look for. Added by
   * `checkCanLiveMigrateDestination`.
   */
  storageProbe?: SharedStorageProbe;
  /**
   * Whether the source has found the destination's probe, so that both reach the files of the instance. Added by
   * `checkCanLiveMigrateSource`.
   */
  sharedInstanceStorage?: boolean;
  /**
   * Whether both reach every disk of the instance without a copy. Also true for an instance that has only volumes.
   * Added by `checkCanLiveMigrateSource`.
   */
  sharedBlockStorage?: boolean;
  /**
   * Every local disk of the instance, so that the destination can make its counterpart. Added by
   * `checkCanLiveMigrateSource`. At most 64 entries.
   */
  disks?: LocalDisk[];
  /** The CPU that the guest sees and has to go on seeing. Added by `checkCanLiveMigrateSource`. */
  guestCpu?: CpuModel;
  /**
   * The destination's CPUs for guests that have none of their own, by number. Added by
   * `checkCanLiveMigrateDestination`. At most 4096 entries.
   */
  sharedCpus?: number[];
  /**
   * Where the guest's CPUs and memory go. Added by `checkSourceMigrateDataAtDestination` when it was given a claimed
   * topology.
   */
  numa?: LiveMigrationNuma;
  /**
   * For each port of the instance, its interface on both hosts. Added by the caller before `preLiveMigration`, once the
   * ports are bound to the destination. At most 256 entries.
   */
  networkInterfaces?: LiveMigrationVif[];
  /**
   * Which PCI device of the destination takes the place of which of the source. Added by the caller before
   * `checkSourceMigrateDataAtDestination`, once it has claimed them. At most 256 entries.
   */
  pciDevices?: LiveMigrationPciDevice[];
  /**
   * The mediated devices of the guest. Added by `checkCanLiveMigrateSource`; their counterparts by
   * `checkSourceMigrateDataAtDestination`. At most 256 entries.
   */
  mediatedDevices?: LiveMigrationMediatedDevice[];
  /**
   * Where the guest's consoles listen at the destination. Added by `checkCanLiveMigrateDestination`, ports by
   * `preLiveMigration`.
   */
  consoles?: LiveMigrationConsoles;
  /**
   * The key of the guest's trusted platform module, where only the source's host has it. Added by
   * `checkCanLiveMigrateSource`. A secret: never in a log, a transcript, a message or a report.
   */
  vtpmSecret?: VtpmSecret;
  /**
   * What is left on which host when the migration is over. Added by `checkCanLiveMigrateSource`; `preLiveMigration` may
   * change what concerns the destination.
   */
  cleanup?: LiveMigrationCleanup;
  /** What the drivers tell each other beyond this spec. Either driver adds or replaces it. */
  driverPrivate?: MigrationBlob;
}

/** The NUMA cells of the destination that hold one NUMA cell of a guest. */
export interface LiveMigrationCellPin {
  /** The guest's cell, counted from 0. From 0 to 127. */
  guestCell: number;
  /** The host's cells, by number. From 1 to 1024 entries. */
  hostCells: number[];
}

/**
 * What a live migration leaves behind, and on which host. The drivers say it, because nobody else knows what their
 * storage shares.
 */
export interface LiveMigrationCleanup {
  /** Whether the caller calls `destroy` at the source after a migration that was completed. */
  source: boolean;
  /**
   * Whether that `destroy` takes the local disks too. Never true for disks that the guest goes on using at the
   * destination.
   */
  sourceDisks: boolean;
  /** Whether the caller calls `rollbackLiveMigrationAtDestination` after one that was not. */
  destination: boolean;
  /** Whether that call takes the local disks too. Never true for disks that the guest goes on using at the source. */
  destinationDisks: boolean;
}

/** Where a guest's consoles listen after it has moved. An address is absent where the guest has no such console there. */
export interface LiveMigrationConsoles {
  /** Where VNC listens. */
  vncAddress?: IpAddress;
  /** Where SPICE listens. */
  spiceAddress?: IpAddress;
  /** Where serial consoles listen. */
  serialAddress?: IpAddress;
  /** The TCP ports that the destination keeps for the guest's serial ports, in their order. At most 64 entries. */
  serialPorts?: number[];
}

/** The CPUs of the destination that one virtual CPU may run on. */
export interface LiveMigrationCpuPin {
  /** The guest's CPU, counted from 0. From 0 to 4095. */
  vcpu: number;
  /** The host's CPUs, by number. From 1 to 4096 entries. */
  hostCpus: number[];
}

/** A mediated device of a guest and the one that takes its place when the guest moves. */
export interface LiveMigrationMediatedDevice {
  /** The device that the guest has at the source. */
  source: Uuid;
  /**
   * The kind of share, by the name of the parent's kernel driver. The destination's is of the same kind. From 1 to 128
   * characters.
   */
  type: string;
  /** The device that the destination keeps for it. Absent until the destination has chosen. */
  destination?: Uuid;
}

/** Where on the destination a guest's CPUs and memory go. */
export interface LiveMigrationNuma {
  /** For each virtual CPU, the host's CPUs that it may run on. At most 4096 entries. */
  cpuPins: LiveMigrationCpuPin[];
  /** For each NUMA cell of the guest, the host's cells that its memory is on. At most 128 entries. */
  cellPins: LiveMigrationCellPin[];
  /** The host's CPUs for the hypervisor's own threads, by number. At most 4096 entries. */
  emulatorCpus?: number[];
  /** The virtual CPUs that run in real time. At most 4096 entries. */
  realtimeVcpus?: number[];
  /** The priority on the host of those that run in real time. From 1 to 99. */
  realtimePriority?: number;
}

/** A PCI device of a guest and the one that takes its place when the guest moves. */
export interface LiveMigrationPciDevice {
  /** The device that the guest has at the source. */
  source: PciAddress;
  /** The device that the caller has claimed for it at the destination. */
  destination: PciAddress;
}

/**
 * One port of an instance and the interface behind it on either host of a live migration. They may differ in everything
 * but the port and the MAC address.
 */
export interface LiveMigrationVif {
  /** The port. */
  portId: Uuid;
  /** The interface as the source has it, for unplugging it and for putting it back. */
  source: NetworkInterface;
  /** The interface as it is bound for the destination. */
  destination: NetworkInterface;
}

/** A disk of an instance that its host keeps, in contrast to a volume. */
export interface LocalDisk {
  /** What the source calls the disk. Unique within the instance. */
  name: Name;
  /**
   * What the guest has it for. `firmware` holds firmware variables, `tpm` the memory of a trusted platform module. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  use: "root" | "ephemeral" | "swap" | "configDrive" | "firmware" | "tpm" | "other";
  /** How the disk lies in storage. */
  diskFormat: DiskFormat;
  /** How large the disk is for the guest, in bytes. At least 0. */
  virtualSizeBytes: number;
  /** How much storage it takes now, in bytes. Absent where the driver cannot tell. At least 0. */
  allocatedSizeBytes?: number;
  /** The image that the disk is an overlay of, so that the destination fetches it. Absent for a disk that stands alone. */
  backingImageId?: Uuid;
  /**
   * Where the disk lies at the source. Means something to the destination only on storage that both reach. From 1 to
   * 4096 characters.
   */
  path?: string;
}

/** A volume in a file or block device that the driver's host has already. */
export interface LocalFileConnection {
  /** Marks this protocol. */
  protocol: "localFile";
  /** The absolute path on the driver's host. From 1 to 4096 characters. */
  path: string;
  /**
   * The layout of the file. The driver never guesses it. One that meets `other` answers NOT_SUPPORTED. More values may
   * come in later versions; a receiver reads one that it does not know as `other`.
   */
  format: "raw" | "qcow2" | "other";
}

/** A hardware address of six bytes in lower-case hexadecimal, with colons between them. At most 17 characters. */
export type MacAddress = string;

/** The interface is a macvtap device over an interface of the host. */
export interface MacvtapBinding {
  /** Marks this form of wiring. */
  vifType: "macvtap";
  /** The device under it. From 1 to 64 characters. */
  sourceDevice: string;
  /** How interfaces on the same device reach each other. */
  mode: "bridge" | "vepa" | "private" | "passthrough";
  /** The interface on which the driver makes `sourceDevice`, if it is a VLAN's. From 1 to 64 characters. */
  physicalInterface?: string;
  /** The VLAN of `sourceDevice`. Absent, `sourceDevice` is there already. From 1 to 4094. */
  vlanId?: number;
}

/** A mediated device, which the driver makes on its parent or finds there. */
export interface MdevAttachHandle {
  /** Marks this kind of device. */
  kind: "mdev";
  /** The device that it is a part of. */
  parent: PciAddress;
  /** Its type, as the parent names it. From 1 to 255 characters. */
  mdevType: string;
  /** The mediated device, if it exists already. Absent, the driver makes one. */
  mdevUuid?: Uuid;
}

/** A share of a physical device, such as a virtual GPU, that can be handed to one guest. */
export interface MediatedDevice {
  /** Its identity on the host. */
  uuid: Uuid;
  /** The kind of share, by the name of the parent's kernel driver. From 1 to 128 characters. */
  type: string;
  /** The physical device that it is a share of. */
  parentAddress: PciAddress;
  /** The instance that holds it. Absent: it is free. */
  instanceUuid?: Uuid;
  /** The resource provider whose inventory counts it. */
  resourceProvider?: Uuid;
}

/** A guest's memory. */
export interface MemoryDiagnostics {
  /** The memory that the guest may have, in MiB. From 0 to 1073741824. */
  maximumMib?: number;
  /** The memory that it has now, in MiB. From 0 to 1073741824. */
  usedMib?: number;
}

/**
 * How the processor encrypts a guest's memory. A driver that meets one its node cannot do, or `other`, answers
 * NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type MemoryEncryptionModel = "amd-sev" | "amd-sev-es" | "amd-sev-snp" | "other";

/** How much host memory an instance may take and is sure to get. */
export interface MemoryLimits {
  /** Its weight against its neighbours, as a number without unit. Not together with `sharesLevel`. From 1 to 1073741824. */
  shares?: number;
  /** Its weight against its neighbours, as a word. */
  sharesLevel?: SharesLevel;
  /** The most host memory that backs it, in MiB. Absent: all of the flavor's memory. From 1 to 1073741824. */
  limitMib?: number;
  /**
   * The host memory that is kept for it, in MiB. From 0 to 1073741824.
   *
   * @defaultValue 0
   */
  reservedMib?: number;
}

/** The memory pages of one size in a host NUMA cell. */
export interface MemoryPages {
  /** The size of one page in KiB. From 1 to 1073741824. */
  sizeKib: number;
  /** How many the cell has. At least 0. */
  total: number;
  /** How many of them instances hold. At least 0. */
  used: number;
  /**
   * How many of them no instance may have. At least 0.
   *
   * @defaultValue 0
   */
  reserved?: number;
}

/** How a guest's memory is kept. Which host cells and pages it comes from is in the instance's NUMA topology. */
export interface MemoryProperties {
  /**
   * Whether the host may never swap it out.
   *
   * @defaultValue false
   */
  locked?: boolean;
  /** How it is encrypted against the host. Absent: not at all. */
  encryption?: MemoryEncryptionModel;
}

/** A key with a value that a user gave to an instance. It means nothing to a driver. */
export interface MetadataItem {
  /** The key. No two items of a list have the same one. From 1 to 255 characters. */
  key: string;
  /** The value. At most 255 characters. */
  value: string;
}

/**
 * What one driver tells the other about a migration beyond this spec. The caller passes it on, does not look inside and
 * does not keep it longer than the migration. A secret: never in a log, a transcript, a message or a report.
 */
export interface MigrationBlob {
  /** Which format the bytes have. One that the destination accepts. */
  format: MigrationFormat;
  /** The bytes, base64. At most 65536 characters. Base64. */
  data: string;
}

/**
 * What the destination of a migration accepts, and where. The caller carries it to the source, and may take formats out
 * of it to hold a fleet to older ones.
 */
export interface MigrationDestination {
  /** The node that the instance goes to. */
  node: Uuid;
  /**
   * The formats that the destination can read, the one it likes best first. The source writes one of these and no
   * other. From 1 to 32 entries.
   */
  acceptedFormats: MigrationFormat[];
  /**
   * Where the source sends to, the one that the destination likes best first. Empty where nothing has to be sent, as on
   * shared storage. At most 16 entries.
   */
  endpoints: MigrationEndpoint[];
}

/**
 * One place at which a node takes what another node's driver sends. The drivers get it from the caller and use it
 * outside this API.
 */
export interface MigrationEndpoint {
  /**
   * How to talk to it. `file` is a directory that both nodes reach. A source that does not know the transport looks for
   * another endpoint. More values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  transport: "tls" | "tcp" | "ssh" | "nbd" | "file" | "other";
  /** The address, as peers of the node reach it. From 1 to 4096 characters. */
  uri: string;
  /**
   * What the source shows to be let in. Absent where the two hosts know each other by other means. From 1 to 16384
   * characters. A secret: never in a log, a transcript, a message or a report.
   */
  credential?: string;
  /** The certificate or host key by which the source recognises the endpoint. From 1 to 16384 characters. */
  endpointKey?: string;
  /** When the credential stops being valid. Present exactly when `credential` is. */
  expiresAt?: Timestamp;
}

/**
 * A way in which two drivers hand an instance over, beside what this spec says itself. It covers disks in transit, the
 * stream of a guest's memory and the driver-private part of migration data. Two formats are the same when both members
 * are.
 */
export interface MigrationFormat {
  /** Who defined the format, and what for. A driver uses a name of its own only for formats of its own. */
  name: Name;
  /** The version of that format. From 1 to 1000000. */
  version: number;
}

/**
 * How a live migration ended. `completed`: the guest is at the destination. `cancelled`: the caller called it off, and
 * the guest is at the source. `failed`: it could not be done, and the guest is at the source.
 */
export type MigrationOutcome = "completed" | "cancelled" | "failed";

/**
 * How far a live migration has come. A guest that writes faster than its memory is copied makes the remaining figures
 * rise again.
 */
export interface MigrationProgress {
  /** How much memory there is to copy, in bytes. At least 0. */
  memoryTotalBytes: number;
  /** How much has been sent, in bytes. More than the total when parts are sent again. At least 0. */
  memoryProcessedBytes: number;
  /** How much is still to be sent, in bytes. At least 0. */
  memoryRemainingBytes: number;
  /** How much of local disks there is to copy, in bytes. Absent where none is copied. At least 0. */
  diskTotalBytes?: number;
  /** How much of them has been sent, in bytes. At least 0. */
  diskProcessedBytes?: number;
  /** How much of them is still to be sent, in bytes. At least 0. */
  diskRemainingBytes?: number;
}

/**
 * Where an instance's MKS console listens, and the ticket that opens it. It is for the caller's proxy, never for a
 * user.
 */
export interface MksConsole {
  /** Where the caller's console proxy reaches it. */
  host: HostOrAddress;
  /** The TCP port. From 1 to 65535. */
  port: number;
  /**
   * What opens the console, once. Each answer has a new one. From 1 to 4096 characters. A secret: never in a log, a
   * transcript, a message or a report.
   */
  ticket: string;
  /** The file of the instance that the ticket is for, as the hypervisor names it. From 1 to 4096 characters. */
  configurationFile?: string;
  /** The digest of the certificate that the proxy must find there, in lower-case hexadecimal. From 1 to 255 characters. */
  thumbprint?: string;
}

/** One option of a mount, such as `vers=4.2` or `nolock`. */
export interface MountOption {
  /** The option's name. From 1 to 64 characters. */
  key: string;
  /** Its value. Absent for an option that has none. From 1 to 255 characters. */
  value?: string;
}

/** A name for people to read. Never an identity; two objects may share one. From 1 to 255 characters. */
export type Name = string;

/** A volume served as a network block device. Exactly one of `host` and `socketPath` is present. */
export interface NbdConnection {
  /** Marks this protocol. */
  protocol: "nbd";
  /** The server. */
  host?: HostOrAddress;
  /**
   * The server's TCP port. From 1 to 65535.
   *
   * @defaultValue 10809
   */
  port?: number;
  /** The absolute path of the server's socket on the driver's host. From 1 to 107 characters. */
  socketPath?: string;
  /**
   * Which of the server's exports it is. Empty is the server's default. At most 4096 characters.
   *
   * @defaultValue ""
   */
  exportName?: string;
}

/**
 * The network that an interface leads to. For drivers that write a guest's network configuration or choose hardware by
 * it.
 */
export interface Network {
  /** Its identity in the network service. */
  id: Uuid;
  /** What people call it. */
  label?: Name;
  /** The operator's name for the wires under it. Absent for a network that only tunnels make. From 1 to 255 characters. */
  physicalNetwork?: string;
  /** The subnets from which the interface has addresses. May be empty. At most 64 entries. */
  subnets: Subnet[];
}

/**
 * A network interface of an instance: a port of the network service, bound to the node that the instance is on. Whether
 * the port is deleted together with the instance is the caller's business and is not told.
 */
export interface NetworkInterface {
  /** The port in the network service. It is the identity of the interface. */
  portId: Uuid;
  /** Its hardware address, as the guest sees it. */
  macAddress: MacAddress;
  /** Where it leads. */
  network: Network;
  /** How it is wired on the host. */
  binding: VifBinding;
  /**
   * What the port asks to be. A driver that meets `other` refuses it with NOT_SUPPORTED.
   *
   * @defaultValue "normal"
   */
  vnicType?: VnicType;
  /**
   * What the interface is called on the host, where the host has names for such things. Absent, it is `tap` and the
   * first 11 characters of `portId`, by which agents of the network service look for it. From 1 to 64 characters.
   */
  deviceName?: string;
  /** The largest packet that fits, in bytes. Absent means what the host does by itself. From 68 to 65535. */
  mtu?: number;
  /** The role of the interface. `attachInterface` takes it as a parameter of its own instead. */
  tag?: DeviceTag;
  /**
   * How long an operation that starts the guest holds it back until the port's `network-vif-plugged` has come, in
   * seconds. 0 means that nothing is awaited. Operations that start no guest do not read it. From 0 to 86400.
   *
   * @defaultValue 0
   */
  awaitPlugSeconds?: number;
}

/**
 * Hosts do not reach each other until the faults are cleared. Each driver still reaches its own hypervisor, and guests
 * go on.
 */
export interface NetworkLossFault {
  /** Marks this fault. */
  kind: "networkLoss";
  /** A node of the host that is cut off. */
  node: Uuid;
  /** A node of the one host that it does not reach. Absent if it reaches none. */
  peerNode?: Uuid;
}

/** What all network interfaces of a guest have in common. An interface that says something else of itself is believed. */
export interface NetworkProperties {
  /**
   * The emulated adapter. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  interfaceModel?:
    | "virtio"
    | "e1000"
    | "e1000e"
    | "igb"
    | "lan9118"
    | "ne2k_pci"
    | "netfront"
    | "pcnet"
    | "rtl8139"
    | "spapr-vlan"
    | "sriov"
    | "vmxnet"
    | "vmxnet3"
    | "other";
  /**
   * Whether each has a queue per vCPU.
   *
   * @defaultValue false
   */
  multiqueue?: boolean;
}

/** A volume in a file on an NFS server. */
export interface NfsConnection {
  /** Marks this protocol. */
  protocol: "nfs";
  /** The server. */
  host: HostOrAddress;
  /** The absolute path that the server exports. From 1 to 4096 characters. */
  exportPath: string;
  /** How the export is mounted, in this order. Absent, as the driver sees fit. At most 32 entries. */
  mountOptions?: MountOption[];
  /** The file in the export that the guest writes to. */
  fileName: FileName;
  /**
   * The layout of the file. The driver never guesses it. One that meets `other` answers NOT_SUPPORTED. More values may
   * come in later versions; a receiver reads one that it does not know as `other`.
   */
  format: "raw" | "qcow2" | "other";
}

/** A share that an NFS server exports to the host. */
export interface NfsShareMapping {
  /** Marks this protocol. */
  protocol: "nfs";
  /** Its identity in the share service. */
  shareId: Uuid;
  /** The word under which the guest mounts it. No two shares of an instance have the same. From 1 to 255 characters. */
  tag: string;
  /** The server and the path on it, as `mount` takes them. From 1 to 4096 characters. */
  exportLocation: string;
}

/**
 * The kinds of things that a node takes. A list that is present is complete: what it leaves out is refused. A list that
 * is absent says nothing, and the driver's capabilities hold, except for images: without `imageSources` or `imageSinks`
 * the node takes `file` only there.
 */
export interface NodeAccepts {
  /** Formats of images that an instance can be made from. At most 64 entries. */
  diskFormats?: DiskFormat[];
  /**
   * Values of `kind` of the image sources that the node can read. Absent means `file` only. Volumes are gated by a
   * capability and not named here. At most 16 entries.
   */
  imageSources?: Array<"file" | "http" | "other">;
  /** Values of `kind` of the image sinks that the node can write to. Absent means `file` only. At most 16 entries. */
  imageSinks?: Array<"file" | "http" | "other">;
  /**
   * Values of `vifType` of the network interfaces that the node can plug, `vendor` among them; `unbound` where it binds
   * ports itself. At most 32 entries.
   */
  vifTypes?: Array<
    | "bridge"
    | "ovs"
    | "tap"
    | "macvtap"
    | "vhostuser"
    | "hostdev"
    | "vdpa"
    | "dvs"
    | "user"
    | "vendor"
    | "unbound"
    | "other">;
  /** Values of `protocol` of the volume connections that the node can make. At most 32 entries. */
  volumeProtocols?: Array<
    | "localFile"
    | "nbd"
    | "iscsi"
    | "nvmeof"
    | "rbd"
    | "nfs"
    | "fibreChannel"
    | "vendor"
    | "other">;
  /** Types of console that instances on the node can have. At most 16 entries. */
  consoleTypes?: Array<"vnc" | "spice" | "rdp" | "serial" | "mks" | "other">;
  /** Formats of migration data that the node can read when an instance arrives. At most 32 entries. */
  migrationFormats?: MigrationFormat[];
}

/** What has become of one node. */
export interface NodeChange {
  /** The node. */
  node: Uuid;
  /**
   * `added`: the driver serves it from now on. `changed`: its entry in `listNodes` is another. `released`: the driver
   * serves it no longer; it exists, and another driver may serve it. `deleted`: it exists no longer, and its records
   * can go. More values may come in later versions; a receiver reads one that it does not know as `changed`.
   */
  change: "added" | "changed" | "released" | "deleted";
  /** Its entry in `listNodes`. Absent for `released` and `deleted`. */
  info?: NodeInfo;
}

/** One hypervisor node that the driver serves (a host, a cluster, or one machine of a rack of bare metal). */
export interface NodeInfo {
  /** The identity of the node. The same after every restart of driver and host. */
  uuid: Uuid;
  /** The hypervisor's own name for the node. */
  name: Name;
  /**
   * Whether the node takes instances now. Absent where the driver cannot tell; the caller then takes it that the node
   * does.
   */
  status?: NodeStatus;
  /** What the node takes, where a list says more than a capability. */
  accepts?: NodeAccepts;
  /**
   * The host name that the network service knows the node by, for the binding of ports. Absent where it is the name
   * that the caller gives the driver's host, and where the driver binds ports itself. From 1 to 255 characters.
   */
  networkBindingHost?: string;
}

/**
 * One node goes until the faults are cleared, and then comes back. Other nodes go on, and so do guests. Each is told in
 * `nodesChanged`. What is asked of an unreachable node, or of an instance on it, is answered BACKEND_UNREACHABLE; when
 * no node can be reached, so is everything.
 */
export interface NodeLossFault {
  /** Marks this fault. */
  kind: "nodeLoss";
  /** The node that goes. It holds no instances, unless `manner` is `unreachable`, and is not the only one that is left. */
  node: Uuid;
  /** How it goes: it stops answering, it is given to another driver, or it is taken apart. */
  manner: "unreachable" | "released" | "deleted";
}

/** Something that a driver tells people about a node. Nothing depends on it. */
export interface NodeStat {
  /** What it is about. From 1 to 255 characters. */
  key: string;
  /** What there is to say. At most 1024 characters. */
  value: string;
}

/**
 * Whether a node takes instances now, and if not, why. Each reason comes and goes by itself, so that the end of one
 * trouble does not hide another.
 */
export interface NodeStatus {
  /** Whether a `spawn` can succeed here now, room and devices aside. */
  acceptsInstances: boolean;
  /**
   * Why the node takes none: the caller has disabled it, it is in maintenance, it is off, the hypervisor cannot be
   * reached there, or it reports a fault. Empty when it takes instances. At most 16 entries.
   */
  reasons: Array<"disabled" | "maintenance" | "powered-off" | "unreachable" | "faulty" | "other">;
  /** What is wrong, for people. At most 1024 characters. */
  detail?: string;
}

/** The qualified name of an NVMe subsystem or host. At most 223 characters. */
export type Nqn = string;

/**
 * A namespace of an NVMe subsystem reached over a network. At least one of `namespaceUuid`, `namespaceGuid` and
 * `namespaceId` is present.
 */
export interface NvmeofConnection {
  /** Marks this protocol. */
  protocol: "nvmeof";
  /** The subsystem. */
  targetNqn: Nqn;
  /** The ways to the subsystem, best first. From 1 to 64 entries. */
  portals: NvmeofPortal[];
  /** The name that the host takes. Absent, its own. */
  hostNqn?: Nqn;
  /** The UUID of the namespace, which need not be the volume's. */
  namespaceUuid?: Uuid;
  /** The globally unique identifier of the namespace, as 32 lower-case hexadecimal digits. Exactly 32 characters. */
  namespaceGuid?: string;
  /** The number of the namespace in its subsystem. From 1 to 4294967294. */
  namespaceId?: number;
}

/** One way to an NVMe subsystem over a network. */
export interface NvmeofPortal {
  /** The portal. */
  host: HostOrAddress;
  /**
   * The portal's port. From 1 to 65535.
   *
   * @defaultValue 4420
   */
  port?: number;
  /**
   * What carries NVMe. A driver that meets one that it cannot use answers NOT_SUPPORTED. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  transport: "tcp" | "rdma" | "other";
}

/**
 * The interface is a port of an Open vSwitch bridge. Whoever makes that port, driver or hypervisor, gives its interface
 * the external ids `iface-id`, `attached-mac` (the `macAddress`) and `iface-status` (`active`), without which the
 * network service does not see it.
 */
export interface OvsBinding {
  /** Marks this form of wiring. */
  vifType: "ovs";
  /** The bridge. From 1 to 255 characters. */
  bridgeName: string;
  /**
   * The `iface-id` by which the network service recognises the port. Absent, it is the `portId`. From 1 to 255
   * characters.
   */
  interfaceId?: string;
  /**
   * Whether the kernel forwards the packets, or Open vSwitch does in user space.
   *
   * @defaultValue "system"
   */
  datapathType?: "system" | "netdev";
  /**
   * Whether a bridge of the interface's own stands between guest and Open vSwitch, so that rules can be set there. The
   * bridge is then called `qbr`, the end of the pair of devices that is on it `qvb` and the end on Open vSwitch `qvo`,
   * each with the first 11 characters of `portId`.
   *
   * @defaultValue false
   */
  isHybrid?: boolean;
  /**
   * Whether plugging makes the port at once, instead of leaving that to the hypervisor when it starts the guest.
   *
   * @defaultValue false
   */
  createPort?: boolean;
  /**
   * Whether plugging makes the tap device too. The guest then loses less time when it moves.
   *
   * @defaultValue false
   */
  createTap?: boolean;
}

/** An instance that a caller spawned through this driver. */
export interface OwnedInstanceSummary {
  /** Marks an instance of the caller's. */
  ownership: "owned";
  /** Its identity. */
  uuid: Uuid;
  /** The name that `spawn` was given. */
  name: Name;
  /** The node that it is on. */
  node: Uuid;
}

/** The address of a PCI device on its host, in lower case: domain, bus, slot and function. At most 16 characters. */
export type PciAddress = string;

/** A PCI device of the host, or a function of one. */
export interface PciAttachHandle {
  /** Marks this kind of device. */
  kind: "pci";
  /** The device. */
  address: PciAddress;
}

/** A PCI device of a node that can be handed to a guest. */
export interface PciDevice {
  /** Where it is. The same device has the same address at every reading until the host is rebuilt. */
  address: PciAddress;
  /** Who made it. */
  vendorId: PciId;
  /** What it is. */
  productId: PciId;
  /** Its part in SR-IOV. */
  deviceType: PciDeviceType;
  /** The physical function that it belongs to. Present for every `virtual-function` and `vdpa`. */
  parentAddress?: PciAddress;
  /** The instance that holds it. Absent: it is free. */
  instanceUuid?: Uuid;
  /** The host NUMA cell that it is next to. Absent where the host does not tell. From 0 to 65535. */
  numaCell?: number;
  /** The hypervisor's own handle, for people who look there. From 1 to 255 characters. */
  internalId?: string;
  /** Which virtual function of its parent it is. From 0 to 65535. */
  virtualFunctionNumber?: number;
  /** The hardware address of its parent, where that is a network adapter. */
  parentMacAddress?: MacAddress;
  /** The host's name for its parent, where that is a network adapter. From 1 to 255 characters. */
  parentInterface?: string;
  /** What it can do as a network adapter, by the host's names. At most 256 entries. */
  networkFeatures?: string[];
  /** The serial number of the card that it is on. From 1 to 255 characters. */
  cardSerialNumber?: string;
  /**
   * Whether the hypervisor takes it from the host's own kernel driver and gives it back.
   *
   * @defaultValue true
   */
  isManaged?: boolean;
  /**
   * Whether a running guest can take its state to an equal device of another host.
   *
   * @defaultValue false
   */
  isLiveMigratable?: boolean;
}

/**
 * A PCI device that the caller has claimed on the node for one instance. It stands for what a flavor's PCI aliases ask
 * for; devices behind network interfaces are in those.
 */
export interface PciDeviceClaim {
  /** The device, as `getAvailableResource` reports it. */
  address: PciAddress;
  /** Its maker. A device of another maker at that address is not the one claimed. */
  vendorId: PciId;
  /** What it is. */
  productId: PciId;
  /** Its part in SR-IOV. */
  deviceType: PciDeviceType;
  /** Which request of the caller's it answers. The same before and after a move to another device. */
  requestId?: Uuid;
  /** The name under which the flavor asked for it, for drivers that show it to people. Others ignore it. */
  alias?: Name;
  /** The cell of the guest that it shows up next to. From 0 to 127. */
  guestCell?: number;
  /**
   * Whether the hypervisor takes it from the host's own kernel driver and gives it back.
   *
   * @defaultValue true
   */
  isManaged?: boolean;
  /** The name under which the guest is told of it. */
  tag?: DeviceTag;
}

/**
 * What a PCI device is with regard to SR-IOV. A driver that meets `other` in a claim answers NOT_SUPPORTED. More values
 * may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type PciDeviceType = "standard" | "physical-function" | "virtual-function" | "vdpa" | "other";

/** A vendor's or a product's number in the PCI registry, as four lower-case hexadecimal digits. At most 4 characters. */
export type PciId = string;

/** Who is speaking. */
export interface PeerInfo {
  /** The product's name. */
  name: Name;
  /** The product's own version, in the form its team uses. From 1 to 64 characters. */
  version: string;
}

/** The machine that a guest finds itself in. */
export interface PlatformProperties {
  /**
   * The architecture of the guest's code. Absent: the node's own. One that no entry of the node's `supportedInstances`
   * names, or `other`, is answered NOT_SUPPORTED.
   */
  architecture?: Architecture;
  /** The architecture to emulate in software, where it is not the node's own. `other` is answered NOT_SUPPORTED. */
  emulatedArchitecture?: Architecture;
  /**
   * The interface between guest and host. Absent: the node's first. One that no entry of the node's
   * `supportedInstances` names, or `other`, is answered NOT_SUPPORTED.
   */
  guestMode?: GuestMode;
  /**
   * The chipset or hardware version, by the hypervisor's own name. Absent: the driver chooses, and keeps its choice as
   * long as the guest exists. A name that the hypervisor does not know is answered NOT_SUPPORTED. From 1 to 255
   * characters.
   */
  platformType?: string;
  /**
   * Whether the firmware shows a menu of boot devices.
   *
   * @defaultValue false
   */
  bootMenu?: boolean;
  /**
   * Whether the guest has a high precision event timer.
   *
   * @defaultValue false
   */
  hpet?: boolean;
  /**
   * The emulated IOMMU. `auto` is what the driver thinks best. Absent: none. `other` is answered NOT_SUPPORTED. More
   * values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  iommuModel?: "intel" | "smmuv3" | "virtio" | "auto" | "other";
}

/** What the hypervisor says of an instance at the moment of the reading. */
export type PowerState = "pending" | "running" | "paused" | "shutdown" | "crashed" | "suspended";

/** The content of the files below comes up into the file that the guest writes to, and they leave the chain. */
export interface PullSnapshotMerge {
  /** Marks this way. */
  kind: "pull";
  /** The file of the chain that stays as backing. Absent, none does. */
  newBackingFile?: FileName;
}

/** A block image of a Ceph cluster. */
export interface RbdConnection {
  /** Marks this protocol. */
  protocol: "rbd";
  /** Where the cluster is asked. From 1 to 64 entries. */
  monitors: CephMonitor[];
  /**
   * What the cluster is called. From 1 to 255 characters.
   *
   * @defaultValue "ceph"
   */
  clusterName?: string;
  /** The pool that the image is in. From 1 to 255 characters. */
  pool: string;
  /** The namespace of the pool. Absent, the default one. From 1 to 255 characters. */
  namespace?: string;
  /** The image that the volume is. From 1 to 255 characters. */
  image: string;
  /** What the host proves itself with. Absent, the cluster asks for nothing. */
  authentication?: CephCredentials;
}

/** Where an instance's RDP console listens. It is for the caller's proxy, never for a user. */
export interface RdpConsole {
  /** Where the caller's console proxy reaches it. */
  host: HostOrAddress;
  /** The TCP port. From 1 to 65535. */
  port: number;
  /**
   * What the proxy says at the port to be led to this instance, where several share it. Absent where the port alone
   * leads there. From 1 to 4096 characters. A secret: never in a log, a transcript, a message or a report.
   */
  internalAccessPath?: string;
}

/** What takes the place of the URL and the headers of an HTTP source or sink whose force is spent. */
export interface RenewedCredential {
  /**
   * Where to read or write from now on, an absolute `https` or `http` URL. The bytes there are the same. From 1 to 8192
   * characters. A secret: never in a log, a transcript, a message or a report.
   */
  url: string;
  /**
   * Headers to send with each request to the server of `url`, and to no other. At most 32 entries.
   *
   * @defaultValue []
   */
  headers?: HttpHeader[];
  /** When these lose their force in turn. */
  expiresAt: Timestamp;
}

/** The driver misreads a request, and carries out what it has read. */
export interface RequestFault {
  /** Marks this fault. */
  kind: "requestFault";
  /** Which requests. */
  trigger: FaultTrigger;
  /** What is read in place of the request's `params`. From 1 to 64 entries. */
  changes: FaultChange[];
}

/** The id of a requirement of this spec. At most 255 characters. */
export type RequirementReference = string;

/** An amount of one kind of resource. */
export interface ResourceAmount {
  /** The kind of resource. */
  resourceClass: ResourceClass;
  /** How much of it, in the unit of its class. From 1 to 1099511627776. */
  amount: number;
}

/**
 * A kind of resource, by placement's name. Names that placement does not define begin with `CUSTOM_`. Memory is in MiB
 * (`MEMORY_MB`), disk in GiB (`DISK_GB`). From 1 to 255 characters.
 */
export type ResourceClass = string;

/** One thing that offers resources: a node, or a part of it such as a NUMA cell or a graphics card. */
export interface ResourceProvider {
  /** Its identity. That of the root is the node's; that of one which the driver adds is minted by the driver. */
  uuid: Uuid;
  /**
   * Its name. That of the root is the node's; that of one which the driver adds begins with the node's name, since
   * names are unique in the whole cloud.
   */
  name: Name;
  /** The provider that it is a part of. Absent for the root, and for a sharing provider. */
  parentUuid?: Uuid;
  /**
   * Who looks after it. `driver`: the root, and whatever the driver has added. `other`: another service; the driver
   * gives it back as it is. More values may come in later versions; a receiver reads one that it does not know as
   * `other`.
   */
  owner: "driver" | "other";
  /** What it offers, in no order. At most 256 entries. */
  inventories: Inventory[];
  /**
   * What it is, in no order and each once. Those of the driver beside those of operators and other services. At most
   * 1024 entries.
   */
  traits: Trait[];
  /** The groups that it is in, in no order. Absent means none. At most 256 entries. */
  aggregates?: Uuid[];
}

/** A guest's random number generator. */
export interface RngProperties {
  /**
   * Whether the guest may have one.
   *
   * @defaultValue true
   */
  allowed?: boolean;
  /**
   * The device. Absent: the driver chooses. `other` is answered NOT_SUPPORTED. More values may come in later versions;
   * a receiver reads one that it does not know as `other`.
   */
  model?: "virtio" | "other";
  /** How many bytes the guest may take from it in `ratePeriodMs`. Absent: as many as it likes. At least 1. */
  rateBytes?: number;
  /**
   * The period that `rateBytes` counts in, in milliseconds. From 1 to 86400000.
   *
   * @defaultValue 1000
   */
  ratePeriodMs?: number;
}

/** How the local root disk is presented to the guest. Its content comes from the image and its size from the flavor. */
export interface RootDisk {
  /** What the disk is called. Absent, the driver decides. */
  deviceName?: DeviceName;
  /** How it is connected. Absent, the image's properties or else the driver decide. */
  bus?: DiskBus;
  /** What it looks like. Absent means `disk`. */
  deviceType?: DeviceType;
  /** How the disk is encrypted on its host. Absent, it is not. */
  encryption?: VolumeEncryption;
  /** The role of the disk. */
  tag?: DeviceTag;
}

/** A route that the guest is to have beside the one to its gateway. */
export interface Route {
  /** Where it leads. */
  cidr: Cidr;
  /** The next hop. */
  gateway: IpAddress;
}

/** The value of an option that takes a password, a key or another secret. */
export interface SecretConfigurationValue {
  /** Marks a secret. */
  type: "secret";
  /** The secret. From 1 to 65536 characters. A secret: never in a log, a transcript, a message or a report. */
  value: string;
}

/** Whether the firmware starts only signed code. `optional`: if the node can do it. */
export type SecureBootPolicy = "required" | "optional" | "disabled";

/**
 * Where an instance's interactive serial console listens, as raw bytes over TCP. It is for the caller's proxy, never
 * for a user.
 */
export interface SerialConsole {
  /** Where the caller's console proxy reaches it. */
  host: HostOrAddress;
  /** The TCP port. From 1 to 65535. */
  port: number;
  /**
   * What the proxy says at the port to be led to this instance, where several share it. Absent where the port alone
   * leads there. From 1 to 4096 characters. A secret: never in a log, a transcript, a message or a report.
   */
  internalAccessPath?: string;
}

/** A SHA-256 digest as 64 lower-case hexadecimal digits. At most 64 characters. */
export type Sha256 = string;

/** The server of a share knows it no more, until the faults are cleared. Where the share is mounted it stays so. */
export interface ShareLossFault {
  /** Marks this fault. */
  kind: "shareLost";
  /** The share. */
  shareId: Uuid;
}

/** A shared file system that an instance is to have, by the protocol that its server speaks. */
export type ShareMapping = NfsShareMapping | CephfsShareMapping;

/**
 * Something small that one driver has put into its storage, so that another one can find out whether it sees the same
 * storage.
 */
export interface SharedStorageProbe {
  /** Where the probe is, in a form that a driver of the same kind understands. From 1 to 4096 characters. */
  location: string;
  /** What the probe holds. New for every probe, so that one left behind by an earlier check is not taken for this one. */
  token: Uuid;
}

/**
 * The weight of an instance against its neighbours when a resource runs short. A driver that meets `other` answers
 * NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type SharesLevel = "low" | "normal" | "high" | "other";

/**
 * Something that goes wrong in a simulated hypervisor, or in the driver over it, on request. A crash, a power-off and a
 * corruption happen at once and are not undone; every other fault is in force until the faults are cleared, and one
 * with a trigger no longer than the trigger says.
 */
export type SimulatedFault = BackendUnreachableFault | FailStepFault | GuestCrashFault | StepFault | RequestFault | AnswerFault | EventFault | LeakFault | NetworkLossFault | HostDownFault | NodeLossFault | ForeignGuestFault | DiskCorruptionFault | StorageFullFault | VolumeLossFault | ShareLossFault | ImageTransferFault | GuestBehaviourFault | GuestPowerOffFault;

/**
 * Where an instance's SPICE console listens. It is for the caller's proxy, never for a user. At least one of `port` and
 * `tlsPort` is present.
 */
export interface SpiceConsole {
  /** Where the caller's console proxy reaches it. */
  host: HostOrAddress;
  /** The TCP port for connections in the clear. Absent if there are none. From 1 to 65535. */
  port?: number;
  /** The TCP port for encrypted connections. Absent if there are none. From 1 to 65535. */
  tlsPort?: number;
  /**
   * What the proxy says at the port to be led to this instance, where several share it. Absent where the port alone
   * leads there. From 1 to 4096 characters. A secret: never in a log, a transcript, a message or a report.
   */
  internalAccessPath?: string;
}

/** An instance that the caller expects to find on one of the driver's nodes. */
export interface StartupInstance {
  /**
   * Its description, with the driver state that the caller keeps, and without config drive, user data and image source
   * credentials.
   */
  instance: Instance;
  /** The node that it should be on. */
  node: Uuid;
  /** What the driver last said of it. It is no order. */
  powerState: PowerState;
}

/** What a driver that has just started says of one instance that the caller expects. */
export interface StartupVerdict {
  /** The instance. */
  instanceUuid: Uuid;
  /**
   * `accepted`: the driver has it and takes calls on it. `missing`: the hypervisor answered, and does not have it.
   * `objection`: the driver has it and cannot answer for it as the host is now.
   */
  verdict: "accepted" | "missing" | "objection";
  /**
   * Why the driver objects. Present when the verdict is `objection`. More values may come in later versions; a receiver
   * reads one that it does not know as `other`.
   */
  reason?:
    | "cpu-placement"
    | "device-missing"
    | "secret-missing"
    | "driver-state"
    | "other-node"
    | "not-supported"
    | "other";
  /**
   * The objection in words that an operator can act on. Present when the verdict is `objection`. From 1 to 1024
   * characters.
   */
  problem?: string;
  /** What the caller is to keep from now on instead of what it gave. Left out if that stays good. */
  driverState?: DriverState;
}

/**
 * The hypervisor does a step in another way than the driver asks, or the driver leaves the step out. What takes a step
 * back is met like the step that it amounts to.
 */
export interface StepFault {
  /** Marks this fault. */
  kind: "stepFault";
  /** Which steps. */
  trigger: FaultTrigger;
  /**
   * `fail`: the step has no effect and is reported as failed. `failAfter`: it takes effect and is reported as failed.
   * `skip`: it has no effect and is reported as done. `repeat`: it takes effect twice. `delay`: it takes `delayMs`
   * longer. `late`: it is reported as done, and takes effect `delayMs` afterwards, if it still can. `hang`: it does not
   * end until the faults are cleared, and then takes effect, or until the call is cancelled, and then has none.
   * `killDriver`: the driver dies, as if killed, before the step takes effect. `killDriverAfter`: the driver dies after
   * the step has taken effect and before it knows. `also`: the step takes effect, and so does `deed`.
   */
  action:
    | "fail"
    | "failAfter"
    | "skip"
    | "repeat"
    | "delay"
    | "late"
    | "hang"
    | "killDriver"
    | "killDriverAfter"
    | "also";
  /** For `delay` and `late`, which need it: how much, in milliseconds of simulated time. From 1 to 31536000000. */
  delayMs?: number;
  /** For `also`, which needs it: what is done besides to the instance that the step is about. */
  deed?: FaultDeed;
}

/**
 * The store of a node has no room left until the faults are cleared. Steps that make a disk, copy one or let one grow
 * fail. A guest that writes is paused by the hypervisor, told as `paused` with no operationId, and stays so until it is
 * unpaused.
 */
export interface StorageFullFault {
  /** Marks this fault. */
  kind: "storageFull";
  /** The node. Others that share its store meet the same. */
  node: Uuid;
}

/** The value of an option that takes a text. */
export interface StringConfigurationValue {
  /** Marks a text. */
  type: "string";
  /** The text. At most 4096 characters. */
  value: string;
}

/** A subnet of a network, as one interface sees it. */
export interface Subnet {
  /** Its addresses. */
  cidr: Cidr;
  /** The addresses in it that are the interface's own. At most 64 entries. */
  fixedIps: IpAddress[];
  /** The way out of it. Absent if there is none. */
  gateway?: IpAddress;
  /**
   * Whom the guest asks for names, the first first. At most 16 entries.
   *
   * @defaultValue []
   */
  dnsAddresses?: IpAddress[];
  /** Who hands out the addresses. Absent if the guest must be told them otherwise. */
  dhcpAddress?: IpAddress;
  /**
   * What else the guest can reach through it. At most 256 entries.
   *
   * @defaultValue []
   */
  routes?: Route[];
}

/** One kind of guest that a node can run. */
export interface SupportedInstance {
  /** The guest's architecture. */
  architecture: Architecture;
  /** What runs it. */
  hypervisorType: HypervisorType;
  /** The interface between guest and host. */
  guestMode: GuestMode;
}

/** A local disk that the guest swaps to. */
export interface SwapDisk {
  /** Size of the disk in MiB. From 1 to 1073741824. */
  sizeMib: number;
  /** What the disk is called. Absent, the driver decides. */
  deviceName?: DeviceName;
  /** How it is connected. Absent, the driver decides. */
  bus?: DiskBus;
  /** How the disk is encrypted on its host. Absent, it is not. */
  encryption?: VolumeEncryption;
}

/** Where a guest finds a device to which its user gave a tag. */
export interface TaggedDevice {
  /** The tag. */
  tag: DeviceTag;
  /**
   * Which device it is: the `portId` of an interface or the `volumeId` of a volume. Absent for a local disk and for a
   * host device.
   */
  deviceId?: Uuid;
  /** Which disk it is, by its name. Absent for an interface and for a host device. */
  deviceName?: DeviceName;
  /** Which host device it is: the `address` of its PciDeviceClaim. Absent for all others. */
  hostAddress?: PciAddress;
  /**
   * The bus of the guest that it is on. More values may come in later versions; a receiver reads one that it does not
   * know as `other`.
   */
  bus: "pci" | "usb" | "scsi" | "ide" | "xen" | "other";
  /** Its address on that bus, as the guest's kernel writes it. Absent where devices have none. From 1 to 64 characters. */
  address?: string;
}

/**
 * The interface is a tap device. The driver makes it, under the name `deviceName`, and the network service does the
 * rest.
 */
export interface TapBinding {
  /** Marks this form of wiring. */
  vifType: "tap";
  /** The hardware address of the host's end. Absent means any. */
  hostMacAddress?: MacAddress;
}

/** A moment in UTC, RFC 3339, with milliseconds and a trailing Z. At most 35 characters. */
export type Timestamp = string;

/**
 * An emulated trusted platform module. What encrypts its contents is among the secrets that come with the guest's
 * devices.
 */
export interface TpmProperties {
  /** Which version the guest gets. */
  version: TpmVersion;
  /**
   * The interface that the guest speaks. Absent: what the driver thinks best for that version. `other` is answered
   * NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  model?: "tpm-tis" | "tpm-crb" | "other";
}

/**
 * The version of the specification that a trusted platform module follows. A driver that meets one it cannot give, or
 * `other`, answers NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as
 * `other`.
 */
export type TpmVersion = "1.2" | "2.0" | "other";

/**
 * A property that a resource provider has or has not, by placement's name. Names that placement does not define begin
 * with `CUSTOM_`. From 1 to 255 characters.
 */
export type Trait = string;

/** The guest boots with UEFI. */
export interface UefiFirmware {
  /** Marks this firmware. */
  type: "uefi";
  /**
   * Whether it starts only signed code. Absent: `disabled`. For a driver without the capability the caller leaves
   * `optional` and `disabled` out.
   */
  secureBoot?: SecureBootPolicy;
  /**
   * Whether it forgets its variables at each power cycle.
   *
   * @defaultValue false
   */
  stateless?: boolean;
}

/**
 * The port is not bound yet. The driver binds it when the machine may be on the network. A machine whose own address
 * cannot be changed keeps it: the driver then gives that address to the port in place of `macAddress`, and the caller
 * reads it from the network service.
 */
export interface UnboundBinding {
  /** Marks a port that is yet to be wired. */
  vifType: "unbound";
}

/** What a driver has written to an image sink, so that the caller can hand the same image out again. */
export interface UploadedImage {
  /** The layout of the image file. */
  diskFormat: DiskFormat;
  /** Size of the image file in bytes. At least 1. */
  sizeBytes: number;
  /** Digest of the image file. */
  sha256: Sha256;
  /** Size of the disk as a guest sees it, in bytes. No smaller root disk can hold the image. At least 1. */
  virtualSizeBytes: number;
}

/**
 * The hypervisor plays the network: the guest reaches out through the host's own sockets and nobody reaches in. For
 * tests and for hosts where nothing may be set up.
 */
export interface UserBinding {
  /** Marks this form of wiring. */
  vifType: "user";
}

/**
 * A UUID in its canonical lower-case text form. It is the identity of an instance, node or operation; names are for
 * people. At most 36 characters.
 */
export type Uuid = string;

/** The guest sees a virtio interface whose queues a virtual function of the host's hardware serves. */
export interface VdpaBinding {
  /** Marks this form of wiring. */
  vifType: "vdpa";
  /** The virtual function. The driver finds its vDPA device. */
  pciAddress: PciAddress;
  /**
   * The Open vSwitch bridge on which the driver puts the device's representor. Absent if there is none. From 1 to 255
   * characters.
   */
  ovsBridgeName?: string;
  /** The representor's `iface-id` on that bridge. Absent, it is the `portId`. From 1 to 255 characters. */
  interfaceId?: string;
}

/** A form of wiring that this spec has no words for, agreed upon by one vendor's network service and driver. */
export interface VendorBinding {
  /** Marks this form of wiring. */
  vifType: "vendor";
  /**
   * What the vendor calls it. A driver refuses a name that it does not know, as it does an unknown type. From 1 to 255
   * characters.
   */
  name: string;
  /**
   * What the vendor's network service adds. No secret is among it. At most 64 entries.
   *
   * @defaultValue []
   */
  details?: BindingDetail[];
}

/**
 * A volume reached in a way that this spec does not describe. Volume service and driver understand each other; the
 * caller looks at the name only.
 */
export interface VendorConnection {
  /** Marks this protocol. */
  protocol: "vendor";
  /** Which way it is. From 1 to 255 characters. */
  vendorProtocol: string;
  /** What the driver needs to reach the volume. */
  data: VendorConnectionData;
}

/**
 * What a volume service and a driver tell each other about a connection of protocol `vendor`. The caller stores it and
 * never looks inside. A secret: never in a log, a transcript, a message or a report.
 */
export interface VendorConnectionData {
  /** Whose format this is. */
  format: Name;
  /** The version of that format. From 1 to 1000000. */
  version: number;
  /** The bytes, base64. At most 65536 characters. Base64. */
  data: string;
}

/** A version of the spec, `major.minor.patch`. At most 32 characters. */
export type Version = string;

/** The guest shares memory with a switch in user space, which it meets at a socket. */
export interface VhostuserBinding {
  /** Marks this form of wiring. */
  vifType: "vhostuser";
  /** The absolute path of the socket on the host. From 1 to 107 characters. */
  socketPath: string;
  /**
   * The part that the hypervisor plays at the socket.
   *
   * @defaultValue "server"
   */
  socketMode?: "client" | "server";
  /**
   * The Open vSwitch bridge on which the driver makes the port. Absent if the switch makes its own. From 1 to 255
   * characters.
   */
  ovsBridgeName?: string;
  /** The port's `iface-id` on that bridge. Absent, it is the `portId`. From 1 to 255 characters. */
  interfaceId?: string;
}

/**
 * How an interface is wired on the host, by the type that the network service has bound its port as. `NodeInfo` says
 * which types a node takes. A port whose binding has failed is never sent.
 */
export type VifBinding = BridgeBinding | OvsBinding | TapBinding | MacvtapBinding | VhostuserBinding | HostdevBinding | VdpaBinding | DvsBinding | UserBinding | UnboundBinding | VendorBinding;

/** Where an instance's VNC console listens. It is for the caller's proxy, never for a user. */
export interface VncConsole {
  /** Where the caller's console proxy reaches it. */
  host: HostOrAddress;
  /** The TCP port. From 1 to 65535. */
  port: number;
  /**
   * What the proxy says at the port to be led to this instance, where several share it. Absent where the port alone
   * leads there. From 1 to 4096 characters. A secret: never in a log, a transcript, a message or a report.
   */
  internalAccessPath?: string;
}

/**
 * What a port asks to be for its guest, in the network service's words. How it is wired is in the binding. More values
 * may come in later versions; a receiver reads one that it does not know as `other`.
 */
export type VnicType =
  | "normal"
  | "direct"
  | "macvtap"
  | "direct-physical"
  | "baremetal"
  | "virtio-forwarder"
  | "vdpa"
  | "accelerator-direct"
  | "accelerator-direct-physical"
  | "remote-managed"
  | "other";

/**
 * A volume and the way in which an instance has it. Operations that build a guest carry all of an instance's volumes,
 * the others the one that they concern.
 */
export interface VolumeAttachment {
  /** The volume. The guest sees it as the device's serial number. */
  volumeId: Uuid;
  /** Whether the guest may write. */
  accessMode: "readWrite" | "readOnly";
  /** How the host reaches the volume. */
  connection: VolumeConnection;
  /** What the driver answered when it attached the volume. Absent before that. */
  attached?: AttachedVolume;
  /** What the device is called within the instance. Absent, the driver decides. */
  deviceName?: DeviceName;
  /** How it is connected to the guest. Absent, the driver decides. */
  bus?: DiskBus;
  /** What it looks like to the guest. Absent means `disk`. */
  deviceType?: DeviceType;
  /**
   * Its place in the order in which the guest tries to boot. The volume at 0 is the root disk. Absent, the guest does
   * not boot from it. From 0 to 255.
   */
  bootIndex?: number;
  /** The role of the device. `attachVolume` takes it as a parameter of its own instead. */
  tag?: DeviceTag;
  /** Whether other instances may have the volume at the same time. Left out where they may not. */
  multiattach?: boolean;
  /** How the volume is opened. Absent, it is not encrypted, or decrypted elsewhere. */
  encryption?: VolumeEncryption;
  /**
   * Whether blocks that the guest discards may be given back to the volume's back end. Others ignore it.
   *
   * @defaultValue false
   */
  allowsDiscard?: boolean;
  /**
   * Whether a connection over a single path is a failure.
   *
   * @defaultValue false
   */
  requiresMultipath?: boolean;
  /**
   * The smallest block, in bytes, that the guest may read or write. A driver that cannot present it answers
   * NOT_SUPPORTED. From 512 to 65536.
   */
  logicalBlockSizeBytes?: number;
  /**
   * The block, in bytes, that the guest should align to. A driver that cannot present it answers NOT_SUPPORTED. From
   * 512 to 65536.
   */
  physicalBlockSizeBytes?: number;
  /** How fast the guest may be. A driver that cannot hold it to one of these limits answers NOT_SUPPORTED. */
  qos?: VolumeQos;
}

/**
 * How a host reaches a volume, by protocol. A driver answers NOT_SUPPORTED to a protocol that its node does not list as
 * accepted, before any effect.
 */
export type VolumeConnection = LocalFileConnection | NbdConnection | IscsiConnection | NvmeofConnection | RbdConnection | NfsConnection | FibreChannelConnection | VendorConnection;

/** What a volume service must know of a host to let it reach volumes. An absent member means that the host has none. */
export interface VolumeConnector {
  /** What the volume service knows the host by. From 1 to 255 characters. */
  host: string;
  /** The address from which the host reaches storage. */
  ipAddress?: IpAddress;
  /** The host's name in iSCSI. */
  initiator?: IscsiName;
  /** The host's name in NVMe. */
  nqn?: Nqn;
  /** The host's identifier in NVMe. */
  nvmeHostId?: Uuid;
  /** The host's Fibre Channel ports. At most 64 entries. */
  wwpns?: Wwn[];
  /** The host's Fibre Channel nodes. At most 64 entries. */
  wwnns?: Wwn[];
  /** Whether the host joins several paths to one volume. */
  multipath: boolean;
  /** The host's processor architecture. From 1 to 64 characters. */
  platform?: string;
  /** The host's operating system. From 1 to 64 characters. */
  osType?: string;
  /** What connections of protocol `vendor` need besides. At most 64 entries. */
  properties?: Array<{
    /** Which property it is. From 1 to 255 characters. */
    key: string;
    /** Its value. At most 1024 characters. */
    value: string;
  }>;
}

/** How an encrypted volume or local disk is opened on its host. The guest sees plain data. */
export interface VolumeEncryption {
  /**
   * The layout of the encrypted data. A driver that meets `other`, or a format that it cannot open, answers
   * NOT_SUPPORTED. More values may come in later versions; a receiver reads one that it does not know as `other`.
   */
  format: "luks" | "luks2" | "plain" | "other";
  /**
   * What opens it. The driver keeps it no longer than the guest has the device. From 1 to 4096 characters. A secret:
   * never in a log, a transcript, a message or a report.
   */
  passphrase: string;
  /** The cipher and its mode, for `plain`. The other formats say it in their header. From 1 to 255 characters. */
  cipher?: string;
  /** Size of the key in bits, for `plain`. From 1 to 65536. */
  keySizeBits?: number;
}

/**
 * Nothing to fetch. The root disk is the volume that `devices` gives with `bootIndex` 0, and the `ImageMeta` tells what
 * is known of it: the image that it was made from, or, where there was none, the volume's own identity, name and size.
 */
export interface VolumeImageSource {
  /** Marks this form of source. */
  kind: "volume";
}

/**
 * The storage behind a volume does not answer until the faults are cleared. Hosts can neither connect the volume nor
 * end a connection to it.
 */
export interface VolumeLossFault {
  /** Marks this fault. */
  kind: "volumeLost";
  /** The volume. */
  volumeId: Uuid;
}

/** Limits on what a guest does with a volume. An absent one means no limit. */
export interface VolumeQos {
  /** Most bytes read and written per second, in the long run. At least 1. */
  totalBytesPerSecond?: number;
  /** Most bytes read and written per second, for a short while. At least 1. */
  totalBytesPerSecondBurst?: number;
  /** Most bytes read per second, in the long run. At least 1. */
  readBytesPerSecond?: number;
  /** Most bytes read per second, for a short while. At least 1. */
  readBytesPerSecondBurst?: number;
  /** Most bytes written per second, in the long run. At least 1. */
  writeBytesPerSecond?: number;
  /** Most bytes written per second, for a short while. At least 1. */
  writeBytesPerSecondBurst?: number;
  /** Most requests per second, in the long run. At least 1. */
  totalRequestsPerSecond?: number;
  /** Most requests per second, for a short while. At least 1. */
  totalRequestsPerSecondBurst?: number;
  /** Most read requests per second, in the long run. At least 1. */
  readRequestsPerSecond?: number;
  /** Most read requests per second, for a short while. At least 1. */
  readRequestsPerSecondBurst?: number;
  /** Most write requests per second, in the long run. At least 1. */
  writeRequestsPerSecond?: number;
  /** Most write requests per second, for a short while. At least 1. */
  writeRequestsPerSecondBurst?: number;
  /** A request larger than this many bytes counts as several. At least 1. */
  requestSizeBytes?: number;
}

/** How the chain of a volume's files becomes shorter when a snapshot goes. */
export type VolumeSnapshotMerge = CommitSnapshotMerge | PullSnapshotMerge;

/**
 * A snapshot that a driver makes for a volume service, by letting the guest write to a new file whose backing is the
 * present one.
 */
export interface VolumeSnapshotRequest {
  /** The snapshot in the volume service. */
  snapshotId: Uuid;
  /**
   * The layout of the new file. A driver that meets `other` answers NOT_SUPPORTED. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  format: "qcow2" | "other";
  /** The file that the volume service has made beside the present one. The guest writes to it afterwards. */
  newFileName: FileName;
  /**
   * Whether the guest flushes its file systems and holds its writes for the moment of the snapshot.
   *
   * @defaultValue "ifPossible"
   */
  quiesce?: "never" | "ifPossible" | "required";
}

/**
 * What an instance has done with a volume since `countedSince`. An absent counter is not counted on this hypervisor; a
 * zero is.
 */
export interface VolumeUsage {
  /** The instance. */
  instanceUuid: Uuid;
  /** The volume. */
  volumeId: Uuid;
  /** When the counters were last zero. The same in two readings means that the later one contains the earlier. */
  countedSince: Timestamp;
  /** Requests to read. */
  readRequests: DecimalCounter;
  /** Bytes read. */
  readBytes: DecimalCounter;
  /** Requests to write. */
  writeRequests: DecimalCounter;
  /** Bytes written. */
  writeBytes: DecimalCounter;
  /** Requests to flush. */
  flushRequests?: DecimalCounter;
  /** Requests that failed. */
  failedRequests?: DecimalCounter;
}

/**
 * What an emulated trusted platform module's state is encrypted with. The state itself stays and goes with the local
 * disks.
 */
export interface VtpmSecret {
  /** Marks this use. */
  use: "vtpm";
  /**
   * The secret, base64. From 1 to 4096 characters. Base64. A secret: never in a log, a transcript, a message or a
   * report.
   */
  value: string;
  /**
   * Whether the driver keeps the secret on the instance's node, so that it can start the guest without being given it
   * again. When false the secret is gone once the call has returned, but for what the running guest needs.
   *
   * @defaultValue false
   */
  keepOnHost?: boolean;
}

/** A Fibre Channel name, as 16 lower-case hexadecimal digits. At most 16 characters. */
export type Wwn = string;

/** What `getConsoleOutput` asks. Reads what a guest wrote to its first serial port. */
export interface GetConsoleOutputParams {
  /** The instance. */
  instanceUuid: Uuid;
  /**
   * The first byte wanted, counted from the beginning of the log. An offset that is no longer kept reads from
   * `firstOffset`. One past the end reads nothing: `data` is empty, and `offset` and `nextOffset` are `endOffset`. At
   * least 0.
   *
   * @defaultValue 0
   */
  offset?: number;
  /**
   * Most bytes to return. The driver may return fewer so that the message stays within its size. From 1 to 1048576.
   *
   * @defaultValue 65536
   */
  limit?: number;
}

/** What `getConsoleOutput` answers. Reads what a guest wrote to its first serial port. */
export interface GetConsoleOutputResult {
  /** The bytes, base64. At most 1398104 characters. Base64. */
  data: string;
  /** Where `data` begins. At least 0. */
  offset: number;
  /** Where to read on: `offset` plus the number of bytes in `data`. At least 0. */
  nextOffset: number;
  /** The first byte that the driver still keeps. At least 0. */
  firstOffset: number;
  /** Where the log ends now. At least 0. */
  endOffset: number;
}

/** What `getMksConsole` asks. Tells where an instance's MKS console listens. */
export interface GetMksConsoleParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `getMksConsole` answers. Tells where an instance's MKS console listens. */
export interface GetMksConsoleResult {
  /** Where it listens. */
  console: MksConsole;
}

/** What `getRdpConsole` asks. Tells where an instance's RDP console listens. */
export interface GetRdpConsoleParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `getRdpConsole` answers. Tells where an instance's RDP console listens. */
export interface GetRdpConsoleResult {
  /** Where it listens. */
  console: RdpConsole;
}

/** What `getSerialConsole` asks. Tells where an instance's serial console listens. */
export interface GetSerialConsoleParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `getSerialConsole` answers. Tells where an instance's serial console listens. */
export interface GetSerialConsoleResult {
  /** Where it listens. */
  console: SerialConsole;
}

/** What `getSpiceConsole` asks. Tells where an instance's SPICE console listens. */
export interface GetSpiceConsoleParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `getSpiceConsole` answers. Tells where an instance's SPICE console listens. */
export interface GetSpiceConsoleResult {
  /** Where it listens. */
  console: SpiceConsole;
}

/** What `getVncConsole` asks. Tells where an instance's VNC console listens. */
export interface GetVncConsoleParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `getVncConsole` answers. Tells where an instance's VNC console listens. */
export interface GetVncConsoleResult {
  /** Where it listens. */
  console: VncConsole;
}

/**
 * What `renewCredentials` asks. Gives a driver new credentials for an image source or sink whose old ones have lost
 * their force.
 */
export interface RenewCredentialsParams {
  /** The changing call, still in progress, that was given the credentials. */
  operationId: Uuid;
  /**
   * What they are for. A core that meets `other` answers NOT_SUPPORTED. More values may come in later versions; a
   * receiver reads one that it does not know as `other`.
   */
  resource: "imageSource" | "imageSink" | "other";
  /** The image that is read or written. */
  resourceId: Uuid;
}

/**
 * What `renewCredentials` answers. Gives a driver new credentials for an image source or sink whose old ones have lost
 * their force.
 */
export interface RenewCredentialsResult {
  /** What to use from now on. */
  credential: RenewedCredential;
}

/** What `waitForExternalEvents` asks. Waits for what other services of the cloud have to tell of an instance. */
export interface WaitForExternalEventsParams {
  /** The changing call, still in progress, on whose behalf the driver waits. */
  operationId: Uuid;
  /** The instance of that call. */
  instanceUuid: Uuid;
  /** What is awaited, all at the same time. From 1 to 256 entries. */
  events: AwaitedEvent[];
  /**
   * How long, in seconds from the moment the core reads the request: one deadline for all of them. It is the greatest
   * `awaitPlugSeconds` among the interfaces awaited. From 1 to 86400.
   */
  timeoutSeconds: number;
}

/** What `waitForExternalEvents` answers. Waits for what other services of the cloud have to tell of an instance. */
export interface WaitForExternalEventsResult {
  /** What became of each. If one has failed, those that have not come by then are missing. From 1 to 256 entries. */
  events: ExternalEvent[];
}

/** What `getInstanceDiagnostics` asks. Reads the counters of a guest and its devices. */
export interface GetInstanceDiagnosticsParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `getInstanceDiagnostics` answers. Reads the counters of a guest and its devices. */
export interface GetInstanceDiagnosticsResult {
  /** The counters as they are now. */
  diagnostics: InstanceDiagnostics;
}

/** What `getVolumeUsage` asks. Reads what instances have done with their volumes. */
export interface GetVolumeUsageParams {
  /** Which volumes of which instances to read. From 1 to 1024 entries. */
  attachments: Array<{
    /** The instance. */
    instanceUuid: Uuid;
    /** A volume that it has. */
    volumeId: Uuid;
  }>;
}

/** What `getVolumeUsage` answers. Reads what instances have done with their volumes. */
export interface GetVolumeUsageResult {
  /** The counters as they are now. At most 1024 entries. */
  usages: VolumeUsage[];
}

/** What `checkInstanceSharedStorageCleanup` asks. Removes a probe that `checkInstanceSharedStorageLocal` has left. */
export interface CheckInstanceSharedStorageCleanupParams {
  /** The instance whose disks were asked about. */
  instanceUuid: Uuid;
  /** The node that left the probe. */
  node: Uuid;
  /** The probe. */
  probe: SharedStorageProbe;
}

/** What `checkInstanceSharedStorageCleanup` answers. Removes a probe that `checkInstanceSharedStorageLocal` has left. */
export type CheckInstanceSharedStorageCleanupResult = Record<string, never>;

/**
 * What `checkInstanceSharedStorageLocal` asks. Begins to find out whether another host reaches the storage in which
 * this one keeps an instance's disks.
 */
export interface CheckInstanceSharedStorageLocalParams {
  /** The instance whose disks are asked about. It need not be here. */
  instanceUuid: Uuid;
  /** The node that keeps the disks. */
  node: Uuid;
}

/**
 * What `checkInstanceSharedStorageLocal` answers. Begins to find out whether another host reaches the storage in which
 * this one keeps an instance's disks.
 */
export interface CheckInstanceSharedStorageLocalResult {
  /**
   * `shared`: every host of this kind reaches the disks. `notShared`: no other does. `probe`: the other host has to
   * look. `cannotTell`: the driver cannot find out.
   */
  verdict: "shared" | "notShared" | "probe" | "cannotTell";
  /** What the other host looks for. Present exactly when `verdict` is `probe`. */
  probe?: SharedStorageProbe;
}

/** What `checkInstanceSharedStorageRemote` asks. Looks for a probe that another host's driver has left in its storage. */
export interface CheckInstanceSharedStorageRemoteParams {
  /** The instance whose disks are asked about. It need not be here. */
  instanceUuid: Uuid;
  /** The node to look from. */
  node: Uuid;
  /** What to look for. */
  probe: SharedStorageProbe;
}

/**
 * What `checkInstanceSharedStorageRemote` answers. Looks for a probe that another host's driver has left in its
 * storage.
 */
export interface CheckInstanceSharedStorageRemoteResult {
  /** Whether the probe is there and holds the token, so that both hosts reach the same storage. */
  shared: boolean;
}

/**
 * What `instanceOnDisk` asks. Tells whether a node can reach the local disks of an instance, whether the instance is
 * there or not.
 */
export interface InstanceOnDiskParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** The node to look from. */
  node: Uuid;
}

/**
 * What `instanceOnDisk` answers. Tells whether a node can reach the local disks of an instance, whether the instance is
 * there or not.
 */
export interface InstanceOnDiskResult {
  /** Whether its local disks are within reach and whole. */
  onDisk: boolean;
}

/** What `event` tells. Tells that an instance's power state has changed. */
export interface EventParams {
  /** The run of the driver that counts the sequence. */
  driverEpoch: Uuid;
  /** 1 for the first event of the run, then one more each. At least 1. */
  sequence: number;
  /** The instance. */
  instanceUuid: Uuid;
  /** The node that it is on. */
  node: Uuid;
  /**
   * What happened. `migrated`: the guest has moved to another host. After a live migration the source tells it with
   * `absent`, and the destination with the state that the guest has there; in a cold migration only `finishMigration`
   * at the destination tells it. `postCopyStarted`: the guest executes at the destination and still fetches memory from
   * here; the source tells it with `absent`, and `migrated` when all is fetched. More values may come in later
   * versions; a receiver reads one that it does not know as `other`.
   */
  transition:
    | "spawned"
    | "destroyed"
    | "started"
    | "stopped"
    | "rebooted"
    | "paused"
    | "unpaused"
    | "crashed"
    | "suspended"
    | "resumed"
    | "rebuilt"
    | "softDeleted"
    | "restored"
    | "rescued"
    | "unrescued"
    | "migrated"
    | "postCopyStarted"
    | "other";
  /** The state observed after it; `absent` once the instance is gone. */
  powerState: "pending" | "running" | "paused" | "shutdown" | "crashed" | "suspended" | "absent";
  /** The call that caused it. Absent when the guest or the hypervisor did. */
  operationId?: Uuid;
  /** When the driver saw it. */
  observedAt: Timestamp;
}

/** What `setAdminPassword` asks. Changes the administrator's password inside a running guest. */
export interface SetAdminPasswordParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** The new password. From 1 to 512 characters. A secret: never in a log, a transcript, a message or a report. */
  adminPassword: string;
  /**
   * Whose password. Absent for the administrator that the guest's operating system has by itself, such as `root` or
   * `Administrator`. From 1 to 255 characters.
   */
  userName?: string;
}

/** What `setAdminPassword` answers. Changes the administrator's password inside a running guest. */
export type SetAdminPasswordResult = Record<string, never>;

/** What `getHostCpuStats` asks. Reads what a node's CPUs have been doing since it was booted. */
export interface GetHostCpuStatsParams {
  /** The node to read. */
  node: Uuid;
}

/** What `getHostCpuStats` answers. Reads what a node's CPUs have been doing since it was booted. */
export interface GetHostCpuStatsResult {
  /** The counters. */
  stats: HostCpuStats;
  /** When they were read. */
  observedAt: Timestamp;
}

/** What `getHostUptime` asks. Tells how long a node has been up. */
export interface GetHostUptimeParams {
  /** The node to ask. */
  node: Uuid;
}

/** What `getHostUptime` answers. Tells how long a node has been up. */
export interface GetHostUptimeResult {
  /** Seconds since the node was booted. At least 0. */
  uptimeSeconds: number;
  /** What the host itself says of its uptime, for people. Not stable; never parsed. At most 1024 characters. */
  text?: string;
}

/** What `hostMaintenanceMode` asks. Takes a node into maintenance, or out of it. */
export interface HostMaintenanceModeParams {
  /** The node. */
  node: Uuid;
  /** Whether it is to be in maintenance. */
  maintenance: boolean;
}

/** What `hostMaintenanceMode` answers. Takes a node into maintenance, or out of it. */
export interface HostMaintenanceModeResult {
  /** Whether it is in maintenance now. */
  maintenance: boolean;
}

/** What `hostPowerAction` asks. Starts a node, powers it off or reboots it. */
export interface HostPowerActionParams {
  /** The node. */
  node: Uuid;
  /** What to do. */
  action: "startup" | "shutdown" | "reboot";
  /**
   * Whether to go on although guests run on the node. They are cut off.
   *
   * @defaultValue false
   */
  force?: boolean;
}

/** What `hostPowerAction` answers. Starts a node, powers it off or reboots it. */
export interface HostPowerActionResult {
  /** Whether the node is on now. */
  poweredOn: boolean;
}

/** What `setHostEnabled` asks. Opens or closes a node for new instances, by the hypervisor's own switch. */
export interface SetHostEnabledParams {
  /** The node. */
  node: Uuid;
  /** Whether it is open for new instances. */
  enabled: boolean;
}

/** What `setHostEnabled` answers. Opens or closes a node for new instances, by the hypervisor's own switch. */
export interface SetHostEnabledResult {
  /** Whether the switch is on now. */
  enabled: boolean;
}

/** What `cacheImage` asks. Fetches an image into a node's cache before an instance needs it. */
export interface CacheImageParams {
  /** The node. */
  node: Uuid;
  /** What to fetch. */
  image: ImageMeta;
}

/** What `cacheImage` answers. Fetches an image into a node's cache before an instance needs it. */
export interface CacheImageResult {
  /** Whether this call fetched the image. False if it was already there. */
  fetched: boolean;
}

/** What `manageImageCache` asks. Removes images from a node's cache that nobody has used for some time. */
export interface ManageImageCacheParams {
  /** The node. */
  node: Uuid;
  /**
   * Every image that an instance on a host with this store was made from or may need again: root images, kernels, RAM
   * disks, rescue images; also of instances that are moving or softly deleted. A caller whose list does not fit into
   * one message leaves the cache alone. At most 100000 entries.
   */
  imagesInUse: Uuid[];
  /** How long an image must have been out of use before it may go, in seconds. From 0 to 315360000. */
  unusedForSeconds: number;
}

/** What `manageImageCache` answers. Removes images from a node's cache that nobody has used for some time. */
export interface ManageImageCacheResult {
  /** What this call removed. At most 256 entries. */
  removed: ImageCacheEntry[];
  /** Whether there is more that may go. The next call removes it. */
  hasMore: boolean;
  /** What the cache takes now, in bytes. At least 0. */
  sizeBytes: number;
  /** The identity of the store, the same for every node that shares it. Absent if it is the node's own. */
  storeId?: Uuid;
}

/** What `quiesce` asks. Makes a running guest flush its file systems and hold its writes until `unquiesce`. */
export interface QuiesceParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** After how many seconds the driver lets the guest write again by itself. From 1 to 3600. */
  autoThawSeconds: number;
}

/** What `quiesce` answers. Makes a running guest flush its file systems and hold its writes until `unquiesce`. */
export type QuiesceResult = Record<string, never>;

/** What `snapshot` asks. Makes an image of an instance's root disk and writes it to an image sink. */
export interface SnapshotParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** The image's identity in the image service, for errors and logs. */
  imageId: Uuid;
  /**
   * The formats that the caller can use, the best one first. The driver writes the first that it can. From 1 to 16
   * entries.
   */
  diskFormats: DiskFormat[];
  /** Where to write the image. */
  sink: ImageSink;
  /**
   * Whether the guest is quiesced while its disk is read. With `preferred`, if that can be done; with `required`, the
   * call fails otherwise. Absent, it is not. A guest that is off needs no quiescing; one that is paused or suspended
   * cannot be asked, so that `required` fails.
   */
  quiesce?: "preferred" | "required";
}

/** What `snapshot` answers. Makes an image of an instance's root disk and writes it to an image sink. */
export interface SnapshotResult {
  /** What the sink now holds. */
  image: UploadedImage;
  /**
   * Whether the guest was quiesced all the while its disk was read.
   *
   * @defaultValue false
   */
  quiesced?: boolean;
}

/** What `unquiesce` asks. Lets a quiesced guest write again. */
export interface UnquiesceParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `unquiesce` answers. Lets a quiesced guest write again. */
export interface UnquiesceResult {
  /**
   * Whether the guest was quiesced without a break from `quiesce` until this call. False also where the driver had
   * ended it by itself.
   */
  wasQuiesced: boolean;
}

/** What `getInfo` asks. Reads the hypervisor's present view of one instance. */
export interface GetInfoParams {
  /** The instance to read. */
  instanceUuid: Uuid;
}

/** What `getInfo` answers. Reads the hypervisor's present view of one instance. */
export interface GetInfoResult {
  /** What the hypervisor says now. */
  info: InstanceInfo;
}

/** What `listInstanceStates` asks. Reads the power states of all the driver's own instances at once. */
export interface ListInstanceStatesParams {
  /** Only this node. Absent for all. */
  node?: Uuid;
  /** Where to go on. Absent for the first page. */
  cursor?: Cursor;
  /**
   * Most entries to return. From 1 to 1000.
   *
   * @defaultValue 1000
   */
  limit?: number;
}

/** What `listInstanceStates` answers. Reads the power states of all the driver's own instances at once. */
export interface ListInstanceStatesResult {
  /** One page of states. At most 1000 entries. */
  states: InstanceState[];
  /** The run of the driver that `lastSequence` belongs to. */
  driverEpoch: Uuid;
  /** The sequence of the last event sent before this reading; 0 if there was none. At least 0. */
  lastSequence: number;
  /** Where the next page begins. Absent on the last one. */
  nextCursor?: Cursor;
}

/** What `listInstances` asks. Lists the guests on the driver's nodes, its own and foreign ones. */
export interface ListInstancesParams {
  /** Only this node. Absent for all. */
  node?: Uuid;
  /** Where to go on. Absent for the first page. */
  cursor?: Cursor;
  /**
   * Most entries to return. From 1 to 1000.
   *
   * @defaultValue 1000
   */
  limit?: number;
}

/** What `listInstances` answers. Lists the guests on the driver's nodes, its own and foreign ones. */
export interface ListInstancesResult {
  /** One page of guests. At most 1000 entries. */
  instances: InstanceSummary[];
  /** Where the next page begins. Absent on the last one. */
  nextCursor?: Cursor;
}

/** What `attachInterface` asks. Adds a network interface to an existing instance. */
export interface AttachInterfaceParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** The interface, bound to the instance's node. It comes behind those that the instance has. */
  interface: NetworkInterface;
  /**
   * The role of the interface. The caller leaves `interface.tag` out here, and sends it in every later build of the
   * guest.
   */
  tag?: DeviceTag;
}

/** What `attachInterface` answers. Adds a network interface to an existing instance. */
export interface AttachInterfaceResult {
  /** Where the guest finds the interface, for the metadata that tells the guest its tag. Present if `tag` was given. */
  taggedDevice?: TaggedDevice;
}

/** What `detachInterface` asks. Takes a network interface from an existing instance. */
export interface DetachInterfaceParams {
  /** The instance. */
  instanceUuid: Uuid;
  /**
   * The interface, as it was attached. It is recognised by its `portId`, or by its `macAddress` where the hypervisor
   * keeps no more.
   */
  interface: NetworkInterface;
  /** How long the guest may take to let go of the device, in seconds. Absent, the driver decides. From 1 to 86400. */
  timeoutSeconds?: number;
}

/** What `detachInterface` answers. Takes a network interface from an existing instance. */
export type DetachInterfaceResult = Record<string, never>;

/** What `plugVifs` asks. Wires an instance's network interfaces on the host. */
export interface PlugVifsParams {
  /** The instance that they belong to. It need not exist yet. */
  instanceUuid: Uuid;
  /** The node on which to plug them. */
  node: Uuid;
  /** The interfaces. Others of the instance are left alone. From 1 to 256 entries. */
  networkInterfaces: NetworkInterface[];
}

/** What `plugVifs` answers. Wires an instance's network interfaces on the host. */
export type PlugVifsResult = Record<string, never>;

/** What `unplugVifs` asks. Takes an instance's network interfaces off the host. */
export interface UnplugVifsParams {
  /** The instance that they belong to. It need not exist any more. */
  instanceUuid: Uuid;
  /** The node from which to take them. */
  node: Uuid;
  /** The interfaces, as they were plugged. Others of the instance are left alone. From 1 to 256 entries. */
  networkInterfaces: NetworkInterface[];
}

/** What `unplugVifs` answers. Takes an instance's network interfaces off the host. */
export type UnplugVifsResult = Record<string, never>;

/** What `destroy` asks. Removes an instance and all that belongs to it. */
export interface DestroyParams {
  /** The instance to remove. */
  instanceUuid: Uuid;
  /**
   * Whether local disks go too. When false they stay, and a later `spawn` of the same uuid on the same node starts from
   * them.
   */
  destroyDisks: boolean;
  /** What `spawn` returned, if the caller still has it. `destroy` works without. */
  driverState?: DriverState;
  /**
   * What the instance had, so that volumes are disconnected, interfaces unplugged and host devices given back that the
   * driver no longer knows of. It is released beside all that the driver does know of.
   */
  devices?: GuestDevices;
  /**
   * Whether the host's side of the interfaces goes too. When false it stays plugged, for an instance whose ports
   * another call still needs.
   *
   * @defaultValue true
   */
  destroyVifs?: boolean;
  /**
   * Whether secrets go too that the driver keeps on the node for the instance. False only together with `destroyDisks`
   * false: then a later `spawn` of the same uuid there does without being given them.
   *
   * @defaultValue true
   */
  destroySecrets?: boolean;
}

/** What `destroy` answers. Removes an instance and all that belongs to it. */
export type DestroyResult = Record<string, never>;

/**
 * What `processInstancesAtStartup` asks. Shows a driver that has just started what the caller expects of it, and asks
 * what it says of each instance.
 */
export interface ProcessInstancesAtStartupParams {
  /**
   * Some of the instances that the caller expects. No two are the same, and none is on its way to or from another host.
   * At most 100 entries.
   */
  instances: StartupInstance[];
}

/**
 * What `processInstancesAtStartup` answers. Shows a driver that has just started what the caller expects of it, and
 * asks what it says of each instance.
 */
export interface ProcessInstancesAtStartupResult {
  /** One for each instance, in the same order. At most 100 entries. */
  verdicts: StartupVerdict[];
}

/** What `rebuild` asks. Makes an instance anew in place, with its identity kept and its local disks made again. */
export interface RebuildParams {
  /** What it is to be from now on. */
  instance: Instance;
  /** Whether the guest runs when the call returns. When false it is built in full and left `shutdown`. */
  powerOn: boolean;
  /**
   * A password for the guest's administrator, for drivers that can set one. Others ignore it. From 1 to 512 characters.
   * A secret: never in a log, a transcript, a message or a report.
   */
  adminPassword?: string;
  /** Files to write into the root disk before the first boot. At most 64 entries. */
  injectedFiles?: InjectedFile[];
  /** The devices from now on. Absent if they stay as they are. */
  devices?: GuestDevices;
  /** Whether ephemeral disks keep their contents. Left out, they do not. */
  preserveEphemeral?: boolean;
}

/** What `rebuild` answers. Makes an instance anew in place, with its identity kept and its local disks made again. */
export interface RebuildResult {
  /** What the driver wants to be given back about this instance. */
  driverState?: DriverState;
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `restore` asks. Brings an instance back that was put aside, and starts it. */
export interface RestoreParams {
  /** The instance to bring back. */
  instanceUuid: Uuid;
  /** Where its devices are now. */
  devices?: GuestDevices;
}

/** What `restore` answers. Brings an instance back that was put aside, and starts it. */
export interface RestoreResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `softDelete` asks. Stops an instance and puts it aside so that it can be brought back. */
export interface SoftDeleteParams {
  /** The instance to put aside. */
  instanceUuid: Uuid;
}

/** What `softDelete` answers. Stops an instance and puts it aside so that it can be brought back. */
export type SoftDeleteResult = Record<string, never>;

/** What `spawn` asks. Creates an instance on a node and brings it to the requested power state. */
export interface SpawnParams {
  /** What to build. */
  instance: Instance;
  /** The node to build it on. */
  node: Uuid;
  /** Whether the guest runs when the call returns. When false it is built in full and left `shutdown`. */
  powerOn: boolean;
  /**
   * A password for the guest's administrator, for drivers that can set one. Others ignore it. From 1 to 512 characters.
   * A secret: never in a log, a transcript, a message or a report.
   */
  adminPassword?: string;
  /** Files to write into the root disk before the first boot. At most 64 entries. */
  injectedFiles?: InjectedFile[];
  /** The devices that the guest is to have. */
  devices?: GuestDevices;
}

/** What `spawn` answers. Creates an instance on a node and brings it to the requested power state. */
export interface SpawnResult {
  /** What the driver wants to be given back about this instance. */
  driverState?: DriverState;
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/**
 * What `checkCanLiveMigrateDestination` asks. Finds out whether a node can take a running instance, and says what the
 * source needs to know of it.
 */
export interface CheckCanLiveMigrateDestinationParams {
  /** The instance as it is. */
  instance: Instance;
  /** The node that it is to move to. */
  node: Uuid;
  /** The processors of the node that it is on, as that one reports them. Absent where it reports none. */
  sourceCpu?: CpuInfo;
  /** Whether local disks are to be copied. Absent: as storage demands, which the source finds out. */
  blockMigration?: boolean;
  /** Whether the disks' virtual sizes may exceed the storage that is free here. */
  diskOverCommit: boolean;
}

/**
 * What `checkCanLiveMigrateDestination` answers. Finds out whether a node can take a running instance, and says what
 * the source needs to know of it.
 */
export interface CheckCanLiveMigrateDestinationResult {
  /** What the caller hands to `checkCanLiveMigrateSource`. */
  data: LiveMigrateData;
}

/**
 * What `checkCanLiveMigrateSource` asks. Finds out whether an instance can leave its node for the destination that has
 * answered, and adds what that one needs to know.
 */
export interface CheckCanLiveMigrateSourceParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** What `checkCanLiveMigrateDestination` returned, perhaps with fewer formats. */
  data: LiveMigrateData;
  /** What the guest has, so that the driver tells local disks from volumes. A driver that knows ignores it. */
  devices?: GuestDevices;
}

/**
 * What `checkCanLiveMigrateSource` answers. Finds out whether an instance can leave its node for the destination that
 * has answered, and adds what that one needs to know.
 */
export interface CheckCanLiveMigrateSourceResult {
  /**
   * What was given, with the source's part: `format`, `blockMigration`, `sharedInstanceStorage`, `sharedBlockStorage`,
   * `disks` and `cleanup` are present.
   */
  data: LiveMigrateData;
}

/**
 * What `checkSourceMigrateDataAtDestination` asks. Lets the destination look at what the source has added, take its
 * last chance to refuse, and place the guest.
 */
export interface CheckSourceMigrateDataAtDestinationParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** The node that it is to move to. */
  node: Uuid;
  /** What `checkCanLiveMigrateSource` returned, with `pciDevices` where the caller has claimed any. */
  data: LiveMigrateData;
  /**
   * The guest's topology as the caller has claimed it on this node. Left out unless both drivers declare the
   * capability.
   */
  claimedNumaTopology?: GuestNumaTopology;
  /**
   * What has been granted to the instance on this node, by resource provider. A driver that maps resources to devices
   * obeys it. Others ignore it. At most 64 entries.
   */
  allocations?: Allocation[];
}

/**
 * What `checkSourceMigrateDataAtDestination` answers. Lets the destination look at what the source has added, take its
 * last chance to refuse, and place the guest.
 */
export interface CheckSourceMigrateDataAtDestinationResult {
  /** What was given, with the destination's part. `numa` is present if a claimed topology was given. */
  data: LiveMigrateData;
}

/**
 * What `cleanupLiveMigrationDestinationCheck` asks. Removes what the checks of a live migration left in the
 * destination's storage.
 */
export interface CleanupLiveMigrationDestinationCheckParams {
  /** The instance that was to move. */
  instanceUuid: Uuid;
  /** The node that was asked. */
  node: Uuid;
  /** What `checkCanLiveMigrateDestination` returned. */
  data: LiveMigrateData;
}

/**
 * What `cleanupLiveMigrationDestinationCheck` answers. Removes what the checks of a live migration left in the
 * destination's storage.
 */
export type CleanupLiveMigrationDestinationCheckResult = Record<string, never>;

/** What `liveMigration` asks. Moves a guest to the node that has prepared for it, while the guest goes on. */
export interface LiveMigrationParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** What `preLiveMigration` returned. */
  data: LiveMigrateData;
  /**
   * Whether the guest may go on at the destination before all of its memory is there, at the risk of losing it if the
   * network fails. A driver that cannot do so ignores it.
   *
   * @defaultValue false
   */
  permitPostCopy?: boolean;
  /** After how many seconds of transfer the driver does what `onTimeout` says. Absent: never. From 1 to 604800. */
  completionTimeoutSeconds?: number;
  /**
   * What the driver does when the time is up: as `liveMigrationAbort`, or as `liveMigrationForceComplete`.
   *
   * @defaultValue "abort"
   */
  onTimeout?: "abort" | "forceComplete";
}

/** What `liveMigration` answers. Moves a guest to the node that has prepared for it, while the guest goes on. */
export interface LiveMigrationResult {
  /** How it ended. */
  outcome: MigrationOutcome;
  /** What went wrong, for people. Present when `outcome` is `failed`. From 1 to 1024 characters. */
  problem?: string;
  /** The figures at the end. Absent where the driver does not count. */
  progress?: MigrationProgress;
}

/** What `liveMigrationAbort` asks. Calls a live migration in progress off. */
export interface LiveMigrationAbortParams {
  /** The instance that is on its way. */
  instanceUuid: Uuid;
}

/** What `liveMigrationAbort` answers. Calls a live migration in progress off. */
export type LiveMigrationAbortResult = Record<string, never>;

/** What `liveMigrationForceComplete` asks. Makes a live migration in progress come to its end, at the guest's expense. */
export interface LiveMigrationForceCompleteParams {
  /** The instance that is on its way. */
  instanceUuid: Uuid;
}

/**
 * What `liveMigrationForceComplete` answers. Makes a live migration in progress come to its end, at the guest's
 * expense.
 */
export type LiveMigrationForceCompleteResult = Record<string, never>;

/** What `postLiveMigrationAtDestination` asks. Makes a guest that has arrived one of the host's own. */
export interface PostLiveMigrationAtDestinationParams {
  /** The instance that has arrived. */
  instance: Instance;
  /** The node that it has arrived on. */
  node: Uuid;
  /** What `liveMigration` was given. */
  data: LiveMigrateData;
  /** What the guest has here: volumes with connections to this host, interfaces as they are bound to it. */
  devices?: GuestDevices;
}

/** What `postLiveMigrationAtDestination` answers. Makes a guest that has arrived one of the host's own. */
export interface PostLiveMigrationAtDestinationResult {
  /** What the driver wants to be given back about this instance. */
  driverState?: DriverState;
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `postLiveMigrationAtSource` asks. Releases what a guest used on the host that it has left. */
export interface PostLiveMigrationAtSourceParams {
  /** The instance that has left. */
  instanceUuid: Uuid;
  /** What `liveMigration` was given. */
  data: LiveMigrateData;
  /** What the guest had here: volumes with connections to this host, and the interfaces that were plugged on it. */
  devices?: GuestDevices;
}

/** What `postLiveMigrationAtSource` answers. Releases what a guest used on the host that it has left. */
export type PostLiveMigrationAtSourceResult = Record<string, never>;

/** What `preLiveMigration` asks. Prepares a node for a guest that is about to arrive, without starting it. */
export interface PreLiveMigrationParams {
  /** The instance that will arrive. */
  instance: Instance;
  /** The node that it will arrive on. */
  node: Uuid;
  /** What `checkSourceMigrateDataAtDestination` returned, with `networkInterfaces` where the instance has ports. */
  data: LiveMigrateData;
  /** What the guest will have here: volumes with connections to this host, interfaces as they are bound to it. */
  devices?: GuestDevices;
}

/** What `preLiveMigration` answers. Prepares a node for a guest that is about to arrive, without starting it. */
export interface PreLiveMigrationResult {
  /** What was given, with what the source needs to know of the preparations. */
  data: LiveMigrateData;
  /** What came of each volume here, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
}

/** What `rollbackLiveMigrationAtDestination` asks. Removes all that was prepared for a guest that has not come. */
export interface RollbackLiveMigrationAtDestinationParams {
  /** The instance that has not come. */
  instanceUuid: Uuid;
  /** The node that was prepared. */
  node: Uuid;
  /** What came back last in this migration. */
  data: LiveMigrateData;
  /** What the guest would have had here. Absent where nothing had been prepared. */
  devices?: GuestDevices;
  /**
   * Whether local disks that were prepared go too: what `cleanup.destinationDisks` of the data says once
   * `preLiveMigration` has succeeded, and false before, since a disk that is found then is not this migration's.
   */
  destroyDisks: boolean;
}

/** What `rollbackLiveMigrationAtDestination` answers. Removes all that was prepared for a guest that has not come. */
export type RollbackLiveMigrationAtDestinationResult = Record<string, never>;

/** What `rollbackLiveMigrationAtSource` asks. Gives a guest that stayed back what it gave up for the move. */
export interface RollbackLiveMigrationAtSourceParams {
  /** The instance that stayed. */
  instanceUuid: Uuid;
  /** What `liveMigration` was given. */
  data: LiveMigrateData;
}

/** What `rollbackLiveMigrationAtSource` answers. Gives a guest that stayed back what it gave up for the move. */
export interface RollbackLiveMigrationAtSourceResult {
  /** Where the guest finds each tagged device that was given back to it, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `confirmMigration` asks. Removes what the source kept of an instance that has moved. */
export interface ConfirmMigrationParams {
  /** The instance that has moved. */
  instanceUuid: Uuid;
  /**
   * What `migrateDiskAndPowerOff` returned, if the caller still has it. A driver that was restarted since may need it
   * to tell shared disks from its own.
   */
  data?: ColdMigrationData;
  /** True when this driver is source and destination. Left out otherwise. */
  sameHost?: boolean;
  /**
   * What the guest had at the source, with the source's devices. Whatever of it is still connected or plugged is
   * released.
   */
  devices?: GuestDevices;
  /**
   * What the source's driver last returned about the instance, if the caller still has it. `confirmMigration` works
   * without.
   */
  driverState?: DriverState;
}

/** What `confirmMigration` answers. Removes what the source kept of an instance that has moved. */
export type ConfirmMigrationResult = Record<string, never>;

/**
 * What `finishMigration` asks. Builds the instance anew from the disks that its source has brought, and brings it to
 * the requested power state.
 */
export interface FinishMigrationParams {
  /** What to build, with the flavor that it has from now on. */
  instance: Instance;
  /**
   * The node to build it on. With `sameHost` it may be another node of the driver's than the one that the instance was
   * on.
   */
  node: Uuid;
  /** What `migrateDiskAndPowerOff` returned. */
  data: ColdMigrationData;
  /** True when this driver is source and destination. Left out otherwise. */
  sameHost?: boolean;
  /** Whether the local disks grow to what the flavor says. When false they keep the size that they came with. */
  resizeDisks: boolean;
  /** What the guest has here: volumes with connections to this host, interfaces as they are bound to it. */
  devices?: GuestDevices;
  /** Whether the guest runs when the call returns. When false it is built in full and left `shutdown`. */
  powerOn: boolean;
}

/**
 * What `finishMigration` answers. Builds the instance anew from the disks that its source has brought, and brings it to
 * the requested power state.
 */
export interface FinishMigrationResult {
  /** What the driver wants to be given back about this instance. */
  driverState?: DriverState;
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `finishRevertMigration` asks. Brings an instance back at the source, as it was before it began to move. */
export interface FinishRevertMigrationParams {
  /** The instance, with the flavor that it had before. */
  instance: Instance;
  /** The node that it was on. */
  node: Uuid;
  /**
   * True when this driver was source and destination. The caller has removed the new guest with `destroy` and kept the
   * disks. Left out otherwise.
   */
  sameHost?: boolean;
  /** What the guest has here: volumes with connections to this host, interfaces as they are bound to it again. */
  devices?: GuestDevices;
  /**
   * What the source's driver last returned about the instance, if the caller still has it. `finishRevertMigration`
   * works without.
   */
  driverState?: DriverState;
  /**
   * What `migrateDiskAndPowerOff` returned, if the caller still has it. A driver that was restarted since may need it
   * to tell shared disks from its own.
   */
  data?: ColdMigrationData;
  /** Whether the guest runs when the call returns. When false it is left `shutdown`. */
  powerOn: boolean;
}

/** What `finishRevertMigration` answers. Brings an instance back at the source, as it was before it began to move. */
export interface FinishRevertMigrationResult {
  /** What the driver wants to be given back about this instance. */
  driverState?: DriverState;
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/**
 * What `getMigrationDestination` asks. Reads what a node accepts of an instance that is to move to it, and where the
 * source sends that.
 */
export interface GetMigrationDestinationParams {
  /** The instance that is to move. */
  instanceUuid: Uuid;
  /** The node that it is to move to. */
  node: Uuid;
}

/**
 * What `getMigrationDestination` answers. Reads what a node accepts of an instance that is to move to it, and where the
 * source sends that.
 */
export interface GetMigrationDestinationResult {
  /** What the node accepts, and where. */
  destination: MigrationDestination;
}

/** What `migrateDiskAndPowerOff` asks. Stops an instance and brings its local disks to where it is to go on. */
export interface MigrateDiskAndPowerOffParams {
  /** The instance that moves. */
  instanceUuid: Uuid;
  /** What `getMigrationDestination` returned, perhaps with fewer formats. Left out when `sameHost` is true. */
  destination?: MigrationDestination;
  /** True when this driver is source and destination. Left out otherwise. */
  sameHost?: boolean;
  /** How large the instance will be. The same as before in a plain migration. */
  flavor: Flavor;
  /** What the guest has now. The driver disconnects the volumes, unplugs the interfaces and releases the devices listed. */
  devices?: GuestDevices;
  /** How long the guest may take to shut down, in seconds. 0 asks for no orderly shutdown. From 0 to 86400. */
  timeoutSeconds: number;
  /** Seconds between two requests to the guest. 0 means one request only. From 0 to 86400. */
  retryIntervalSeconds: number;
}

/** What `migrateDiskAndPowerOff` answers. Stops an instance and brings its local disks to where it is to go on. */
export interface MigrateDiskAndPowerOffResult {
  /** What the caller hands to `finishMigration`. */
  data: ColdMigrationData;
}

/** What `getAvailableResource` asks. Reads what a node has and how much of it instances hold. */
export interface GetAvailableResourceParams {
  /** The node to read. */
  node: Uuid;
}

/** What `getAvailableResource` answers. Reads what a node has and how much of it instances hold. */
export interface GetAvailableResourceResult {
  /** The node's figures. */
  resource: AvailableResource;
}

/** What `listNodes` asks. Lists the hypervisor nodes that the driver serves. */
export interface ListNodesParams {
  /** Where to go on. Absent for the first page. */
  cursor?: Cursor;
  /**
   * Most entries to return. From 1 to 1000.
   *
   * @defaultValue 1000
   */
  limit?: number;
}

/** What `listNodes` answers. Lists the hypervisor nodes that the driver serves. */
export interface ListNodesResult {
  /** One page of nodes. At most 1000 entries. */
  nodes: NodeInfo[];
  /** Where the next page begins. Absent on the last one. */
  nextCursor?: Cursor;
}

/** What `nodesChanged` tells. Tells that nodes have come, gone or changed. */
export interface NodesChangedParams {
  /** The run of the driver that tells. */
  driverEpoch: Uuid;
  /** What has become of which node, in the order in which it happened. From 1 to 1000 entries. */
  changes: NodeChange[];
  /** The call that caused it, such as `setHostEnabled`. Absent when none did. */
  operationId?: Uuid;
  /** When the driver saw it. */
  observedAt: Timestamp;
}

/** What `updateProviderTree` asks. Tells what a node's tree of resource providers should be, given what it is. */
export interface UpdateProviderTreeParams {
  /** The node at the root of the tree. */
  node: Uuid;
  /**
   * The tree that the caller has, in no order: at least the root, which may be without inventories. From 1 to 4096
   * entries.
   */
  providers: ResourceProvider[];
  /**
   * Providers outside the tree that share what they have with it by an aggregate, such as a storage pool. For
   * information; none of them is returned. At most 1024 entries.
   */
  sharingProviders?: ResourceProvider[];
  /** All that is held of the tree. Given only after RESHAPE_NEEDED. At most 100000 entries. */
  allocations?: ConsumerAllocations[];
}

/** What `updateProviderTree` answers. Tells what a node's tree of resource providers should be, given what it is. */
export interface UpdateProviderTreeResult {
  /** The tree as it should be, whole and in no order. A provider that is left out is to go. From 1 to 4096 entries. */
  providers: ResourceProvider[];
  /** All that was given, as it should be. Present when the request has it. At most 100000 entries. */
  allocations?: ConsumerAllocations[];
}

/** What `pause` asks. Stops a guest's execution and keeps its memory resident. */
export interface PauseParams {
  /** The instance to pause. */
  instanceUuid: Uuid;
}

/** What `pause` answers. Stops a guest's execution and keeps its memory resident. */
export type PauseResult = Record<string, never>;

/** What `powerOff` asks. Stops an instance, in good order if there is time. */
export interface PowerOffParams {
  /** The instance to stop. */
  instanceUuid: Uuid;
  /** How long the guest may take to shut down, in seconds. 0 asks for no orderly shutdown. From 0 to 86400. */
  timeoutSeconds: number;
  /** Seconds between two requests to the guest. 0 means one request only. From 0 to 86400. */
  retryIntervalSeconds: number;
}

/** What `powerOff` answers. Stops an instance, in good order if there is time. */
export type PowerOffResult = Record<string, never>;

/** What `powerOn` asks. Starts a powered-off instance. */
export interface PowerOnParams {
  /** The instance to start. */
  instanceUuid: Uuid;
  /** The devices from now on. Absent if nothing has changed since the driver last heard. */
  devices?: GuestDevices;
}

/** What `powerOn` answers. Starts a powered-off instance. */
export interface PowerOnResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `reboot` asks. Restarts an instance's guest, softly or hard. */
export interface RebootParams {
  /** The instance to restart. */
  instanceUuid: Uuid;
  /** Whether the guest is asked. */
  type: "soft" | "hard";
  /**
   * For a soft reboot, how long the guest may take to shut down, in seconds, before it is rebooted hard. From 1 to
   * 86400.
   *
   * @defaultValue 120
   */
  timeoutSeconds?: number;
  /**
   * The devices from now on, for a hard reboot; a soft one that becomes hard takes them too. Absent if nothing has
   * changed since the driver last heard.
   */
  devices?: GuestDevices;
}

/** What `reboot` answers. Restarts an instance's guest, softly or hard. */
export interface RebootResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
  /**
   * Volumes that stood in the way of a hard reboot, and that the guest now does without. They are not attached any
   * more. At most 256 entries.
   */
  droppedVolumeIds?: Uuid[];
}

/** What `resume` asks. Lets a suspended guest go on from its saved memory. */
export interface ResumeParams {
  /** The instance to resume. */
  instanceUuid: Uuid;
  /**
   * Where its devices are now. They are the ones that the guest had, in the same order; only how the host reaches them
   * may differ.
   */
  devices?: GuestDevices;
}

/** What `resume` answers. Lets a suspended guest go on from its saved memory. */
export interface ResumeResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `resumeStateOnHostBoot` asks. Brings a guest back that ran before its host went down. */
export interface ResumeStateOnHostBootParams {
  /** The instance to bring back. */
  instanceUuid: Uuid;
  /** Where its devices are now. Read only if the guest has to be started. */
  devices?: GuestDevices;
}

/** What `resumeStateOnHostBoot` answers. Brings a guest back that ran before its host went down. */
export interface ResumeStateOnHostBootResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `suspend` asks. Saves a guest's memory to disk and stops it. */
export interface SuspendParams {
  /** The instance to suspend. */
  instanceUuid: Uuid;
}

/** What `suspend` answers. Saves a guest's memory to disk and stops it. */
export type SuspendResult = Record<string, never>;

/** What `triggerCrashDump` asks. Makes a guest's kernel dump its memory. */
export interface TriggerCrashDumpParams {
  /** The instance. */
  instanceUuid: Uuid;
}

/** What `triggerCrashDump` answers. Makes a guest's kernel dump its memory. */
export type TriggerCrashDumpResult = Record<string, never>;

/** What `unpause` asks. Lets a paused guest go on where it stopped. */
export interface UnpauseParams {
  /** The instance to unpause. */
  instanceUuid: Uuid;
}

/** What `unpause` answers. Lets a paused guest go on where it stopped. */
export type UnpauseResult = Record<string, never>;

/** What `cancelOperation` tells. Asks the driver to stop working on a call. */
export interface CancelOperationParams {
  /** The call to cancel. */
  operationId: Uuid;
}

/** What `capabilitiesChanged` tells. Tells that the driver can do more or less than it has said before. */
export interface CapabilitiesChangedParams {
  /** The run of the driver that tells. */
  driverEpoch: Uuid;
  /** All that the driver can do now, not only what is new. */
  capabilities: Capabilities;
}

/** What `configure` asks. Gives the driver its configuration. */
export interface ConfigureParams {
  /** The whole configuration, each key once, in no order. At most 4096 entries. */
  settings: ConfigurationSetting[];
}

/** What `configure` answers. Gives the driver its configuration. */
export interface ConfigureResult {
  /** The options whose value takes effect only in the next run of the driver. At most 4096 entries. */
  waiting: ConfigurationKey[];
}

/** What `describeConfiguration` asks. Tells what can be configured about the driver, and what is in force. */
export type DescribeConfigurationParams = Record<string, never>;

/** What `describeConfiguration` answers. Tells what can be configured about the driver, and what is in force. */
export interface DescribeConfigurationResult {
  /** Every option that the driver has, in the order in which people should read them. At most 4096 entries. */
  options: ConfigurationOption[];
  /** The values in force that `configure` gave, without secrets. At most 4096 entries. */
  settings: ConfigurationSetting[];
}

/** What `getOperation` asks. Tells what became of a changing call. */
export interface GetOperationParams {
  /** The identity of the call. */
  operationId: Uuid;
}

/** What `getOperation` answers. Tells what became of a changing call. */
export interface GetOperationResult {
  /** The identity asked for. */
  operationId: Uuid;
  /** Where the call stands. */
  state: "running" | "succeeded" | "failed" | "unknown";
  /** The operation called. Absent when unknown. At most 255 characters. */
  operation?: string;
  /** How it failed. Present when `state` is `failed`. */
  error?: FailedCall;
  /** The `driverState` that the call returned. Present when `state` is `succeeded` and it returned one. */
  driverState?: DriverState;
  /** The `attachedVolumes` that the call returned, likewise. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** The `taggedDevices` that the call returned, likewise. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `initialize` asks. Opens a session, agrees on a version of the spec and learns what the driver can do. */
export interface InitializeParams {
  /** The versions of the spec that the caller speaks. From 1 to 64 entries. */
  specVersions: Version[];
  /** The cloud core. */
  caller: PeerInfo;
  /** The session's epoch. Higher than that of any session before it. At least 1. */
  epoch: number;
  /** The largest message, in bytes, that the caller accepts. From 65536 to 67108864. */
  maxMessageBytes: number;
}

/** What `initialize` answers. Opens a session, agrees on a version of the spec and learns what the driver can do. */
export interface InitializeResult {
  /** The version that both speak from here on. */
  specVersion: Version;
  /** The driver. */
  driver: PeerInfo;
  /** The identity of this run of the driver, new at every start. Event sequences begin anew with it. */
  driverEpoch: Uuid;
  /** What the driver can do beyond the mandatory operations. */
  capabilities: Capabilities;
  /** The largest message, in bytes, that the driver accepts. From 65536 to 67108864. */
  maxMessageBytes: number;
}

/** What `probe` asks. Tells how the driver is, and separately how its hypervisor is. */
export type ProbeParams = Record<string, never>;

/** What `probe` answers. Tells how the driver is, and separately how its hypervisor is. */
export interface ProbeResult {
  /** Whether the driver itself can do all its work, given a hypervisor. */
  driver: "ok" | "degraded";
  /** Whether the hypervisor answers the driver now. */
  backend: "reachable" | "unreachable";
  /** What is wrong, for people. At most 1024 characters. */
  detail?: string;
}

/** What `progress` tells. Tells how far a changing call has come. */
export interface ProgressParams {
  /** The call. */
  operationId: Uuid;
  /** What the driver is doing, for people, or the name that the operation fixes for this step. From 1 to 255 characters. */
  step: string;
  /** How much is done, in percent, where the driver can tell. From 0 to 100. */
  percent?: number;
  /** The figures of a `liveMigration` on the way. Absent for every other call, and where the driver does not count. */
  migration?: MigrationProgress;
}

/** What `shutdown` asks. Ends the session in good order. */
export type ShutdownParams = Record<string, never>;

/** What `shutdown` answers. Ends the session in good order. */
export type ShutdownResult = Record<string, never>;

/** What `rescue` asks. Boots a powered-off instance from a rescue image, with its own disks beside it. */
export interface RescueParams {
  /** The instance. */
  instanceUuid: Uuid;
  /** What to boot from. Its properties say on which bus and as what kind of device the guest sees it. */
  image: ImageMeta;
  /**
   * A password for the rescue system's administrator, for drivers that can set one. Others ignore it. From 1 to 512
   * characters. A secret: never in a log, a transcript, a message or a report.
   */
  rescuePassword?: string;
  /** The config drive of the rescue system, in place of the instance's own. Absent for none. */
  configDrive?: ConfigDrive;
  /** The instance's devices as they are now. Absent if nothing has changed since the driver last heard. */
  devices?: GuestDevices;
}

/** What `rescue` answers. Boots a powered-off instance from a rescue image, with its own disks beside it. */
export interface RescueResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `unrescue` asks. Ends rescue mode, removes the rescue disk and boots an instance from its own disks. */
export interface UnrescueParams {
  /** The instance. */
  instanceUuid: Uuid;
  /**
   * The instance's devices as they are now. Absent if nothing has changed since the driver last heard. Not read where
   * the instance is not rescued.
   */
  devices?: GuestDevices;
}

/** What `unrescue` answers. Ends rescue mode, removes the rescue disk and boots an instance from its own disks. */
export interface UnrescueResult {
  /** What came of each volume, for the caller to store. At most 256 entries. */
  attachedVolumes?: AttachedVolume[];
  /** Where the guest finds each device that was given with a tag, for the caller to tell it. At most 256 entries. */
  taggedDevices?: TaggedDevice[];
}

/** What `mountShare` asks. Mounts a shared file system on the host for an instance. */
export interface MountShareParams {
  /** The instance that is to use it. It need not exist yet. */
  instanceUuid: Uuid;
  /** The node on which to mount it. */
  node: Uuid;
  /** The share. */
  share: ShareMapping;
}

/** What `mountShare` answers. Mounts a shared file system on the host for an instance. */
export type MountShareResult = Record<string, never>;

/** What `umountShare` asks. Gives up an instance's use of a shared file system on the host. */
export interface UmountShareParams {
  /** The instance that uses it no more. It need not exist any more. */
  instanceUuid: Uuid;
  /** The node on which it is mounted. */
  node: Uuid;
  /** The share. */
  share: ShareMapping;
}

/** What `umountShare` answers. Gives up an instance's use of a shared file system on the host. */
export interface UmountShareResult {
  /** Whether other instances on the node still use it, so that it is still mounted. */
  isInUse: boolean;
}

/** What `simulation/advance` asks. Moves the simulated hypervisor's clock forward. */
export interface SimulationAdvanceParams {
  /** How far to move the clock, in milliseconds. From 0 to 31536000000. */
  durationMs: number;
}

/** What `simulation/advance` answers. Moves the simulated hypervisor's clock forward. */
export interface SimulationAdvanceResult {
  /** The simulated time afterwards. */
  now: Timestamp;
}

/** What `simulation/clearFaults` asks. Ends every injected fault that is still in force. */
export type SimulationClearFaultsParams = Record<string, never>;

/** What `simulation/clearFaults` answers. Ends every injected fault that is still in force. */
export type SimulationClearFaultsResult = Record<string, never>;

/** What `simulation/hold` asks. Stops the simulated clock from moving by itself, or lets it go on. */
export interface SimulationHoldParams {
  /** Whether the clock is held. */
  held: boolean;
}

/** What `simulation/hold` answers. Stops the simulated clock from moving by itself, or lets it go on. */
export interface SimulationHoldResult {
  /** The simulated time. */
  now: Timestamp;
}

/** What `simulation/injectFault` asks. Makes something go wrong in the simulated hypervisor, or in the driver over it. */
export interface SimulationInjectFaultParams {
  /** What goes wrong. */
  fault: SimulatedFault;
}

/**
 * What `simulation/injectFault` answers. Makes something go wrong in the simulated hypervisor, or in the driver over
 * it.
 */
export type SimulationInjectFaultResult = Record<string, never>;

/** What `attachVolume` asks. Connects a volume to the host and gives it to an instance. */
export interface AttachVolumeParams {
  /** The instance to give the volume to. */
  instanceUuid: Uuid;
  /** The volume, and how the instance gets it. */
  volume: VolumeAttachment;
  /** The role of the device. The caller leaves `volume.tag` out here, and sends it in every later build of the guest. */
  tag?: DeviceTag;
}

/** What `attachVolume` answers. Connects a volume to the host and gives it to an instance. */
export interface AttachVolumeResult {
  /** What to store and to hand back as `volume.attached` from now on. */
  attached: AttachedVolume;
  /** Where the guest finds the device, for the metadata that tells the guest its tag. Present if `tag` was given. */
  taggedDevice?: TaggedDevice;
}

/** What `detachVolume` asks. Takes a volume from an instance and ends the host's connection to it. */
export interface DetachVolumeParams {
  /** The instance to take the volume from. */
  instanceUuid: Uuid;
  /**
   * The volume as it was attached, with what the driver answered then as `attached`. `encryption` and the
   * `authentication` of its connection may be left out: nothing here needs their secrets.
   */
  volume: VolumeAttachment;
  /**
   * How long the guest may take to release the device, in seconds. The driver asks it as often as it sees fit. From 1
   * to 86400.
   */
  timeoutSeconds: number;
}

/** What `detachVolume` answers. Takes a volume from an instance and ends the host's connection to it. */
export type DetachVolumeResult = Record<string, never>;

/** What `extendVolume` asks. Lets host and guest see that a volume has grown. */
export interface ExtendVolumeParams {
  /** The instance that has the volume. */
  instanceUuid: Uuid;
  /** The volume as it was attached, with `attached`. */
  volume: VolumeAttachment;
  /** How large the volume is now, in bytes. At least 1. */
  sizeBytes: number;
}

/** What `extendVolume` answers. Lets host and guest see that a volume has grown. */
export interface ExtendVolumeResult {
  /** How large the device is for the guest, in bytes. At least 1. */
  sizeBytes: number;
}

/** What `getDeviceNames` asks. Chooses names for the block devices of an instance. */
export interface GetDeviceNamesParams {
  /** The node that the instance is on or will be on. */
  node: Uuid;
  /** The properties of the instance's image, which may ask for a bus. */
  imageProperties?: ImageProperties;
  /** The devices, in the order in which the guest sees them. From 1 to 512 entries. */
  devices: BlockDeviceNaming[];
}

/** What `getDeviceNames` answers. Chooses names for the block devices of an instance. */
export interface GetDeviceNamesResult {
  /** The same devices in the same order, each with `deviceName`, `bus` and `deviceType`. At most 512 entries. */
  devices: BlockDeviceNaming[];
}

/** What `getVolumeConnector` asks. Tells what a volume service must know of a node's host to let it reach volumes. */
export interface GetVolumeConnectorParams {
  /** The node whose host is to reach a volume. */
  node: Uuid;
  /** The instance that the volume is for. It need not exist yet. Drivers whose hosts reach all volumes alike ignore it. */
  instanceUuid?: Uuid;
}

/** What `getVolumeConnector` answers. Tells what a volume service must know of a node's host to let it reach volumes. */
export interface GetVolumeConnectorResult {
  /** The host as a volume service sees it. */
  connector: VolumeConnector;
}

/** What `swapVolume` asks. Moves a running guest from one volume to another without interrupting it. */
export interface SwapVolumeParams {
  /** The instance that has the old volume. */
  instanceUuid: Uuid;
  /** The volume as it was attached, with `attached`. */
  oldVolume: VolumeAttachment;
  /**
   * The volume to go on with. Its `connection` is new and its `volumeId` may be; all that the guest can see is as
   * before, the serial number until its next boot.
   */
  newVolume: VolumeAttachment;
  /** How large the device is for the guest afterwards, in bytes, if it grows. Absent, as large as before. At least 1. */
  sizeBytes?: number;
}

/** What `swapVolume` answers. Moves a running guest from one volume to another without interrupting it. */
export interface SwapVolumeResult {
  /** What to store for the new volume in place of that of the old one. */
  attached: AttachedVolume;
}

/**
 * What `volumeSnapshotCreate` asks. Makes a snapshot of an attached volume whose back end cannot do it while a guest
 * writes.
 */
export interface VolumeSnapshotCreateParams {
  /** The instance that has the volume. */
  instanceUuid: Uuid;
  /** The volume. */
  volumeId: Uuid;
  /** The snapshot to make. */
  snapshot: VolumeSnapshotRequest;
}

/**
 * What `volumeSnapshotCreate` answers. Makes a snapshot of an attached volume whose back end cannot do it while a guest
 * writes.
 */
export interface VolumeSnapshotCreateResult {
  /** The file that the guest writes to now. */
  activeFileName: FileName;
  /** Whether the guest had flushed its file systems and held its writes. */
  isQuiesced: boolean;
}

/** What `volumeSnapshotDelete` asks. Merges files of an attached volume so that a snapshot can go. */
export interface VolumeSnapshotDeleteParams {
  /** The instance that has the volume. */
  instanceUuid: Uuid;
  /** The volume. */
  volumeId: Uuid;
  /** The snapshot in the volume service. */
  snapshotId: Uuid;
  /** Which files to merge. */
  merge: VolumeSnapshotMerge;
}

/** What `volumeSnapshotDelete` answers. Merges files of an attached volume so that a snapshot can go. */
export interface VolumeSnapshotDeleteResult {
  /** The file that the guest writes to now. */
  activeFileName: FileName;
}

/** What an error tells beside its code, for the codes that tell something. */
export interface ErrorDetails {
  /** The parameters do not match the operation's schema, or contradict each other. */
  INVALID_REQUEST: {
    /** Which field, such as `params.instance.flavor.vcpus`. At most 1024 characters. */
    path: string;
    /** What is wrong with it. At most 1024 characters. */
    problem: string;
  };
  /** The driver does not offer this operation or feature, and never fails it "just now". Answered before any effect. */
  NOT_SUPPORTED: {
    /** The operation asked for. At most 255 characters. */
    operation: string;
    /** The capability that would offer it. At most 255 characters. */
    capability?: string;
    /**
     * Which field asks for what the driver cannot do, such as `params.instance.image.properties.platform.platformType`.
     * At most 1024 characters.
     */
    path?: string;
  };
  /** A session with a higher epoch controls this driver. The older one must stop, not retry. */
  SESSION_FENCED: {
    /** The epoch in control. At least 0. */
    currentEpoch: number;
  };
  /** Caller and driver have no version of the spec in common. */
  VERSION_NOT_SUPPORTED: {
    /** The versions that the driver speaks. At most 64 entries. */
    supportedVersions: Version[];
  };
  /** The request, or the answer to it, is larger than the negotiated `maxMessageBytes`. */
  MESSAGE_TOO_LARGE: {
    /** How large the message is, in bytes. At least 0. */
    sizeBytes: number;
    /** The limit, in bytes. At least 0. */
    maxMessageBytes: number;
  };
  /** The operationId belongs to an earlier call with another operation or other parameters. */
  OPERATION_CONFLICT: {
    /** The identity used twice. */
    operationId: Uuid;
  };
  /** The hypervisor answered, and it has no such instance. Never used when the hypervisor could not be asked. */
  INSTANCE_NOT_FOUND: {
    /** The instance asked for. */
    instanceUuid: Uuid;
  };
  /** An instance with that uuid is already there. It has been left alone. */
  INSTANCE_EXISTS: {
    /** The instance that exists. */
    instanceUuid: Uuid;
  };
  /** Another changing call on the same instance is in progress. */
  INSTANCE_BUSY: {
    /** The instance. */
    instanceUuid: Uuid;
    /** The call in the way. */
    operationId: Uuid;
    /** The operation in the way. At most 255 characters. */
    operation: string;
  };
  /** The operation is not possible in the instance's power state, which is unchanged. */
  INVALID_STATE: {
    /** The instance. */
    instanceUuid: Uuid;
    /** The state that the driver found. */
    powerState: PowerState;
  };
  /** The driver serves no such node. */
  NODE_NOT_FOUND: {
    /** The node asked for. */
    node: Uuid;
  };
  /** The node cannot hold the flavor now. Another might. */
  INSUFFICIENT_RESOURCES: {
    /** What ran short. More values may come in later versions; a receiver reads one that it does not know as `other`. */
    resource:
      | "vcpus"
      | "memoryMib"
      | "localGib"
      | "dedicatedCpus"
      | "numaCells"
      | "hugePages"
      | "pciDevices"
      | "mediatedDevices"
      | "encryptionContexts"
      | "other";
    /** How much was asked for, in the resource's own unit. At least 0. */
    requested: number;
    /** How much is free, in the same unit. At least 0. */
    available: number;
  };
  /**
   * The image cannot be used here or anywhere. It is damaged, too large for the flavor, or of a format that the driver
   * does not take or cannot write.
   */
  IMAGE_UNACCEPTABLE: {
    /** The image. */
    imageId: Uuid;
    /**
     * What is wrong with it. More values may come in later versions; a receiver reads one that it does not know as
     * `unreadable`.
     */
    problem: "unreadable" | "checksum" | "size" | "format" | "flavor-too-small" | "signature";
  };
  /** The instance is there and has no console log yet. */
  CONSOLE_NOT_AVAILABLE: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The driver cannot work with a value of its configuration. The one before stays in force. */
  CONFIGURATION_INVALID: {
    /** Which option. At most 255 characters. */
    key: string;
    /** What is wrong with its value. At most 1024 characters. */
    problem: string;
  };
  /** Inventory has to move between resource providers, which takes the allocations. Call again with them. */
  RESHAPE_NEEDED: {
    /** The node. */
    node: Uuid;
  };
  /** The allocations given cannot be moved to the driver's new tree of resource providers. */
  RESHAPE_FAILED: {
    /** The node. */
    node: Uuid;
    /** What stands in the way. At most 1024 characters. */
    problem: string;
  };
  /** A host device that the request names is not there, or another instance has it. */
  DEVICE_UNAVAILABLE: {
    /** The device, by its address or its uuid. At most 255 characters. */
    device: string;
  };
  /** Guests run on the node, or a call on an instance of it is in progress. The operation would cut them off. */
  NODE_IN_USE: {
    /** The node. */
    node: Uuid;
    /** How many instances run on it or are being changed. From 0 to 1000000. */
    runningInstances: number;
    /** How many foreign guests run on it. From 0 to 1000000. */
    foreignGuests?: number;
  };
  /** Reading from an image source or writing to an image sink broke off. What was transferred has been discarded. */
  IMAGE_TRANSFER_FAILED: {
    /** The image. */
    imageId: Uuid;
  };
  /** The credentials of a source, sink or connection are no longer valid, and the caller did not renew them. */
  CREDENTIALS_EXPIRED: {
    /** What they were for. At most 255 characters. */
    resource: string;
  };
  /** The driver offers this type of console, but this instance has none. */
  CONSOLE_TYPE_NOT_AVAILABLE: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The instance cannot move between these two hosts. Nothing has changed on either. */
  MIGRATION_NOT_POSSIBLE: {
    /** Why not. More values may come in later versions; a receiver reads one that it does not know as `other`. */
    reason:
      | "incompatible-cpu"
      | "incompatible-hypervisor"
      | "incompatible-storage"
      | "insufficient-resources"
      | "unknown-format"
      | "device-cannot-move"
      | "other";
    /** The reason in words. At most 1024 characters. */
    problem: string;
  };
  /** No live migration of the instance is in progress on this host. */
  MIGRATION_NOT_RUNNING: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The destination already has a disk of this instance that the request does not say to reuse. */
  DESTINATION_DISK_EXISTS: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The host could not connect to the volume. No connection is left. */
  VOLUME_CONNECTION_FAILED: {
    /** The volume. */
    volumeId: Uuid;
  };
  /** The volume is not attached to the instance. */
  VOLUME_NOT_ATTACHED: {
    /** The volume. */
    volumeId: Uuid;
  };
  /** The volume is already attached to the instance, or to another one and cannot be shared. */
  VOLUME_IN_USE: {
    /** The volume. */
    volumeId: Uuid;
  };
  /** The guest did not release the device in time. It still has it. */
  DEVICE_DETACH_FAILED: {
    /** The device. At most 255 characters. */
    device: string;
  };
  /** The instance has no room for another device of this kind. */
  TOO_MANY_DEVICES: {
    /** How many there may be. From 0 to 1000000. */
    limit: number;
  };
  /** A network interface could not be plugged on the host. */
  INTERFACE_PLUG_FAILED: {
    /** The port. */
    portId: Uuid;
  };
  /** An external event did not come in time. */
  EXTERNAL_EVENT_TIMEOUT: {
    /** The event waited for. At most 255 characters. */
    event: string;
  };
  /** The service that an external event comes from reported a failure. */
  EXTERNAL_EVENT_FAILED: {
    /** The event waited for. At most 255 characters. */
    event: string;
  };
  /** The agent inside the guest does not answer now. */
  GUEST_AGENT_UNAVAILABLE: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The agent inside the guest answered, and refused the work. */
  GUEST_REFUSED: {
    /** The instance. */
    instanceUuid: Uuid;
  };
  /** The server knows no such share. */
  SHARE_NOT_FOUND: {
    /** The share. */
    shareId: Uuid;
  };
  /** The share could not be mounted, or could not be unmounted. */
  SHARE_MOUNT_FAILED: {
    /** The share. */
    shareId: Uuid;
  };
  /** The hypervisor answered, and refused or broke off the work. */
  BACKEND_FAILED: {
    /** What the driver asked of the hypervisor when it failed, in the driver's words. At most 255 characters. */
    step: string;
  };
}

/** A request and what answers it. */
export interface Exchange<Params, Result> {
  /** What is asked. */
  params: Params;
  /** What is answered. */
  result: Result;
}

/** What each call of a driver asks and what answers it, by operation. */
export interface OperationMap {
  /** Reads what a guest wrote to its first serial port. */
  getConsoleOutput: Exchange<GetConsoleOutputParams, GetConsoleOutputResult>;
  /** Tells where an instance's MKS console listens. */
  getMksConsole: Exchange<GetMksConsoleParams, GetMksConsoleResult>;
  /** Tells where an instance's RDP console listens. */
  getRdpConsole: Exchange<GetRdpConsoleParams, GetRdpConsoleResult>;
  /** Tells where an instance's serial console listens. */
  getSerialConsole: Exchange<GetSerialConsoleParams, GetSerialConsoleResult>;
  /** Tells where an instance's SPICE console listens. */
  getSpiceConsole: Exchange<GetSpiceConsoleParams, GetSpiceConsoleResult>;
  /** Tells where an instance's VNC console listens. */
  getVncConsole: Exchange<GetVncConsoleParams, GetVncConsoleResult>;
  /** Reads the counters of a guest and its devices. */
  getInstanceDiagnostics: Exchange<GetInstanceDiagnosticsParams, GetInstanceDiagnosticsResult>;
  /** Reads what instances have done with their volumes. */
  getVolumeUsage: Exchange<GetVolumeUsageParams, GetVolumeUsageResult>;
  /** Removes a probe that `checkInstanceSharedStorageLocal` has left. */
  checkInstanceSharedStorageCleanup: Exchange<CheckInstanceSharedStorageCleanupParams, CheckInstanceSharedStorageCleanupResult>;
  /** Begins to find out whether another host reaches the storage in which this one keeps an instance's disks. */
  checkInstanceSharedStorageLocal: Exchange<CheckInstanceSharedStorageLocalParams, CheckInstanceSharedStorageLocalResult>;
  /** Looks for a probe that another host's driver has left in its storage. */
  checkInstanceSharedStorageRemote: Exchange<CheckInstanceSharedStorageRemoteParams, CheckInstanceSharedStorageRemoteResult>;
  /** Tells whether a node can reach the local disks of an instance, whether the instance is there or not. */
  instanceOnDisk: Exchange<InstanceOnDiskParams, InstanceOnDiskResult>;
  /** Changes the administrator's password inside a running guest. */
  setAdminPassword: Exchange<SetAdminPasswordParams, SetAdminPasswordResult>;
  /** Reads what a node's CPUs have been doing since it was booted. */
  getHostCpuStats: Exchange<GetHostCpuStatsParams, GetHostCpuStatsResult>;
  /** Tells how long a node has been up. */
  getHostUptime: Exchange<GetHostUptimeParams, GetHostUptimeResult>;
  /** Takes a node into maintenance, or out of it. */
  hostMaintenanceMode: Exchange<HostMaintenanceModeParams, HostMaintenanceModeResult>;
  /** Starts a node, powers it off or reboots it. */
  hostPowerAction: Exchange<HostPowerActionParams, HostPowerActionResult>;
  /** Opens or closes a node for new instances, by the hypervisor's own switch. */
  setHostEnabled: Exchange<SetHostEnabledParams, SetHostEnabledResult>;
  /** Fetches an image into a node's cache before an instance needs it. */
  cacheImage: Exchange<CacheImageParams, CacheImageResult>;
  /** Removes images from a node's cache that nobody has used for some time. */
  manageImageCache: Exchange<ManageImageCacheParams, ManageImageCacheResult>;
  /** Makes a running guest flush its file systems and hold its writes until `unquiesce`. */
  quiesce: Exchange<QuiesceParams, QuiesceResult>;
  /** Makes an image of an instance's root disk and writes it to an image sink. */
  snapshot: Exchange<SnapshotParams, SnapshotResult>;
  /** Lets a quiesced guest write again. */
  unquiesce: Exchange<UnquiesceParams, UnquiesceResult>;
  /** Reads the hypervisor's present view of one instance. */
  getInfo: Exchange<GetInfoParams, GetInfoResult>;
  /** Reads the power states of all the driver's own instances at once. */
  listInstanceStates: Exchange<ListInstanceStatesParams, ListInstanceStatesResult>;
  /** Lists the guests on the driver's nodes, its own and foreign ones. */
  listInstances: Exchange<ListInstancesParams, ListInstancesResult>;
  /** Adds a network interface to an existing instance. */
  attachInterface: Exchange<AttachInterfaceParams, AttachInterfaceResult>;
  /** Takes a network interface from an existing instance. */
  detachInterface: Exchange<DetachInterfaceParams, DetachInterfaceResult>;
  /** Wires an instance's network interfaces on the host. */
  plugVifs: Exchange<PlugVifsParams, PlugVifsResult>;
  /** Takes an instance's network interfaces off the host. */
  unplugVifs: Exchange<UnplugVifsParams, UnplugVifsResult>;
  /** Removes an instance and all that belongs to it. */
  destroy: Exchange<DestroyParams, DestroyResult>;
  /** Shows a driver that has just started what the caller expects of it, and asks what it says of each instance. */
  processInstancesAtStartup: Exchange<ProcessInstancesAtStartupParams, ProcessInstancesAtStartupResult>;
  /** Makes an instance anew in place, with its identity kept and its local disks made again. */
  rebuild: Exchange<RebuildParams, RebuildResult>;
  /** Brings an instance back that was put aside, and starts it. */
  restore: Exchange<RestoreParams, RestoreResult>;
  /** Stops an instance and puts it aside so that it can be brought back. */
  softDelete: Exchange<SoftDeleteParams, SoftDeleteResult>;
  /** Creates an instance on a node and brings it to the requested power state. */
  spawn: Exchange<SpawnParams, SpawnResult>;
  /** Finds out whether a node can take a running instance, and says what the source needs to know of it. */
  checkCanLiveMigrateDestination: Exchange<CheckCanLiveMigrateDestinationParams, CheckCanLiveMigrateDestinationResult>;
  /**
   * Finds out whether an instance can leave its node for the destination that has answered, and adds what that one
   * needs to know.
   */
  checkCanLiveMigrateSource: Exchange<CheckCanLiveMigrateSourceParams, CheckCanLiveMigrateSourceResult>;
  /** Lets the destination look at what the source has added, take its last chance to refuse, and place the guest. */
  checkSourceMigrateDataAtDestination: Exchange<CheckSourceMigrateDataAtDestinationParams, CheckSourceMigrateDataAtDestinationResult>;
  /** Removes what the checks of a live migration left in the destination's storage. */
  cleanupLiveMigrationDestinationCheck: Exchange<CleanupLiveMigrationDestinationCheckParams, CleanupLiveMigrationDestinationCheckResult>;
  /** Moves a guest to the node that has prepared for it, while the guest goes on. */
  liveMigration: Exchange<LiveMigrationParams, LiveMigrationResult>;
  /** Calls a live migration in progress off. */
  liveMigrationAbort: Exchange<LiveMigrationAbortParams, LiveMigrationAbortResult>;
  /** Makes a live migration in progress come to its end, at the guest's expense. */
  liveMigrationForceComplete: Exchange<LiveMigrationForceCompleteParams, LiveMigrationForceCompleteResult>;
  /** Makes a guest that has arrived one of the host's own. */
  postLiveMigrationAtDestination: Exchange<PostLiveMigrationAtDestinationParams, PostLiveMigrationAtDestinationResult>;
  /** Releases what a guest used on the host that it has left. */
  postLiveMigrationAtSource: Exchange<PostLiveMigrationAtSourceParams, PostLiveMigrationAtSourceResult>;
  /** Prepares a node for a guest that is about to arrive, without starting it. */
  preLiveMigration: Exchange<PreLiveMigrationParams, PreLiveMigrationResult>;
  /** Removes all that was prepared for a guest that has not come. */
  rollbackLiveMigrationAtDestination: Exchange<RollbackLiveMigrationAtDestinationParams, RollbackLiveMigrationAtDestinationResult>;
  /** Gives a guest that stayed back what it gave up for the move. */
  rollbackLiveMigrationAtSource: Exchange<RollbackLiveMigrationAtSourceParams, RollbackLiveMigrationAtSourceResult>;
  /** Removes what the source kept of an instance that has moved. */
  confirmMigration: Exchange<ConfirmMigrationParams, ConfirmMigrationResult>;
  /** Builds the instance anew from the disks that its source has brought, and brings it to the requested power state. */
  finishMigration: Exchange<FinishMigrationParams, FinishMigrationResult>;
  /** Brings an instance back at the source, as it was before it began to move. */
  finishRevertMigration: Exchange<FinishRevertMigrationParams, FinishRevertMigrationResult>;
  /** Reads what a node accepts of an instance that is to move to it, and where the source sends that. */
  getMigrationDestination: Exchange<GetMigrationDestinationParams, GetMigrationDestinationResult>;
  /** Stops an instance and brings its local disks to where it is to go on. */
  migrateDiskAndPowerOff: Exchange<MigrateDiskAndPowerOffParams, MigrateDiskAndPowerOffResult>;
  /** Reads what a node has and how much of it instances hold. */
  getAvailableResource: Exchange<GetAvailableResourceParams, GetAvailableResourceResult>;
  /** Lists the hypervisor nodes that the driver serves. */
  listNodes: Exchange<ListNodesParams, ListNodesResult>;
  /** Tells what a node's tree of resource providers should be, given what it is. */
  updateProviderTree: Exchange<UpdateProviderTreeParams, UpdateProviderTreeResult>;
  /** Stops a guest's execution and keeps its memory resident. */
  pause: Exchange<PauseParams, PauseResult>;
  /** Stops an instance, in good order if there is time. */
  powerOff: Exchange<PowerOffParams, PowerOffResult>;
  /** Starts a powered-off instance. */
  powerOn: Exchange<PowerOnParams, PowerOnResult>;
  /** Restarts an instance's guest, softly or hard. */
  reboot: Exchange<RebootParams, RebootResult>;
  /** Lets a suspended guest go on from its saved memory. */
  resume: Exchange<ResumeParams, ResumeResult>;
  /** Brings a guest back that ran before its host went down. */
  resumeStateOnHostBoot: Exchange<ResumeStateOnHostBootParams, ResumeStateOnHostBootResult>;
  /** Saves a guest's memory to disk and stops it. */
  suspend: Exchange<SuspendParams, SuspendResult>;
  /** Makes a guest's kernel dump its memory. */
  triggerCrashDump: Exchange<TriggerCrashDumpParams, TriggerCrashDumpResult>;
  /** Lets a paused guest go on where it stopped. */
  unpause: Exchange<UnpauseParams, UnpauseResult>;
  /** Gives the driver its configuration. */
  configure: Exchange<ConfigureParams, ConfigureResult>;
  /** Tells what can be configured about the driver, and what is in force. */
  describeConfiguration: Exchange<DescribeConfigurationParams, DescribeConfigurationResult>;
  /** Tells what became of a changing call. */
  getOperation: Exchange<GetOperationParams, GetOperationResult>;
  /** Opens a session, agrees on a version of the spec and learns what the driver can do. */
  initialize: Exchange<InitializeParams, InitializeResult>;
  /** Tells how the driver is, and separately how its hypervisor is. */
  probe: Exchange<ProbeParams, ProbeResult>;
  /** Ends the session in good order. */
  shutdown: Exchange<ShutdownParams, ShutdownResult>;
  /** Boots a powered-off instance from a rescue image, with its own disks beside it. */
  rescue: Exchange<RescueParams, RescueResult>;
  /** Ends rescue mode, removes the rescue disk and boots an instance from its own disks. */
  unrescue: Exchange<UnrescueParams, UnrescueResult>;
  /** Mounts a shared file system on the host for an instance. */
  mountShare: Exchange<MountShareParams, MountShareResult>;
  /** Gives up an instance's use of a shared file system on the host. */
  umountShare: Exchange<UmountShareParams, UmountShareResult>;
  /** Moves the simulated hypervisor's clock forward. */
  "simulation/advance": Exchange<SimulationAdvanceParams, SimulationAdvanceResult>;
  /** Ends every injected fault that is still in force. */
  "simulation/clearFaults": Exchange<SimulationClearFaultsParams, SimulationClearFaultsResult>;
  /** Stops the simulated clock from moving by itself, or lets it go on. */
  "simulation/hold": Exchange<SimulationHoldParams, SimulationHoldResult>;
  /** Makes something go wrong in the simulated hypervisor, or in the driver over it. */
  "simulation/injectFault": Exchange<SimulationInjectFaultParams, SimulationInjectFaultResult>;
  /** Connects a volume to the host and gives it to an instance. */
  attachVolume: Exchange<AttachVolumeParams, AttachVolumeResult>;
  /** Takes a volume from an instance and ends the host's connection to it. */
  detachVolume: Exchange<DetachVolumeParams, DetachVolumeResult>;
  /** Lets host and guest see that a volume has grown. */
  extendVolume: Exchange<ExtendVolumeParams, ExtendVolumeResult>;
  /** Chooses names for the block devices of an instance. */
  getDeviceNames: Exchange<GetDeviceNamesParams, GetDeviceNamesResult>;
  /** Tells what a volume service must know of a node's host to let it reach volumes. */
  getVolumeConnector: Exchange<GetVolumeConnectorParams, GetVolumeConnectorResult>;
  /** Moves a running guest from one volume to another without interrupting it. */
  swapVolume: Exchange<SwapVolumeParams, SwapVolumeResult>;
  /** Makes a snapshot of an attached volume whose back end cannot do it while a guest writes. */
  volumeSnapshotCreate: Exchange<VolumeSnapshotCreateParams, VolumeSnapshotCreateResult>;
  /** Merges files of an attached volume so that a snapshot can go. */
  volumeSnapshotDelete: Exchange<VolumeSnapshotDeleteParams, VolumeSnapshotDeleteResult>;
}

/** What a driver may ask of the core and what answers it, by operation. */
export interface CoreRequestMap {
  /** Gives a driver new credentials for an image source or sink whose old ones have lost their force. */
  renewCredentials: Exchange<RenewCredentialsParams, RenewCredentialsResult>;
  /** Waits for what other services of the cloud have to tell of an instance. */
  waitForExternalEvents: Exchange<WaitForExternalEventsParams, WaitForExternalEventsResult>;
}

/** What each notification tells, by operation. */
export interface NotificationMap {
  /** Tells that an instance's power state has changed. */
  event: EventParams;
  /** Tells that nodes have come, gone or changed. */
  nodesChanged: NodesChangedParams;
  /** Asks the driver to stop working on a call. */
  cancelOperation: CancelOperationParams;
  /** Tells that the driver can do more or less than it has said before. */
  capabilitiesChanged: CapabilitiesChangedParams;
  /** Tells how far a changing call has come. */
  progress: ProgressParams;
}

/**
 * The methods of a driver that each capability calls for: a driver that declares it has them all, any other has none of
 * them.
 */
export interface CapabilityMethods {
  /** The driver can stop a guest's execution and keep its memory resident. */
  supportsPause: "pause" | "unpause";
  /** The driver keeps what a guest writes to its first serial port. */
  supportsConsoleOutput: "getConsoleOutput";
  /**
   * Instances outlive the driver process. A driver whose hypervisor lives inside it cannot declare this unless it keeps
   * its state elsewhere.
   */
  supportsRecovery: never;
  /** The driver can save a guest's memory to disk and continue it later. */
  supportsSuspend: "resume" | "suspend";
  /**
   * The driver can make an instance anew in place, keeping its identity, its network interfaces and its volumes. For
   * another driver the caller destroys and spawns.
   */
  supportsRebuild: "rebuild";
  /** A rebuild can keep the ephemeral disks. */
  supportsPreserveEphemeral: never;
  /**
   * The driver can put an instance aside so that it can be brought back. For another driver the caller powers the
   * instance off and on.
   */
  supportsSoftDelete: "restore" | "softDelete";
  /** The driver wants to see the caller's instances once after it has started, and may object to some. */
  supportsStartupProcessing: "processInstancesAtStartup";
  /** The driver can bring a guest back that ran before its host went down. */
  supportsResumeOnHostBoot: "resumeStateOnHostBoot";
  /** The driver can make a guest's kernel dump its memory. */
  supportsCrashDump: "triggerCrashDump";
  /** The driver can change the administrator's password inside a running guest. */
  supportsAdminPassword: "setAdminPassword";
  /** The driver can attach a config drive with the files that it is given. */
  supportsConfigDrive: never;
  /** The driver can write files into the guest's disk before the first boot. */
  supportsFileInjection: never;
  /** The driver can add local disks beside the root disk: ephemeral disks and swap. */
  supportsLocalBlockDevices: never;
  /** The driver tells the guest the tags of its devices, and accepts them at `spawn`. */
  supportsDeviceTagging: never;
  /** The driver checks the signature of an image against the certificates that the caller trusts. */
  supportsTrustedCerts: never;
  /** The driver reads what images and flavors ask of a guest's hardware, and refuses what it cannot obey. */
  supportsHardwareProperties: never;
  /** The driver can boot a guest with UEFI firmware. */
  supportsUefiBoot: never;
  /** The driver can boot a guest with secure boot. */
  supportsSecureBoot: never;
  /** The driver can boot a guest whose firmware keeps no variables. */
  supportsStatelessFirmware: never;
  /** The driver can boot a guest with a kernel that is not on its disk. */
  supportsDirectKernelBoot: never;
  /** The driver can give a guest an emulated trusted platform module. */
  supportsVtpm: never;
  /** The driver can encrypt a guest's memory against its host. */
  supportsMemoryEncryption: never;
  /** The driver can encrypt local disks with keys that the caller gives. */
  supportsEphemeralEncryption: never;
  /** The driver places a guest's CPUs and memory as its NUMA topology says, and reports that of its nodes. */
  supportsNuma: never;
  /** The driver can give a guest CPUs of its own. */
  supportsCpuPinning: never;
  /** The driver reports PCI devices and hands them through to guests. */
  supportsPciPassthrough: never;
  /** The driver reports mediated devices, such as virtual GPUs, and hands them to guests. */
  supportsMediatedDevices: never;
  /** The driver hands accelerators to guests that the caller has bound for them. */
  supportsAccelerators: never;
  /** The driver connects block volumes to its host and attaches them to guests. */
  supportsVolumes: "attachVolume" | "detachVolume" | "getVolumeConnector";
  /** A volume can be the root disk. */
  supportsBootFromVolume: never;
  /** A volume can be attached to several instances at a time. */
  supportsMultiattach: never;
  /** The driver decrypts encrypted volumes with keys that the caller gives. */
  supportsEncryptedVolumes: never;
  /** A volume can carry a device tag when it is attached to an existing instance. */
  supportsTaggedAttachVolume: never;
  /** The driver can move a running guest from one volume to another. */
  supportsSwapVolume: "swapVolume";
  /** The driver can let a guest see that its volume has grown. */
  supportsExtendVolume: "extendVolume";
  /** The driver makes snapshots of volumes whose back end cannot do it while a guest writes. */
  supportsAssistedVolumeSnapshots: "volumeSnapshotCreate" | "volumeSnapshotDelete";
  /** The driver decides what block devices are called. For another driver the caller names them. */
  supportsDeviceNames: "getDeviceNames";
  /** The driver counts what guests read from and write to volumes. */
  supportsVolumeUsage: "getVolumeUsage";
  /** The driver reads the counters of a running guest's devices. */
  supportsDiagnostics: "getInstanceDiagnostics";
  /** The driver plugs network interfaces on its host and gives them to guests. */
  supportsNetworkInterfaces: "plugVifs" | "unplugVifs";
  /** Interfaces can be added to and taken from an existing instance. */
  supportsAttachInterface: "attachInterface" | "detachInterface";
  /** An interface can carry a device tag when it is attached to an existing instance. */
  supportsTaggedAttachInterface: never;
  /** The driver waits for events of the network service, such as a plugged interface, before it lets a guest run. */
  supportsExternalEvents: never;
  /** The driver binds network ports itself, so the caller leaves their bindings alone. */
  supportsNetworkBinding: never;
  /** The driver mounts shared file systems on its host and gives them to guests. */
  supportsShares: "mountShare" | "umountShare";
  /** Guests have a VNC console. */
  supportsVncConsole: "getVncConsole";
  /** Guests have a SPICE console. */
  supportsSpiceConsole: "getSpiceConsole";
  /** Guests have an RDP console. */
  supportsRdpConsole: "getRdpConsole";
  /** Guests have an interactive serial console. */
  supportsSerialConsole: "getSerialConsole";
  /** Guests have an MKS console. */
  supportsMksConsole: "getMksConsole";
  /** The driver reads images from HTTP servers and writes them there. */
  supportsHttpImages: never;
  /** The driver can make an image of a guest's root disk. */
  supportsSnapshot: "snapshot";
  /** The driver can make a guest flush its file systems and hold its writes. */
  supportsQuiesce: "quiesce" | "unquiesce";
  /** The driver keeps images on its host for later guests. */
  supportsImageCache: "cacheImage" | "manageImageCache";
  /** The driver can boot an instance from a rescue image beside its own disks. */
  supportsRescue: "rescue" | "unrescue";
  /** An instance whose root disk is a volume can be rescued. */
  supportsBootVolumeRescue: never;
  /** The driver can bring an instance to another host while it is off, or give it another flavor. */
  supportsMigration:
    | "confirmMigration"
    | "finishMigration"
    | "finishRevertMigration"
    | "getMigrationDestination"
    | "migrateDiskAndPowerOff";
  /**
   * A resize or cold migration can end with the driver with which it began, on the same node or another of that
   * driver's.
   */
  supportsMigrateToSameHost: never;
  /** The driver can move a running guest to another host. */
  supportsLiveMigration:
    | "checkCanLiveMigrateDestination"
    | "checkCanLiveMigrateSource"
    | "checkSourceMigrateDataAtDestination"
    | "cleanupLiveMigrationDestinationCheck"
    | "liveMigration"
    | "postLiveMigrationAtDestination"
    | "postLiveMigrationAtSource"
    | "preLiveMigration"
    | "rollbackLiveMigrationAtDestination"
    | "rollbackLiveMigrationAtSource";
  /** A live migration in progress can be pushed to its end or called off. */
  supportsLiveMigrationControl: "liveMigrationAbort" | "liveMigrationForceComplete";
  /** The driver can place a guest's CPUs and memory anew when it moves. */
  supportsNumaLiveMigration: never;
  /**
   * The driver can build an instance again whose host is lost, from its disks where it reaches them, and tell shared
   * storage from its own.
   */
  supportsEvacuate:
    | "checkInstanceSharedStorageCleanup"
    | "checkInstanceSharedStorageLocal"
    | "checkInstanceSharedStorageRemote"
    | "instanceOnDisk";
  /**
   * The driver describes its inventory as a tree of resource providers. For another driver the caller makes one
   * provider of `getAvailableResource`.
   */
  supportsProviderTree: "updateProviderTree";
  /** The driver can tell how long a node has been up. */
  supportsHostUptime: "getHostUptime";
  /** The driver can tell what a node's CPUs have been doing. */
  supportsHostCpuStats: "getHostCpuStats";
  /** The hypervisor has a switch of its own that keeps new instances away from a node. */
  supportsHostEnable: "setHostEnabled";
  /** The hypervisor has a maintenance mode for a node. */
  supportsHostMaintenance: "hostMaintenanceMode";
  /** The driver can reboot a node or power it off and on. */
  supportsHostPower: "hostPowerAction";
  /** The driver takes its configuration from the caller. */
  supportsConfiguration: "configure" | "describeConfiguration";
  /** The driver simulates its hypervisor, in virtual time, with faults on request. */
  supportsSimulation:
    | "simulation/advance"
    | "simulation/clearFaults"
    | "simulation/hold"
    | "simulation/injectFault";
}

/** The capabilities that each capability requires: a driver that declares it declares them too. */
export interface CapabilityRequirements {
  /** The driver can stop a guest's execution and keep its memory resident. */
  supportsPause: never;
  /** The driver keeps what a guest writes to its first serial port. */
  supportsConsoleOutput: never;
  /**
   * Instances outlive the driver process. A driver whose hypervisor lives inside it cannot declare this unless it keeps
   * its state elsewhere.
   */
  supportsRecovery: never;
  /** The driver can save a guest's memory to disk and continue it later. */
  supportsSuspend: never;
  /**
   * The driver can make an instance anew in place, keeping its identity, its network interfaces and its volumes. For
   * another driver the caller destroys and spawns.
   */
  supportsRebuild: never;
  /** A rebuild can keep the ephemeral disks. */
  supportsPreserveEphemeral: "supportsRebuild";
  /**
   * The driver can put an instance aside so that it can be brought back. For another driver the caller powers the
   * instance off and on.
   */
  supportsSoftDelete: never;
  /** The driver wants to see the caller's instances once after it has started, and may object to some. */
  supportsStartupProcessing: never;
  /** The driver can bring a guest back that ran before its host went down. */
  supportsResumeOnHostBoot: "supportsRecovery";
  /** The driver can make a guest's kernel dump its memory. */
  supportsCrashDump: never;
  /** The driver can change the administrator's password inside a running guest. */
  supportsAdminPassword: never;
  /** The driver can attach a config drive with the files that it is given. */
  supportsConfigDrive: never;
  /** The driver can write files into the guest's disk before the first boot. */
  supportsFileInjection: never;
  /** The driver can add local disks beside the root disk: ephemeral disks and swap. */
  supportsLocalBlockDevices: never;
  /** The driver tells the guest the tags of its devices, and accepts them at `spawn`. */
  supportsDeviceTagging: never;
  /** The driver checks the signature of an image against the certificates that the caller trusts. */
  supportsTrustedCerts: never;
  /** The driver reads what images and flavors ask of a guest's hardware, and refuses what it cannot obey. */
  supportsHardwareProperties: never;
  /** The driver can boot a guest with UEFI firmware. */
  supportsUefiBoot: never;
  /** The driver can boot a guest with secure boot. */
  supportsSecureBoot: "supportsUefiBoot";
  /** The driver can boot a guest whose firmware keeps no variables. */
  supportsStatelessFirmware: "supportsUefiBoot";
  /** The driver can boot a guest with a kernel that is not on its disk. */
  supportsDirectKernelBoot: never;
  /** The driver can give a guest an emulated trusted platform module. */
  supportsVtpm: never;
  /** The driver can encrypt a guest's memory against its host. */
  supportsMemoryEncryption: never;
  /** The driver can encrypt local disks with keys that the caller gives. */
  supportsEphemeralEncryption: never;
  /** The driver places a guest's CPUs and memory as its NUMA topology says, and reports that of its nodes. */
  supportsNuma: never;
  /** The driver can give a guest CPUs of its own. */
  supportsCpuPinning: "supportsNuma";
  /** The driver reports PCI devices and hands them through to guests. */
  supportsPciPassthrough: never;
  /** The driver reports mediated devices, such as virtual GPUs, and hands them to guests. */
  supportsMediatedDevices: "supportsProviderTree";
  /** The driver hands accelerators to guests that the caller has bound for them. */
  supportsAccelerators: never;
  /** The driver connects block volumes to its host and attaches them to guests. */
  supportsVolumes: never;
  /** A volume can be the root disk. */
  supportsBootFromVolume: "supportsVolumes";
  /** A volume can be attached to several instances at a time. */
  supportsMultiattach: "supportsVolumes";
  /** The driver decrypts encrypted volumes with keys that the caller gives. */
  supportsEncryptedVolumes: "supportsVolumes";
  /** A volume can carry a device tag when it is attached to an existing instance. */
  supportsTaggedAttachVolume: "supportsVolumes" | "supportsDeviceTagging";
  /** The driver can move a running guest from one volume to another. */
  supportsSwapVolume: "supportsVolumes";
  /** The driver can let a guest see that its volume has grown. */
  supportsExtendVolume: "supportsVolumes";
  /** The driver makes snapshots of volumes whose back end cannot do it while a guest writes. */
  supportsAssistedVolumeSnapshots: "supportsVolumes";
  /** The driver decides what block devices are called. For another driver the caller names them. */
  supportsDeviceNames: never;
  /** The driver counts what guests read from and write to volumes. */
  supportsVolumeUsage: "supportsVolumes";
  /** The driver reads the counters of a running guest's devices. */
  supportsDiagnostics: never;
  /** The driver plugs network interfaces on its host and gives them to guests. */
  supportsNetworkInterfaces: never;
  /** Interfaces can be added to and taken from an existing instance. */
  supportsAttachInterface: "supportsNetworkInterfaces";
  /** An interface can carry a device tag when it is attached to an existing instance. */
  supportsTaggedAttachInterface: "supportsAttachInterface" | "supportsDeviceTagging";
  /** The driver waits for events of the network service, such as a plugged interface, before it lets a guest run. */
  supportsExternalEvents: "supportsNetworkInterfaces";
  /** The driver binds network ports itself, so the caller leaves their bindings alone. */
  supportsNetworkBinding: "supportsNetworkInterfaces";
  /** The driver mounts shared file systems on its host and gives them to guests. */
  supportsShares: never;
  /** Guests have a VNC console. */
  supportsVncConsole: never;
  /** Guests have a SPICE console. */
  supportsSpiceConsole: never;
  /** Guests have an RDP console. */
  supportsRdpConsole: never;
  /** Guests have an interactive serial console. */
  supportsSerialConsole: never;
  /** Guests have an MKS console. */
  supportsMksConsole: never;
  /** The driver reads images from HTTP servers and writes them there. */
  supportsHttpImages: never;
  /** The driver can make an image of a guest's root disk. */
  supportsSnapshot: never;
  /** The driver can make a guest flush its file systems and hold its writes. */
  supportsQuiesce: never;
  /** The driver keeps images on its host for later guests. */
  supportsImageCache: never;
  /** The driver can boot an instance from a rescue image beside its own disks. */
  supportsRescue: never;
  /** An instance whose root disk is a volume can be rescued. */
  supportsBootVolumeRescue: "supportsRescue" | "supportsBootFromVolume";
  /** The driver can bring an instance to another host while it is off, or give it another flavor. */
  supportsMigration: never;
  /**
   * A resize or cold migration can end with the driver with which it began, on the same node or another of that
   * driver's.
   */
  supportsMigrateToSameHost: "supportsMigration";
  /** The driver can move a running guest to another host. */
  supportsLiveMigration: never;
  /** A live migration in progress can be pushed to its end or called off. */
  supportsLiveMigrationControl: "supportsLiveMigration";
  /** The driver can place a guest's CPUs and memory anew when it moves. */
  supportsNumaLiveMigration: "supportsLiveMigration" | "supportsNuma";
  /**
   * The driver can build an instance again whose host is lost, from its disks where it reaches them, and tell shared
   * storage from its own.
   */
  supportsEvacuate: never;
  /**
   * The driver describes its inventory as a tree of resource providers. For another driver the caller makes one
   * provider of `getAvailableResource`.
   */
  supportsProviderTree: never;
  /** The driver can tell how long a node has been up. */
  supportsHostUptime: never;
  /** The driver can tell what a node's CPUs have been doing. */
  supportsHostCpuStats: never;
  /** The hypervisor has a switch of its own that keeps new instances away from a node. */
  supportsHostEnable: never;
  /** The hypervisor has a maintenance mode for a node. */
  supportsHostMaintenance: never;
  /** The driver can reboot a node or power it off and on. */
  supportsHostPower: never;
  /** The driver takes its configuration from the caller. */
  supportsConfiguration: never;
  /** The driver simulates its hypervisor, in virtual time, with faults on request. */
  supportsSimulation: never;
}
