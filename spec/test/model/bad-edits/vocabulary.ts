// Edits after which a name says something else than it should, or hides what must be seen.
import { DESCRIBE, PAUSE, type BadEdit } from "./bad-edit.ts";

/** Edits after which a name says something else than it should, or hides what must be seen. */
export const VOCABULARY_EDITS: readonly BadEdit[] = [
  {
    title: "an operation named by another word than the glossary's",
    edits: [["glossary.yaml", "not: [vm, server]", "not: [pause]"]],
    problems: [
      'capabilities.yaml:2:3: capabilities.supportsPause: has "pause" in its name; the glossary\'s word is "instance"',
      'capabilities.yaml:10:3: capabilities.supportsSoftPause: has "pause" in its name; the glossary\'s word is "instance"',
      `${PAUSE}:1:12: operation: has "pause" in its name; the glossary's word is "instance"`,
      'schemas/Capabilities.yaml:7:3: properties.supportsPause: has "pause" in its name; the glossary\'s word is "instance"',
      'schemas/Capabilities.yaml:9:3: properties.supportsSoftPause: has "pause" in its name; the glossary\'s word is "instance"',
    ],
  },
  {
    title: "an object named by another word than the glossary's",
    edits: [["glossary.yaml", "not: [vm, server]", "not: [callContext]"]],
    problems: [
      'schemas/CallContext.yaml:1:8: title: has "callContext" in its name; the glossary\'s word is "instance"',
    ],
  },
  {
    title: "a field whose last word is not the glossary's",
    edits: [
      [
        DESCRIBE,
        "    limit:",
        "    ownServer: { $ref: ../../schemas/Uuid.yaml, description: It. }\n    serverUuid: { $ref: ../../schemas/Uuid.yaml, description: It. }\n    ownVM: { $ref: ../../schemas/Uuid.yaml, description: It. }\n    limit:",
      ],
    ],
    problems: [
      `${DESCRIBE}:12:5: params.properties.ownServer: has "server" in its name; the glossary's word is "instance"`,
      `${DESCRIBE}:14:5: params.properties.ownVM: has "vm" in its name; the glossary's word is "instance"`,
    ],
  },
  {
    title: "numbers that do not say their unit",
    edits: [
      [
        DESCRIBE,
        "    limit:",
        "    timeout: { type: integer, minimum: 1, maximum: 9, description: How long. }\n    readTimeout: { type: number, minimum: 1, maximum: 9, description: How long. }\n    limit:",
      ],
    ],
    problems: [
      `${DESCRIBE}:12:5: params.properties.timeout: does not say its unit; let its name end in one, such as TimeoutMs`,
      `${DESCRIBE}:13:5: params.properties.readTimeout: does not say its unit; let its name end in one, such as TimeoutMs`,
    ],
  },
  {
    title: "a secret that is not marked",
    edits: [[DESCRIBE, "x-sensitive: true, ", ""]],
    problems: [
      `${DESCRIBE}:18:5: result.properties.password: has "password" in its name and is not marked; add \`x-sensitive: true\``,
    ],
  },
  {
    title: "a secret whose schema is not marked",
    edits: [
      [
        PAUSE,
        "    mode:\n",
        "    oldPasswords: { $ref: ../../schemas/Version.yaml, description: The way in. }\n    passwordUuid: { $ref: ../../schemas/Uuid.yaml, description: Which one. }\n    mode:\n",
      ],
    ],
    problems: [
      `${PAUSE}:17:5: params.properties.oldPasswords: has "password" in its name and is not marked; add \`x-sensitive: true\``,
    ],
  },
  {
    title: "a driver-private object that spec.yaml does not list",
    edits: [["spec.yaml", "driverPrivate: [DriverState]", "driverPrivate: []"]],
    problems: [
      "schemas/DriverState.yaml:4:1: x-driver-private: is not among `driverPrivate` of spec.yaml; spell the data out, or add the object there",
    ],
  },
  {
    title: "a driver-private object that is none",
    edits: [["schemas/DriverState.yaml", "x-driver-private: true\n", ""]],
    problems: [
      'spec.yaml:4:17: driverPrivate[0]: "DriverState" is no object that is marked `x-driver-private`; mark it, or take it off the list',
    ],
  },
  {
    title: "a driver-private member",
    edits: [[DESCRIBE, "maxLength: 8,", "maxLength: 8, x-driver-private: true,"]],
    problems: [
      `${DESCRIBE}:18:45: result.properties.password["x-driver-private"]: marks a part of an object; give the part a file of its own under schemas/`,
    ],
  },
  {
    title: "a driver-private object that may hold anything",
    edits: [["schemas/DriverState.yaml", "maxLength: 64", "maxLength: 2000000"]],
    problems: [
      "schemas/DriverState.yaml:10:36: properties.data.maxLength: lets a driver hide more than 1048576 characters; allow fewer",
    ],
  },
];
