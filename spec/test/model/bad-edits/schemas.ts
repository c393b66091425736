// Edits that leave the dialect of schemas.
import { DESCRIBE, PAUSE, type BadEdit } from "./bad-edit.ts";

/** Edits that leave the dialect of schemas. */
export const SCHEMA_EDITS: readonly BadEdit[] = [
  {
    title: "a schema without a form",
    edits: [[DESCRIBE, "limit: { type: integer, minimum: 1, maximum: 10, default: 10,", "limit: { "]],
    problems: [
      `${DESCRIBE}:12:12: params.properties.limit: has no form: a schema has one of $ref, const, oneOf or type`,
    ],
  },
  {
    title: "a keyword of another type",
    edits: [[DESCRIBE, "maxItems: 3,", "maxItems: 3, maxLength: 4,"]],
    problems: [`${DESCRIBE}:17:40: result.properties.disks.maxLength: does not apply to type array`],
  },
  {
    title: "a keyword beside a const",
    edits: [["schemas/FileDisk.yaml", "{ const: file,", "{ const: file, maxLength: 4,"]],
    problems: ["schemas/FileDisk.yaml:8:24: properties.kind.maxLength: says nothing more about a const"],
  },
  {
    title: "an open object",
    edits: [["schemas/FileDisk.yaml", "additionalProperties: false\n", ""]],
    problems: ["schemas/FileDisk.yaml:1:1: is an open object; add `additionalProperties: false`"],
  },
  {
    title: "a list of anything",
    edits: [
      [DESCRIBE, "items: { $ref: ../../schemas/Disk.yaml }, ", ""],
      [
        DESCRIBE,
        "capabilities: { $ref: ../../schemas/Capabilities.yaml, description: What works. }",
        "capabilities: { $ref: ../../schemas/Capabilities.yaml, description: What works. }\n    disk: { $ref: ../../schemas/Disk.yaml, description: The first. }",
      ],
    ],
    problems: [`${DESCRIBE}:17:12: result.properties.disks: is a list and does not say what of; add \`items\``],
  },
  {
    title: "a pattern outside a file of its own",
    edits: [[DESCRIBE, "maxLength: 8,", "maxLength: 8, pattern: ^x, examples: [xy],"]],
    problems: [
      `${DESCRIBE}:18:45: result.properties.password.pattern: belongs into a file of its own under schemas/, so that the form has a name`,
    ],
  },
  {
    title: "a fallback that is no value of the enum",
    edits: [["schemas/FileDisk.yaml", "x-open-enum: other", "x-open-enum: unknown"]],
    problems: [
      'schemas/FileDisk.yaml:10:60: properties.format["x-open-enum"]: "unknown" is none of the values of `enum`',
    ],
  },
  {
    title: "a required field that is not there",
    edits: [[PAUSE, "required: [instanceUuid]", "required: [instanceUid]"]],
    problems: [
      `${PAUSE}:14:14: params.required[0]: requires "instanceUid", which is no field; did you mean "instanceUuid"?`,
    ],
  },
  {
    title: "a union without a discriminator",
    edits: [["schemas/Disk.yaml", "x-union: kind\n", ""]],
    problems: ["schemas/Disk.yaml:4:1: oneOf: needs `x-union`: the field that tells the variants apart"],
  },
  {
    title: "a variant without the discriminator",
    edits: [["schemas/BlankDisk.yaml", "required: [kind, sizeGib]", "required: [sizeGib]"]],
    problems: ['schemas/Disk.yaml:7:5: oneOf[1]: is BlankDisk, which does not require a field "kind" with a const'],
  },
  {
    title: "two variants with one tag",
    edits: [["schemas/BlankDisk.yaml", "const: blank", "const: file"]],
    problems: ['schemas/Disk.yaml:7:5: oneOf[1]: is BlankDisk, whose "kind" is "file" like that of an earlier variant'],
  },
  {
    title: "a variant that is no reference",
    edits: [["schemas/Disk.yaml", "  - $ref: BlankDisk.yaml", "  - $ref: BlankDisk.yaml\n  - { type: boolean }"]],
    problems: ["schemas/Disk.yaml:8:5: oneOf[2]: must be a $ref to an object of schemas/"],
  },
  {
    title: "a string without a limit",
    edits: [["schemas/FileDisk.yaml", ", maxLength: 64", ""]],
    problems: ["schemas/FileDisk.yaml:9:9: properties.path: has no limit; add `maxLength`"],
  },
  {
    title: "a list without a limit",
    edits: [[DESCRIBE, "maxItems: 3, ", ""]],
    problems: [`${DESCRIBE}:17:12: result.properties.disks: has no limit; add \`maxItems\``],
  },
  {
    title: "a number without a limit",
    edits: [["schemas/BlankDisk.yaml", "minimum: 1, maximum: 1024, ", ""]],
    problems: ["schemas/BlankDisk.yaml:9:12: properties.sizeGib: has no limit; add `minimum` and `maximum`"],
  },
  {
    title: "limits that admit nothing",
    edits: [["schemas/BlankDisk.yaml", "minimum: 1,", "minimum: 2000,"]],
    problems: ["schemas/BlankDisk.yaml:9:12: properties.sizeGib: admits nothing: the least is 2000, the most 1024"],
  },
  {
    title: "a field without a description",
    edits: [[DESCRIBE, ", description: Its state.", ""]],
    problems: [`${DESCRIBE}:16:17: result.properties.powerState: has no description`],
  },
  {
    title: "an example that its schema refuses",
    edits: [["schemas/Uuid.yaml", "4f9c1a52-", "4F9C1A52-"]],
    problems: [
      'schemas/Uuid.yaml:7:12: examples[0]: is not what its schema accepts: it must be a UUID in lower case, such as 4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11, got "4F9C1A52-6a0e-4b0e-9d8b-0d8a5f6d2c11"',
    ],
  },
  {
    title: "a default that its schema refuses",
    edits: [[DESCRIBE, "default: 10", "default: 11"]],
    problems: [
      `${DESCRIBE}:12:63: params.properties.limit.default: is not what its schema accepts: it must be at most 10, got 11`,
    ],
  },
  {
    title: "a schema that is only another's name",
    edits: [
      ["schemas/Lamp.yaml", undefined, "title: Lamp\ndescription: A lamp.\nx-since: 0.1.0\n$ref: Uuid.yaml\n"],
      [DESCRIBE, "password: {", "lamp: { $ref: ../../schemas/Lamp.yaml, description: A light. }\n    password: {"],
    ],
    problems: ["schemas/Lamp.yaml:4:7: $ref: is all that this schema is; refer to the other one instead"],
  },
  {
    title: "a union without a name",
    edits: [
      [
        DESCRIBE,
        "capabilities: { $ref: ../../schemas/Capabilities.yaml, description: What works. }",
        "capabilities: { $ref: ../../schemas/Capabilities.yaml, description: What works. }\n    disk: { x-union: kind, oneOf: [{ $ref: ../../schemas/FileDisk.yaml }], description: The first. }",
      ],
    ],
    problems: [
      `${DESCRIBE}:20:28: result.properties.disk.oneOf: belongs into a file of its own under schemas/, so that the union has a name`,
    ],
  },
  {
    title: "a keyword beside a union",
    edits: [["schemas/Disk.yaml", "x-union: kind", "x-union: kind\nmaxItems: 3"]],
    problems: ["schemas/Disk.yaml:5:1: maxItems: may not stand beside oneOf"],
  },
  {
    title: "an object without fields",
    edits: [
      [
        "schemas/FileDisk.yaml",
        "kind: { const: file, description: Marks this kind. }",
        "kind: { const: file, description: Marks this kind. }\n  extra: { type: object, additionalProperties: false, description: Anything. }",
      ],
    ],
    problems: ["schemas/FileDisk.yaml:9:10: properties.extra: is an object without fields; add `properties`"],
  },
  {
    title: "a capability without its member",
    edits: [
      [
        "schemas/Capabilities.yaml",
        "  supportsRecovery: { type: boolean, default: false, description: Instances outlive the driver. }\n",
        "",
      ],
    ],
    problems: [
      "schemas/Capabilities.yaml:6:1: properties: must list what capabilities.yaml does, in its order: supportsPause, supportsRecovery, supportsSoftPause",
    ],
  },
  {
    title: "a member that depends on a pattern and has no example",
    edits: [["schemas/Version.yaml", 'examples: ["1.0"]\n', ""]],
    problems: [
      'schemas/Version.yaml:1:1: needs `examples`: one that is made up is refused, since it must be text that matches ^[0-9]+\\.[0-9]+$, got "example"',
    ],
  },
  {
    title: "a message of which no example can be made up",
    edits: [[DESCRIBE, "maxLength: 8,", "minLength: 12, maxLength: 16, contentEncoding: base64,"]],
    problems: [
      `${DESCRIBE}:18:15: result.properties.password: needs \`examples\`: one that is made up is refused, since it must have at least 12 characters, got 8`,
    ],
  },
  {
    title: "an object that requires itself by way of another",
    edits: [
      [
        "schemas/FileDisk.yaml",
        "required: [kind, path]\nproperties:\n",
        "required: [kind, path, owner]\nproperties:\n  owner: { $ref: Owner.yaml, description: Whose it is. }\n",
      ],
      [
        "schemas/Owner.yaml",
        undefined,
        "title: Owner\ndescription: Someone.\nx-since: 0.1.0\ntype: object\nadditionalProperties: false\nrequired: [disks]\nproperties:\n  disks: { type: array, minItems: 1, maxItems: 3, items: { $ref: FileDisk.yaml }, description: What is theirs. }\n",
      ],
    ],
    problems: [
      "schemas/FileDisk.yaml:1:1: can never be sent: it requires itself, or what does; make a member on the way optional",
      "schemas/Owner.yaml:1:1: can never be sent: it requires itself, or what does; make a member on the way optional",
    ],
  },
  {
    title: "details of an error of which no example can be made up",
    edits: [
      [
        "errors.yaml",
        "        powerState:",
        "        bytes: { type: string, minLength: 12, maxLength: 16, contentEncoding: base64, description: Some. }\n        powerState:",
      ],
    ],
    problems: [
      "errors.yaml:27:16: codes.INVALID_STATE.details.properties.bytes: needs `examples`: one that is made up is refused, since it must have at least 12 characters, got 8",
    ],
  },
];
