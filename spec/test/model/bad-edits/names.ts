// Edits after which a name stands for nothing, or for something else than it says.
import { ADVANCE, PAUSE, type BadEdit } from "./bad-edit.ts";

/** Edits after which a name stands for nothing, or for something else than it says. */
export const NAME_EDITS: readonly BadEdit[] = [
  {
    title: "a reference to a schema that is not there",
    edits: [[PAUSE, "../../schemas/Uuid.yaml", "../../schemas/Uid.yaml"]],
    problems: [
      `${PAUSE}:16:27: params.properties.instanceUuid.$ref: names no schema: "../../schemas/Uid.yaml"; did you mean "../../schemas/Uuid.yaml"?`,
    ],
  },
  {
    title: "a reference with the wrong number of folders",
    edits: [[PAUSE, "../../schemas/Uuid.yaml", "../schemas/Uuid.yaml"]],
    problems: [
      `${PAUSE}:16:27: params.properties.instanceUuid.$ref: names no schema: "../schemas/Uuid.yaml"; did you mean "../../schemas/Uuid.yaml"?`,
    ],
  },
  {
    title: "a keyword beside a reference",
    edits: [[PAUSE, "{ $ref: ../../schemas/Uuid.yaml,", "{ $ref: ../../schemas/Uuid.yaml, maxLength: 12,"]],
    problems: [
      `${PAUSE}:16:52: params.properties.instanceUuid.maxLength: may not stand beside $ref; only annotations may`,
    ],
  },
  {
    title: "an operation that is not named for its file",
    edits: [[PAUSE, "operation: pause", "operation: pauze"]],
    problems: [
      'equivalence/nova-2026.yaml:6:14: methods.pause.mapsTo[0]: names no operation: "pause"; did you mean "pauze"?',
      'equivalence/nova-2026.yaml:9:17: methods.pause.parameters.instance: names nothing in the spec: "pause"; did you mean "pauze"?',
      `${PAUSE}:1:12: operation: is "pauze", but the file is named for "pause"`,
      `${PAUSE}:26:19: nova.methods[0]: is pause, which nova-2026 maps to pause; add pauze there, or take the method out here`,
      `${PAUSE}:28:9: requirements[0].id: is "pause/stops-execution"; the ids of this file have the form pauze/<words-with-hyphens>`,
    ],
  },
  {
    title: "an object that is not named for its file",
    edits: [["schemas/Disk.yaml", "title: Disk", "title: Disc"]],
    problems: ['schemas/Disk.yaml:1:8: title: is "Disc", but the file is named for "Disk"'],
  },
  {
    title: "a topic that is not named for its file",
    edits: [["requirements/protocol.yaml", "topic: protocol", "topic: wire"]],
    problems: [
      'requirements/protocol.yaml:1:8: topic: is "wire", but the file is named for "protocol"',
      'requirements/protocol.yaml:4:9: requirements[0].id: is "protocol/answers-once"; the ids of this file have the form wire/<words-with-hyphens>',
    ],
  },
  {
    title: "an operation outside the folders of groups",
    edits: [
      [
        "operations/ping.yaml",
        undefined,
        "operation: ping\nkind: read\nservedBy: runtime\ndirection: coreToDriver\nsince: 0.1.0\nstability: experimental\nsummary: Answers.\nparams: { properties: {} }\nresult: { properties: {} }\nrequirements:\n  - { id: ping/answers, on: driver, level: MUST, text: It answers., intent: Life., source: Design, since: 0.1.0, verification: checked }\n",
      ],
    ],
    problems: ["operations/ping.yaml:1:1: is not in a folder of its group: operations/<group>/<name>.yaml"],
  },
  {
    title: "an unknown error code",
    edits: [[PAUSE, "code: INVALID_STATE", "code: INVALID_STAT"]],
    problems: [
      "errors.yaml:19:3: codes.INVALID_STATE: is neither common nor answered by any operation",
      `${PAUSE}:22:13: errors[1].code: names no error code: "INVALID_STAT"; did you mean "INVALID_STATE"?`,
      `${PAUSE}:25:41: states[0].outcome.paused: INVALID_STATE is not among the operation's \`errors\``,
    ],
  },
  {
    title: "an unknown capability of an operation",
    edits: [[PAUSE, "capability: supportsPause\nsince", "capability: supportsPaus\nsince"]],
    problems: [`${PAUSE}:6:13: capability: names no capability: "supportsPaus"; did you mean "supportsPause"?`],
  },
  {
    title: "an unknown capability of a requirement",
    edits: [[ADVANCE, "capability: supportsRecovery", "capability: supportsRecover"]],
    problems: [
      "capabilities.yaml:6:3: capabilities.supportsRecovery: gates nothing: no operation, requirement or `x-capability` names it; name it in one, or take it out",
      `${ADVANCE}:21:17: requirements[0].capability: names no capability: "supportsRecover"; did you mean "supportsRecovery"?`,
    ],
  },
  {
    title: "an unknown operation of a requirement",
    edits: [["requirements/protocol.yaml", "operations: [describe]", "operations: [descibe]"]],
    problems: [
      'requirements/protocol.yaml:11:18: requirements[0].operations[0]: names no operation: "descibe"; did you mean "describe"?',
    ],
  },
  {
    title: "an unknown recovery",
    edits: [
      [
        "errors.yaml",
        "recovery: reconcile\n    meaning: The hypervisor",
        "recovery: reconsile\n    meaning: The hypervisor",
      ],
    ],
    problems: [
      'errors.yaml:13:15: codes.INSTANCE_NOT_FOUND.recovery: names no recovery: "reconsile"; did you mean "reconcile"?',
    ],
  },
  {
    title: "an unknown power state",
    edits: [["states.yaml", "to: paused", "to: pawsed"]],
    problems: ['states.yaml:10:9: spontaneous[0].to: names no power state: "pawsed"; did you mean "paused"?'],
  },
  {
    title: "two operations of one name",
    edits: [
      [
        "operations/lab/pause.yaml",
        undefined,
        "operation: pause\nkind: read\nservedBy: runtime\ndirection: coreToDriver\nsince: 0.1.0\nstability: experimental\nsummary: Answers.\nparams: { properties: {} }\nresult: { properties: {} }\nrequirements:\n  - { id: pause/answers, on: driver, level: MUST, text: It answers., intent: Life., source: Design, since: 0.1.0, verification: checked }\n",
      ],
    ],
    problems: [`${PAUSE}:1:12: operation: "pause" is already in operations/lab/pause.yaml; choose another name`],
  },
];
