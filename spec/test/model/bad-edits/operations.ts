// Edits after which an operation, its errors, states, gates or requirements contradict each other.
import { ADVANCE, DESCRIBE, EVENT, PAUSE, type BadEdit } from "./bad-edit.ts";

/** Edits after which an operation, its errors, states, gates or requirements contradict each other. */
export const OPERATION_EDITS: readonly BadEdit[] = [
  {
    title: "a change that does not say how it is idempotent",
    edits: [[PAUSE, "idempotency: natural\n", ""]],
    problems: [`${PAUSE}:2:7: kind: is change, so the file must say \`idempotency\``],
  },
  {
    title: "idempotency of an operation that changes nothing",
    edits: [[DESCRIBE, "kind: read", "kind: read\nidempotency: natural"]],
    problems: [`${DESCRIBE}:3:1: idempotency: is for kind change only, not read`],
  },
  {
    title: "a request without a result",
    edits: [[ADVANCE, "result: { properties: {} }\n", ""]],
    problems: [`${ADVANCE}:2:7: kind: is control, so the file must have a \`result\`; it may be empty`],
  },
  {
    title: "a request from the driver to the core",
    edits: [[DESCRIBE, "direction: coreToDriver", "direction: driverToCore"]],
    problems: [`${DESCRIBE}:4:12: direction: is driverToCore; a driver sends notifications only`],
  },
  {
    title: "a notification that is answered",
    edits: [[EVENT, "requirements:\n", "result: { properties: {} }\nrequirements:\n"]],
    problems: [`${EVENT}:13:1: result: does not apply: nothing answers a notification`],
  },
  {
    title: "an error listed twice",
    edits: [[DESCRIBE, "errors:\n", "errors:\n  - { code: INSTANCE_NOT_FOUND, condition: Gone., effect: none }\n"]],
    problems: [`${DESCRIBE}:22:13: errors[1].code: INSTANCE_NOT_FOUND is listed twice; write one condition for both`],
  },
  {
    title: "a common error listed again",
    edits: [[DESCRIBE, "errors:\n", "errors:\n  - { code: INVALID_REQUEST, condition: Wrong., effect: none }\n"]],
    problems: [`${DESCRIBE}:21:13: errors[0].code: INVALID_REQUEST is common to all operations and not listed again`],
  },
  {
    title: "a requirement that is not named for its operation",
    edits: [[PAUSE, "id: pause/stops-execution", "id: describe/stops-execution"]],
    problems: [
      `${PAUSE}:27:9: requirements[0].id: is "describe/stops-execution"; the ids of this file have the form pause/<words-with-hyphens>`,
    ],
  },
  {
    title: "a requirement id used twice",
    edits: [
      [
        "requirements/protocol.yaml",
        "operations: [describe]\n    verification: checked\n",
        "operations: [describe]\n    verification: checked\n  - { id: protocol/answers-once, on: driver, level: MAY, text: Again., intent: None., source: Design, since: 0.1.0, verification: checked }\n",
      ],
    ],
    problems: [
      'requirements/protocol.yaml:13:11: requirements[1].id: "protocol/answers-once" is already in requirements/protocol.yaml',
    ],
  },
  {
    title: "an operation without requirements",
    edits: [
      [
        ADVANCE,
        "requirements:\n  - id: lab/time-passes\n    on: driver\n    level: SHOULD\n    text: Time passes.\n    intent: Waiting takes long.\n    source: Design of this spec\n    since: 0.1.0\n    capability: supportsRecovery\n    verification: stochastic\n",
        "requirements: []\n",
      ],
      ["capabilities.yaml", "    gatesRequirements: true\n", ""],
      ["capabilities.yaml", "gates: []", "gates: [lab/advance]"],
      [ADVANCE, "servedBy: runtime", "servedBy: runtime\ncapability: supportsRecovery"],
    ],
    problems: [`${ADVANCE}:14:15: requirements: is empty: an operation that requires nothing cannot be checked`],
  },
  {
    title: "too many excluded MUSTs on the driver",
    edits: [[DESCRIBE, "verification: checked", "verification: { excluded: time, because: It takes a year. }"]],
    problems: [
      `${DESCRIBE}:31:19: requirements[0].verification: is one of 1 excluded MUSTs of 3 on the driver; at most 5 % may be`,
    ],
  },
  {
    title: "a state table that leaves a state out",
    edits: [[PAUSE, "paused: INVALID_STATE, ", ""]],
    problems: [`${PAUSE}:24:14: states[0].outcome: says nothing about paused`],
  },
  {
    title: "a state table with an unknown state",
    edits: [[PAUSE, "outcome: { running: paused,", "outcome: { running: paused, runing: paused,"]],
    problems: [`${PAUSE}:24:33: states[0].outcome.runing: is no power state`],
  },
  {
    title: "an outcome that is neither state nor error",
    edits: [[PAUSE, "{ running: paused,", "{ running: pausd,"]],
    problems: [
      `${PAUSE}:24:25: states[0].outcome.running: "pausd" is neither a state nor an error code; did you mean "paused"?`,
    ],
  },
  {
    title: "an outcome that the operation's errors do not list",
    edits: [
      [PAUSE, "  - { code: INVALID_STATE, condition: The instance is already `paused`., effect: none }\n", ""],
      ["errors.yaml", "rpcCode: 2004\n    common: false", "rpcCode: 2004\n    common: false"],
    ],
    problems: [
      "errors.yaml:19:3: codes.INVALID_STATE: is neither common nor answered by any operation",
      `${PAUSE}:23:41: states[0].outcome.paused: INVALID_STATE is not among the operation's \`errors\``,
    ],
  },
  {
    title: "a variant by a field that is not there",
    edits: [[PAUSE, "when: { mode: soft }", "when: { mood: soft }"]],
    problems: [`${PAUSE}:23:13: states[0].when.mood: is no field of params`],
  },
  {
    title: "a variant by a value that cannot be",
    edits: [[PAUSE, "when: { mode: soft }", "when: { mode: gentle }"]],
    problems: [`${PAUSE}:23:19: states[0].when.mode: can never be "gentle"`],
  },
  {
    title: "a capability that gates nothing",
    edits: [["capabilities.yaml", "    gatesRequirements: true\n", ""]],
    problems: [
      "capabilities.yaml:11:12: capabilities.supportsRecovery.gates: is empty: a capability gates operations, or has `gatesRequirements: true`",
    ],
  },
  {
    title: "a capability said to gate requirements that gates none",
    edits: [[ADVANCE, "    capability: supportsRecovery\n", ""]],
    problems: [
      "capabilities.yaml:12:24: capabilities.supportsRecovery.gatesRequirements: is true, but no requirement has this capability",
    ],
  },
  {
    title: "an operation that does not take its capability's gate",
    edits: [[PAUSE, "capability: supportsPause\nsince", "since"]],
    problems: [
      'capabilities.yaml:6:13: capabilities.supportsPause.gates[0]: "pause" does not have `capability: supportsPause` in its own file',
    ],
  },
  {
    title: "a capability that does not list the operation it gates",
    edits: [[ADVANCE, "servedBy: runtime", "servedBy: runtime\ncapability: supportsRecovery"]],
    problems: [
      `${ADVANCE}:4:13: capability: supportsRecovery does not list "lab/advance" among its gates in capabilities.yaml`,
    ],
  },
  {
    title: "a requirement behind another gate than its operation",
    edits: [[PAUSE, "capability: supportsPause\n    verification", "capability: supportsRecovery\n    verification"]],
    problems: [
      `${PAUSE}:34:17: requirements[0].capability: is supportsRecovery, but the operation exists only with supportsPause`,
    ],
  },
  {
    title: "an error that nothing answers",
    edits: [
      [
        "errors.yaml",
        "codes:\n",
        "codes:\n  BACKEND_FAILED: { rpcCode: 3002, common: false, recovery: reconcile, meaning: It broke. }\n",
      ],
    ],
    problems: ["errors.yaml:5:3: codes.BACKEND_FAILED: is neither common nor answered by any operation"],
  },
  {
    title: "a recovery of no error",
    edits: [["errors.yaml", "recoveries:\n", "recoveries:\n  give-up: Stop.\n"]],
    problems: ['errors.yaml:2:3: recoveries["give-up"]: is the recovery of no code'],
  },
  {
    title: "a schema in no message",
    edits: [["schemas/Lamp.yaml", undefined, "title: Lamp\ndescription: A lamp.\nx-since: 0.1.0\ntype: boolean\n"]],
    problems: ["schemas/Lamp.yaml:1:1: is in no message: nothing refers to it"],
  },
  {
    title: "a list that differs from its twin",
    edits: [["schemas/PowerState.yaml", "enum: [running, paused]", "enum: [running, paused, crashed]"]],
    problems: ["schemas/PowerState.yaml:5:1: enum: must list what states.yaml does, in its order: running, paused"],
  },
  {
    title: "two errors with one number",
    edits: [["errors.yaml", "rpcCode: 2004", "rpcCode: 2001"]],
    problems: ["errors.yaml:20:14: codes.INVALID_STATE.rpcCode: 2001 is already the number of INSTANCE_NOT_FOUND"],
  },
];
