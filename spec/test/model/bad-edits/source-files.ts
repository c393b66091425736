// Edits that spoil a file by itself: its name, its YAML, its shape.
import { DESCRIBE, EVENT, PAUSE, type BadEdit } from "./bad-edit.ts";

/** Edits that spoil a file by itself: its name, its YAML, its shape. */
export const FILE_EDITS: readonly BadEdit[] = [
  { title: "a missing file", edits: [["errors.yaml"]], problems: ["errors.yaml:1:1: is missing: every spec has one"] },
  {
    title: "a file that is no part of a spec",
    edits: [["error.yaml", undefined, "codes: {}\n"]],
    problems: ['error.yaml:1:1: is no file of the spec; did you mean "errors.yaml"?'],
  },
  {
    title: "a file with the wrong ending",
    edits: [["schemas/Uuid.yml", undefined, "title: Uuid\n"]],
    problems: ["schemas/Uuid.yml:1:1: is named .yml; the spec's files are named .yaml"],
  },
  {
    title: "text that is no YAML",
    edits: [[PAUSE, "kind: change", "kind: [change"]],
    problems: [
      `${PAUSE}:3:1: is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]`,
    ],
  },
  {
    title: "a key given twice",
    edits: [[PAUSE, "kind: change", "kind: change\nkind: read"]],
    problems: [`${PAUSE}:3:1: is not valid YAML: Map keys must be unique`],
  },
  {
    title: "a misspelled key",
    edits: [[PAUSE, "summary:", "sumary:"]],
    problems: [`${PAUSE}:9:1: sumary: is no known field; did you mean "summary"?`],
  },
  {
    title: "a missing key",
    edits: [[PAUSE, "kind: change\n", ""]],
    problems: [`${PAUSE}:1:1: lacks the field "kind"`],
  },
  {
    title: "a value outside a list of words",
    edits: [[PAUSE, "kind: change", "kind: chnage"]],
    problems: [
      `${PAUSE}:2:7: kind: must be one of "read", "change", "control", "notification", "request", got "chnage"; did you mean "change"?`,
    ],
  },
  {
    title: "a value of the wrong type",
    edits: [["errors.yaml", "rpcCode: 2001", 'rpcCode: "2001"']],
    problems: ['errors.yaml:11:14: codes.INSTANCE_NOT_FOUND.rpcCode: must be an integer, got "2001"'],
  },
  {
    title: "a name of the wrong form",
    edits: [[DESCRIBE, "id: describe/tells-the-truth", "id: describe/Tells_The_Truth"]],
    problems: [
      `${DESCRIBE}:27:9: requirements[0].id: must be an id such as pause/guest-stops-executing, got "describe/Tells_The_Truth"`,
    ],
  },
  {
    title: "a version that YAML reads as a number",
    edits: [[DESCRIBE, "since: 0.1.0", "since: 0.1"]],
    problems: [`${DESCRIBE}:5:8: since: must be a version such as 0.1.0, got 0.1`],
  },
  {
    title: "a comma that YAML takes for the end of a description",
    edits: [
      [
        "schemas/CallContext.yaml",
        "How long the caller waits in milliseconds.",
        "How long the caller waits, in milliseconds.",
      ],
    ],
    problems: [
      'schemas/CallContext.yaml:8:15: properties.deadlineMs["in milliseconds."]: is no known field; put text that has a comma in it in quotes',
    ],
  },
  {
    title: "a keyword outside the dialect",
    edits: [["schemas/FileDisk.yaml", "required: [kind, path]", "required: [kind, path]\nnot: { required: [other] }"]],
    problems: ["schemas/FileDisk.yaml:7:1: not: is left out of the spec's dialect of JSON Schema; say what is allowed"],
  },
  {
    title: "an exclusion without a reason",
    edits: [[EVENT, "excluded: caller-side, because: Drivers cannot show it.", "excluded: caller-side"]],
    problems: [`${EVENT}:21:19: requirements[0].verification: lacks the field "because"`],
  },
  {
    title: "a reason outside the closed list",
    edits: [[EVENT, "excluded: caller-side", "excluded: too-hard"]],
    problems: [
      `${EVENT}:21:31: requirements[0].verification.excluded: must be one of "unobservable", "needs-hardware", "caller-side", "time", got "too-hard"`,
    ],
  },
  {
    title: "problems of all files at once",
    edits: [
      [PAUSE, "kind: change", "kind: chnage"],
      [DESCRIBE, "stability: experimental", "stability: stabel"],
      ["states.yaml", "meaning: The guest executes.", "meaning: 1"],
    ],
    problems: [
      `${DESCRIBE}:6:12: stability: must be one of "experimental", "candidate", "stable", got "stabel"; did you mean "stable"?`,
      `${PAUSE}:2:7: kind: must be one of "read", "change", "control", "notification", "request", got "chnage"; did you mean "change"?`,
      "states.yaml:3:14: powerStates.running.meaning: must be a sentence that ends with a full stop, got 1",
    ],
  },
];
