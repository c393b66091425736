// Edits after which an operation, its errors, states or requirements contradict each other.
import { ADVANCE, DESCRIBE, EVENT, PAUSE, RENEW, type BadEdit } from "./bad-edit.ts";

/** Edits after which an operation, its errors, states or requirements contradict each other. */
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
    title: "a call without a result",
    edits: [[ADVANCE, "result: { properties: {} }\n", ""]],
    problems: [`${ADVANCE}:2:7: kind: is control, so the file must have a \`result\`; it may be empty`],
  },
  {
    title: "a read that the driver sends to the core",
    edits: [[DESCRIBE, "direction: coreToDriver", "direction: driverToCore"]],
    problems: [`${DESCRIBE}:4:12: direction: is driverToCore; a driver sends only kinds notification and request`],
  },
  {
    title: "a notification that is answered",
    edits: [[EVENT, "requirements:\n", "result: { properties: {} }\nrequirements:\n"]],
    problems: [`${EVENT}:13:1: result: does not apply: nothing answers a notification`],
  },
  {
    title: "an error listed twice",
    edits: [[DESCRIBE, "errors:\n", "errors:\n  - { code: INSTANCE_NOT_FOUND, condition: Gone., effect: none }\n"]],
    problems: [`${DESCRIBE}:23:13: errors[1].code: INSTANCE_NOT_FOUND is listed twice; write one condition for both`],
  },
  {
    title: "a common error listed again",
    edits: [[DESCRIBE, "errors:\n", "errors:\n  - { code: INVALID_REQUEST, condition: Wrong., effect: none }\n"]],
    problems: [`${DESCRIBE}:22:13: errors[0].code: INVALID_REQUEST is common to all operations and not listed again`],
  },
  {
    title: "a requirement that is not named for its operation",
    edits: [[PAUSE, "id: pause/stops-execution", "id: describe/stops-execution"]],
    problems: [
      `${PAUSE}:28:9: requirements[0].id: is "describe/stops-execution"; the ids of this file have the form pause/<words-with-hyphens>`,
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
      [ADVANCE, "servedBy: runtime", "servedBy: runtime\ncapability: supportsRecovery"],
    ],
    problems: [`${ADVANCE}:14:15: requirements: is empty: an operation that requires nothing cannot be checked`],
  },
  {
    title: "too many excluded MUSTs on the driver",
    edits: [[DESCRIBE, "verification: checked", "verification: { excluded: time, because: It takes a year. }"]],
    problems: [
      `${DESCRIBE}:34:19: requirements[0].verification: is one of 1 excluded MUSTs of 4 on the driver; at most 5 % may be`,
    ],
  },
  {
    title: "a state table that leaves a state out",
    edits: [[PAUSE, "paused: INVALID_STATE, ", ""]],
    problems: [`${PAUSE}:25:14: states[0].outcome: says nothing about paused`],
  },
  {
    title: "a state table with an unknown state",
    edits: [[PAUSE, "outcome: { running: paused,", "outcome: { running: paused, runing: paused,"]],
    problems: [`${PAUSE}:25:33: states[0].outcome.runing: is no power state`],
  },
  {
    title: "an outcome that is neither state nor error",
    edits: [[PAUSE, "{ running: paused,", "{ running: pausd,"]],
    problems: [
      `${PAUSE}:25:25: states[0].outcome.running: "pausd" is neither a state nor an error code; did you mean "paused"?`,
    ],
  },
  {
    title: "an outcome that the operation's errors do not list",
    edits: [[PAUSE, "  - { code: INVALID_STATE, condition: The instance is already `paused`., effect: none }\n", ""]],
    problems: [
      "errors.yaml:19:3: codes.INVALID_STATE: is neither common nor answered by any operation",
      `${PAUSE}:24:41: states[0].outcome.paused: INVALID_STATE is not among the operation's \`errors\``,
    ],
  },
  {
    title: "a variant by a field that is not there",
    edits: [[PAUSE, "when: { mode: soft }", "when: { mood: soft }"]],
    problems: [`${PAUSE}:24:13: states[0].when.mood: is no field of params`],
  },
  {
    title: "a variant by a value that cannot be",
    edits: [[PAUSE, "when: { mode: soft }", "when: { mode: gentle }"]],
    problems: [`${PAUSE}:24:19: states[0].when.mode: can never be "gentle"`],
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
  {
    title: "a notification with errors and states",
    edits: [
      [
        EVENT,
        "requirements:\n",
        "errors: []\nstates: [{ outcome: { running: running, paused: paused, absent: absent } }]\nrequirements:\n",
      ],
    ],
    problems: [
      `${EVENT}:13:1: errors: does not apply: nothing answers a notification`,
      `${EVENT}:14:1: states: does not apply: nothing answers a notification`,
    ],
  },
  {
    title: "a request that the core does not serve",
    edits: [[RENEW, "servedBy: core", "servedBy: driver"]],
    problems: [
      `${RENEW}:2:7: kind: is request, so the file must say \`direction: driverToCore\` and \`servedBy: core\``,
    ],
  },
  {
    title: "a request to the driver",
    edits: [[RENEW, "direction: driverToCore", "direction: coreToDriver"]],
    problems: [
      `${RENEW}:2:7: kind: is request, so the file must say \`direction: driverToCore\` and \`servedBy: core\``,
    ],
  },
  {
    title: "a call that the core serves to itself",
    edits: [[ADVANCE, "servedBy: runtime", "servedBy: core"]],
    problems: [`${ADVANCE}:3:11: servedBy: is core, which serves kind request only, not control`],
  },
  {
    title: "a call about an instance that cannot say that it is not there",
    edits: [
      [
        DESCRIBE,
        "errors:\n  - { code: INSTANCE_NOT_FOUND, condition: There is no such instance., effect: none }\n",
        "",
      ],
      [DESCRIBE, "states:\n  - outcome: { running: unchanged, paused: unchanged, absent: INSTANCE_NOT_FOUND }\n", ""],
    ],
    problems: [
      `${DESCRIBE}:1:1: errors: lacks INSTANCE_NOT_FOUND, which a call that names \`instanceUuid\` must be able to answer`,
      `${DESCRIBE}:8:1: params: names an instance, so the file must have \`states\`: what becomes of it in each`,
    ],
  },
  {
    title: "a call about a node that cannot say that it is not there",
    edits: [
      [
        "errors.yaml",
        "codes:\n",
        "codes:\n  NODE_NOT_FOUND: { rpcCode: 2002, common: false, recovery: reconcile, meaning: There is none. }\n",
      ],
      [PAUSE, "errors:\n", "errors:\n  - { code: NODE_NOT_FOUND, condition: It is gone., effect: none }\n"],
      [DESCRIBE, "    limit:", "    node: { $ref: ../../schemas/Uuid.yaml, description: Where it is. }\n    limit:"],
    ],
    problems: [
      `${DESCRIBE}:22:1: errors: lacks NODE_NOT_FOUND, which a call that names \`node\` must be able to answer`,
    ],
  },
  {
    title: "a change of an instance that cannot say that it is busy",
    edits: [
      [
        "errors.yaml",
        "codes:\n",
        "codes:\n  INSTANCE_BUSY: { rpcCode: 2003, common: false, recovery: reconcile, meaning: Something is in progress. }\n",
      ],
      [DESCRIBE, "errors:\n", "errors:\n  - { code: INSTANCE_BUSY, condition: It changes., effect: none }\n"],
    ],
    problems: [
      `${PAUSE}:20:1: errors: lacks INSTANCE_BUSY, which a call that changes an instance must be able to answer`,
    ],
  },
  {
    title: "a call about an instance without a state table",
    edits: [
      [DESCRIBE, "states:\n  - outcome: { running: unchanged, paused: unchanged, absent: INSTANCE_NOT_FOUND }\n", ""],
    ],
    problems: [
      `${DESCRIBE}:8:1: params: names an instance, so the file must have \`states\`: what becomes of it in each`,
    ],
  },
];
