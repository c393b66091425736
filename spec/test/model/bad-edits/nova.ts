// Edits after which the mapping from Nova names something that is not there.
import { DESCRIBE, PAUSE, type BadEdit } from "./bad-edit.ts";

const NOVA = "equivalence/nova-2026.yaml";

/** Edits after which the mapping from Nova names something that is not there. */
export const NOVA_EDITS: readonly BadEdit[] = [
  {
    title: "a method of Nova mapped to an unknown operation",
    edits: [[NOVA, "mapsTo: [pause]", "mapsTo: [pause, pauze]"]],
    problems: [`${NOVA}:6:21: methods.pause.mapsTo[1]: names no operation: "pauze"; did you mean "pause"?`],
  },
  {
    title: "a parameter of Nova mapped to an unknown field",
    edits: [[NOVA, "pause.params.instanceUuid", "pause.params.instanceUid"]],
    problems: [
      `${NOVA}:9:17: methods.pause.parameters.instance: names no field: "pause.params.instanceUid"; did you mean "instanceUuid"?`,
    ],
  },
  {
    title: "a parameter of Nova mapped to another method's field",
    edits: [[NOVA, "pause.params.instanceUuid", "describe.params.instanceUuid"]],
    problems: [
      `${NOVA}:9:17: methods.pause.parameters.instance: is a field of "describe", which is not among \`mapsTo\``,
    ],
  },
  {
    title: "a parameter of Nova mapped to a part that its operation does not have",
    edits: [
      [NOVA, "renewPassword.params.instanceUuid", "event.result"],
      [NOVA, "mapsTo: [renewPassword]", "mapsTo: [event]"],
    ],
    problems: [`${NOVA}:15:60: upCalls.get_password.parameters.instance: names no part of "event": "result"`],
  },
  {
    title: "a method of Nova mapped to an operation that does not name it",
    edits: [[NOVA, "mapsTo: [pause]", "mapsTo: [pause, event]"]],
    problems: [
      `${NOVA}:6:21: methods.pause.mapsTo[1]: is event, whose \`nova.methods\` does not name pause; add it there, or take the operation out here`,
    ],
  },
  {
    title: "an operation that names a method of Nova that another one stands for",
    edits: [[DESCRIBE, "methods: [get_info]", "methods: [get_info, pause]"]],
    problems: [
      `${DESCRIBE}:25:29: nova.methods[1]: is pause, which nova-2026 maps to pause; add describe there, or take the method out here`,
    ],
  },
  {
    title: "an operation that names no method of Nova",
    edits: [[PAUSE, "methods: [pause]", "methods: [pause, reset_network, pauze]"]],
    problems: [`${PAUSE}:26:41: nova.methods[2]: names no method of any edition: "pauze"; did you mean "pause"?`],
  },
  {
    title: "an up-call of Nova mapped to an unknown operation and field",
    edits: [
      [NOVA, "mapsTo: [renewPassword]", "mapsTo: [renewPassword, renewPasswort]"],
      [NOVA, "renewPassword.params.instanceUuid", "renewPassword.result.passwort"],
    ],
    problems: [
      `${NOVA}:15:43: upCalls.get_password.mapsTo[1]: names no operation: "renewPasswort"; did you mean "renewPassword"?`,
      `${NOVA}:15:83: upCalls.get_password.parameters.instance: names no field: "renewPassword.result.passwort"; did you mean "password"?`,
    ],
  },
  {
    title: "a capability of Nova that became nothing",
    edits: [[NOVA, "becomes: [supportsPause]", "becomes: [supportsPause, supportsPaus]"]],
    problems: [
      `${NOVA}:18:46: capabilities.supports_pause.becomes[1]: names nothing in the spec: "supportsPaus"; did you mean "supportsPause"?`,
    ],
  },
  {
    title: "an image property of Nova that became an unknown field",
    edits: [[NOVA, "FileDisk.format", "FileDisk.fromat"]],
    problems: [
      `${NOVA}:21:31: imageProperties.hw_disk_format.becomes[0]: names no field: "FileDisk.fromat"; did you mean "format"?`,
    ],
  },
  {
    title: "a service's use that became nothing",
    edits: [[NOVA, "becomes: [renewPassword]", "becomes: [FileDsk]"]],
    problems: [`${NOVA}:27:15: services[0].becomes[0]: names nothing in the spec: "FileDsk"; did you mean "FileDisk"?`],
  },
];
