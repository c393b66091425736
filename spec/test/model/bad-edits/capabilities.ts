// Edits after which capabilities, what they gate and the profiles that ask for them contradict each other.
import { ADVANCE, DESCRIBE, PAUSE, RENEW, type BadEdit } from "./bad-edit.ts";

/** Edits after which capabilities, what they gate and the profiles that ask for them contradict each other. */
export const CAPABILITY_EDITS: readonly BadEdit[] = [
  {
    title: "a requirement behind another gate than its operation",
    edits: [[PAUSE, "capability: supportsPause\n    verification", "capability: supportsRecovery\n    verification"]],
    problems: [
      `${PAUSE}:35:17: requirements[0].capability: is supportsRecovery, which does not require the operation's own supportsPause; name one that does, or none`,
    ],
  },
  {
    title: "a capability that gates nothing",
    edits: [[ADVANCE, "    capability: supportsRecovery\n", ""]],
    problems: [
      "capabilities.yaml:6:3: capabilities.supportsRecovery: gates nothing: no operation, requirement or `x-capability` names it; name it in one, or take it out",
    ],
  },
  {
    title: "capabilities that require each other",
    edits: [
      [
        "capabilities.yaml",
        "The driver can pause a guest.",
        "The driver can pause a guest.\n    requires: [supportsSoftPause]",
      ],
    ],
    problems: [
      "capabilities.yaml:6:16: capabilities.supportsPause.requires[0]: goes in a circle: supportsSoftPause requires supportsPause; leave it out",
      "capabilities.yaml:14:16: capabilities.supportsSoftPause.requires[0]: goes in a circle: supportsPause requires supportsSoftPause; leave it out",
      "profiles.yaml:11:19: profiles.full.capabilities.mandatory[0]: requires supportsSoftPause; ask for that too",
    ],
  },
  {
    title: "a capability that requires itself",
    edits: [["capabilities.yaml", "requires: [supportsPause]", "requires: [supportsPause, supportsSoftPause]"]],
    problems: [
      "capabilities.yaml:13:31: capabilities.supportsSoftPause.requires[1]: goes in a circle: supportsSoftPause requires supportsSoftPause; leave it out",
    ],
  },
  {
    title: "a capability that requires an unknown one",
    edits: [["capabilities.yaml", "requires: [supportsPause]", "requires: [supportsPaus]"]],
    problems: [
      'capabilities.yaml:13:16: capabilities.supportsSoftPause.requires[0]: names no capability: "supportsPaus"; did you mean "supportsPause"?',
    ],
  },
  {
    title: "a required member behind a capability",
    edits: [[PAUSE, "required: [instanceUuid]", "required: [instanceUuid, mode]"]],
    problems: [
      `${PAUSE}:18:43: params.properties.mode["x-capability"]: stands on a required member, which is always sent; make it optional`,
    ],
  },
  {
    title: "a required member that may be dropped",
    edits: [["schemas/BlankDisk.yaml", "minimum: 1,", "x-since: 0.2.0, x-downgrade: omit, minimum: 1,"]],
    problems: [
      'schemas/BlankDisk.yaml:9:45: properties.sizeGib["x-downgrade"]: stands on a required member, which is always sent; make it optional',
    ],
  },
  {
    title: "entries of a list behind a capability",
    edits: [
      [
        DESCRIBE,
        "items: { $ref: ../../schemas/Disk.yaml }",
        "items: { $ref: ../../schemas/Disk.yaml, x-capability: supportsRecovery }",
      ],
    ],
    problems: [
      `${DESCRIBE}:17:80: result.properties.disks.items["x-capability"]: stands on neither a member nor a file of schemas/; write it on one of these`,
    ],
  },
  {
    title: "a variant behind a capability in its union's file",
    edits: [
      ["schemas/Disk.yaml", "  - $ref: BlankDisk.yaml", "  - { $ref: BlankDisk.yaml, x-capability: supportsRecovery }"],
    ],
    problems: [
      'schemas/Disk.yaml:7:29: oneOf[1]["x-capability"]: stands on neither a member nor a file of schemas/; write it on one of these',
    ],
  },
  {
    title: "an object that may be dropped",
    edits: [["schemas/DriverState.yaml", "x-since: 0.2.0", "x-since: 0.2.0\nx-downgrade: omit"]],
    problems: ["schemas/DriverState.yaml:4:1: x-downgrade: stands on no member; only a member can be dropped"],
  },
  {
    title: "a datum behind an unknown capability",
    edits: [
      ["schemas/BlankDisk.yaml", "x-since: 0.1.0", "x-since: 0.1.0\nx-capability: supportsRecoverie"],
      [PAUSE, "x-capability: supportsSoftPause", "x-capability: supportsSoftPaus"],
    ],
    problems: [
      "capabilities.yaml:10:3: capabilities.supportsSoftPause: gates nothing: no operation, requirement or `x-capability` names it; name it in one, or take it out",
      `${PAUSE}:18:57: params.properties.mode["x-capability"]: names no capability: "supportsSoftPaus"; did you mean "supportsSoftPause"?`,
      'schemas/BlankDisk.yaml:4:15: x-capability: names no capability: "supportsRecoverie"; did you mean "supportsRecovery"?',
    ],
  },
  {
    title: "an unknown capability in each part of a profile",
    edits: [
      ["profiles.yaml", "mandatory: [supportsPause]", "mandatory: [supportsPaus]"],
      ["profiles.yaml", "of: [supportsRecovery, supportsSoftPause]", "of: [supportsRecoverie, supportsSoftPause]"],
      [
        "profiles.yaml",
        "{ capability: supportsSoftPause, with: supportsRecovery",
        "{ capability: supportsSoftPaus, with: supportsRecoveri",
      ],
    ],
    problems: [
      'profiles.yaml:11:19: profiles.full.capabilities.mandatory[0]: names no capability: "supportsPaus"; did you mean "supportsPause"?',
      'profiles.yaml:12:39: profiles.full.capabilities.choice[0].of[0]: names no capability: "supportsRecoverie"; did you mean "supportsRecovery"?',
      'profiles.yaml:13:33: profiles.full.capabilities.condition[0].capability: names no capability: "supportsSoftPaus"; did you mean "supportsSoftPause"?',
      'profiles.yaml:13:57: profiles.full.capabilities.condition[0].with: names no capability: "supportsRecoveri"; did you mean "supportsRecovery"?',
    ],
  },
  {
    title: "an unknown profile",
    edits: [["profiles.yaml", "extends: base", "extends: bas"]],
    problems: ['profiles.yaml:9:14: profiles.full.extends: names no profile: "bas"; did you mean "base"?'],
  },
  {
    title: "profiles that contain each other",
    edits: [["profiles.yaml", "The first rung.", "The first rung.\n    extends: full"]],
    problems: [
      "profiles.yaml:5:14: profiles.base.extends: goes in a circle: a profile cannot contain itself; leave it out here or there",
      "profiles.yaml:10:14: profiles.full.extends: goes in a circle: a profile cannot contain itself; leave it out here or there",
    ],
  },
  {
    title: "a profile that asks for half of something",
    edits: [["profiles.yaml", "mandatory: [supportsPause]", "mandatory: [supportsSoftPause]"]],
    problems: [
      "profiles.yaml:11:19: profiles.full.capabilities.mandatory[0]: requires supportsPause; ask for that too",
    ],
  },
  {
    title: "members that may be dropped and are as old as what holds them",
    edits: [
      ["schemas/FileDisk.yaml", "  format: {", "  format: { x-downgrade: omit,"],
      [
        RENEW,
        "result:\n",
        "    why: { type: string, maxLength: 9, x-since: 0.2.0, x-downgrade: omit, description: Why. }\nresult:\n",
      ],
      [
        "errors.yaml",
        "        powerState:",
        "        more: { type: boolean, x-downgrade: omit, description: More. }\n        powerState:",
      ],
    ],
    problems: [
      'errors.yaml:27:32: codes.INVALID_STATE.details.properties.more["x-downgrade"]: has no effect: the member is not newer than what holds it; say a later `x-since`, or leave it out',
      `${RENEW}:12:56: params.properties.why["x-downgrade"]: has no effect: the member is not newer than what holds it, which is 0.2.0; say a later \`x-since\`, or leave it out`,
      'schemas/FileDisk.yaml:10:13: properties.format["x-downgrade"]: has no effect: the member is not newer than what holds it, which is 0.1.0; say a later `x-since`, or leave it out',
    ],
  },
  {
    title: "things that are newer than the spec",
    edits: [
      ["spec.yaml", "version: 0.2.0", "version: 0.1.9"],
      ["requirements/protocol.yaml", "since: 0.1.0", "since: 0.10.0"],
    ],
    problems: [
      "capabilities.yaml:12:12: capabilities.supportsSoftPause.since: is 0.2.0, but spec.yaml is still at 0.1.9; raise its `version`, or say an earlier one here",
      `${RENEW}:5:8: since: is 0.2.0, but spec.yaml is still at 0.1.9; raise its \`version\`, or say an earlier one here`,
      `${RENEW}:25:12: requirements[0].since: is 0.2.0, but spec.yaml is still at 0.1.9; raise its \`version\`, or say an earlier one here`,
      `${DESCRIBE}:20:67: result.properties.driverState["x-since"]: is 0.2.0, but spec.yaml is still at 0.1.9; raise its \`version\`, or say an earlier one here`,
      "profiles.yaml:7:12: profiles.full.since: is 0.2.0, but spec.yaml is still at 0.1.9; raise its `version`, or say an earlier one here",
      "requirements/protocol.yaml:10:12: requirements[0].since: is 0.10.0, but spec.yaml is still at 0.1.9; raise its `version`, or say an earlier one here",
      'schemas/Capabilities.yaml:10:47: properties.supportsSoftPause["x-since"]: is 0.2.0, but spec.yaml is still at 0.1.9; raise its `version`, or say an earlier one here',
      "schemas/DriverState.yaml:3:10: x-since: is 0.2.0, but spec.yaml is still at 0.1.9; raise its `version`, or say an earlier one here",
    ],
  },
];
