// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// The spec as data, for everything that asks what an operation, error or requirement is.

import type { SpecModel } from "../model/spec-model.ts";

/** The spec that this package implements. Shared by all who import it: never change it. */
export const specModel: SpecModel = {
 "version": "0.1.0",
 "title": "Virt driver API",
 "description": "The contract between a cloud core (the caller) and a hypervisor driver: operations, objects, errors, states and\nrequirements. A driver in any language that meets the requirements marked `on: driver` may rely on those marked `on: caller`.\n",
 "operations": {
  "getConsoleOutput": {
   "name": "getConsoleOutput",
   "group": "consoles",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "capability": "supportsConsoleOutput",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Reads what a guest wrote to its first serial port.",
   "description": "The log is a sequence of bytes since the instance was spawned. It goes on over reboots. A driver that keeps only the latest part says\nwhere that begins.\n",
   "nova": {
    "methods": [
     "get_console_output"
    ],
    "source": "nova/virt/driver.py ComputeDriver.get_console_output"
   },
   "requirements": [
    "getConsoleOutput/returns-what-the-guest-wrote",
    "getConsoleOutput/honours-offset-and-limit",
    "getConsoleOutput/outlives-the-guest-run",
    "getConsoleOutput/absent-instance-is-refused"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance."
     },
     "offset": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "default": 0,
      "description": "The first byte wanted, counted from the beginning of the log. An offset that is no longer kept reads from `firstOffset`."
     },
     "limit": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1048576,
      "default": 65536,
      "description": "Most bytes to return. The driver may return fewer so that the message stays within its size."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "data",
     "offset",
     "nextOffset",
     "firstOffset",
     "endOffset"
    ],
    "properties": {
     "data": {
      "type": "string",
      "maxLength": 1398104,
      "contentEncoding": "base64",
      "description": "The bytes, base64."
     },
     "offset": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "Where `data` begins."
     },
     "nextOffset": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "Where to read on: `offset` plus the number of bytes in `data`."
     },
     "firstOffset": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "The first byte that the driver still keeps."
     },
     "endOffset": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "Where the log ends now."
     }
    }
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor has no such instance.",
     "effect": "none"
    },
    {
     "code": "CONSOLE_NOT_AVAILABLE",
     "condition": "The instance has no console log yet.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {},
     "outcome": {
      "pending": "unchanged",
      "running": "unchanged",
      "paused": "unchanged",
      "shutdown": "unchanged",
      "crashed": "unchanged",
      "suspended": "unchanged",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "event": {
   "name": "event",
   "group": "events",
   "kind": "notification",
   "servedBy": "driver",
   "direction": "driverToCore",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Tells that an instance's power state has changed.",
   "description": "A hint, never the only source: a caller that sees a gap in the sequence reads `listInstanceStates`. Transitions that the caller asked for are\ntold as well, before the call's answer, and name the call.\n",
   "nova": {
    "methods": [
     "register_event_listener",
     "emit_event"
    ],
    "source": "nova/virt/event.py LifecycleEvent; nova/compute/manager.py handle_lifecycle_event"
   },
   "requirements": [
    "event/tells-requested-transitions",
    "event/comes-before-the-answer",
    "event/names-its-cause",
    "event/sequence-has-no-gaps",
    "event/tells-what-the-guest-did",
    "event/tells-only-what-happened",
    "event/is-a-hint"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "driverEpoch",
     "sequence",
     "instanceUuid",
     "node",
     "transition",
     "powerState",
     "observedAt"
    ],
    "properties": {
     "driverEpoch": {
      "$ref": "#/$defs/Uuid",
      "description": "The run of the driver that counts the sequence."
     },
     "sequence": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "1 for the first event of the run, then one more each."
     },
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance."
     },
     "node": {
      "$ref": "#/$defs/Uuid",
      "description": "The node that it is on."
     },
     "transition": {
      "type": "string",
      "enum": [
       "spawned",
       "destroyed",
       "started",
       "stopped",
       "rebooted",
       "paused",
       "unpaused",
       "crashed",
       "other"
      ],
      "x-open-enum": "other",
      "description": "What happened."
     },
     "powerState": {
      "type": "string",
      "enum": [
       "pending",
       "running",
       "paused",
       "shutdown",
       "crashed",
       "suspended",
       "absent"
      ],
      "description": "The state observed after it; `absent` once the instance is gone."
     },
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The call that caused it. Absent when the guest or the hypervisor did."
     },
     "observedAt": {
      "$ref": "#/$defs/Timestamp",
      "description": "When the driver saw it."
     }
    }
   },
   "errors": []
  },
  "getInfo": {
   "name": "getInfo",
   "group": "instances",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Reads the hypervisor's present view of one instance.",
   "description": "Never answered from a cache. The caller stores the reading as the truth.",
   "nova": {
    "methods": [
     "get_info"
    ],
    "source": "nova/virt/driver.py ComputeDriver.get_info"
   },
   "requirements": [
    "getInfo/reports-absence-as-an-error",
    "getInfo/shows-the-state-on-return",
    "getInfo/keeps-identity",
    "getInfo/sees-a-guest-that-stopped-itself",
    "getInfo/sees-a-crashed-guest",
    "getInfo/answer-is-authoritative"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to read."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "info"
    ],
    "properties": {
     "info": {
      "$ref": "#/$defs/InstanceInfo",
      "description": "What the hypervisor says now."
     }
    }
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor answered that it has no such instance.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {},
     "outcome": {
      "pending": "unchanged",
      "running": "unchanged",
      "paused": "unchanged",
      "shutdown": "unchanged",
      "crashed": "unchanged",
      "suspended": "unchanged",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "listInstanceStates": {
   "name": "listInstanceStates",
   "group": "instances",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Reads the power states of all the driver's own instances at once.",
   "description": "What a caller does at start, periodically, and whenever it sees a gap in the sequence of events. The answer names the last event\nwhose effect it contains, so that the caller knows from where on to listen.\n",
   "nova": {
    "methods": [
     "get_info",
     "list_instance_uuids"
    ],
    "source": "nova/compute/manager.py _sync_power_states (one get_info per instance)"
   },
   "requirements": [
    "listInstanceStates/names-the-last-event",
    "listInstanceStates/settles-gaps"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {
     "node": {
      "$ref": "#/$defs/Uuid",
      "description": "Only this node. Absent for all."
     },
     "cursor": {
      "$ref": "#/$defs/Cursor",
      "description": "Where to go on. Absent for the first page."
     },
     "limit": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "default": 1000,
      "description": "Most entries to return."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "states",
     "driverEpoch",
     "lastSequence"
    ],
    "properties": {
     "states": {
      "type": "array",
      "maxItems": 1000,
      "items": {
       "$ref": "#/$defs/InstanceState"
      },
      "description": "One page of states."
     },
     "driverEpoch": {
      "$ref": "#/$defs/Uuid",
      "description": "The run of the driver that `lastSequence` belongs to."
     },
     "lastSequence": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "The sequence of the last event sent before this reading; 0 if there was none."
     },
     "nextCursor": {
      "$ref": "#/$defs/Cursor",
      "description": "Where the next page begins. Absent on the last one."
     }
    }
   },
   "errors": [
    {
     "code": "NODE_NOT_FOUND",
     "condition": "`node` is given and the driver does not serve it.",
     "effect": "none"
    }
   ]
  },
  "listInstances": {
   "name": "listInstances",
   "group": "instances",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Lists the guests on the driver's nodes, its own and foreign ones.",
   "nova": {
    "methods": [
     "list_instances",
     "list_instance_uuids",
     "get_num_instances",
     "instance_exists"
    ],
    "source": "nova/virt/driver.py ComputeDriver.list_instance_uuids"
   },
   "requirements": [
    "listInstances/shows-every-power-state",
    "listInstances/agrees-with-other-reads",
    "listInstances/pages-are-complete",
    "listInstances/filters-by-node"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {
     "node": {
      "$ref": "#/$defs/Uuid",
      "description": "Only this node. Absent for all."
     },
     "cursor": {
      "$ref": "#/$defs/Cursor",
      "description": "Where to go on. Absent for the first page."
     },
     "limit": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "default": 1000,
      "description": "Most entries to return."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instances"
    ],
    "properties": {
     "instances": {
      "type": "array",
      "maxItems": 1000,
      "items": {
       "$ref": "#/$defs/InstanceSummary"
      },
      "description": "One page of guests."
     },
     "nextCursor": {
      "$ref": "#/$defs/Cursor",
      "description": "Where the next page begins. Absent on the last one."
     }
    }
   },
   "errors": [
    {
     "code": "NODE_NOT_FOUND",
     "condition": "`node` is given and the driver does not serve it.",
     "effect": "none"
    }
   ]
  },
  "destroy": {
   "name": "destroy",
   "group": "lifecycle",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "natural",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Removes an instance and all that belongs to it.",
   "description": "Succeeds for an instance that is absent, half built or half removed, and then removes whatever is left of it. Needs nothing but\nthe uuid.\n",
   "nova": {
    "methods": [
     "destroy",
     "cleanup",
     "delete_instance_files",
     "cleanup_lingering_instance_resources"
    ],
    "source": "nova/virt/driver.py ComputeDriver.destroy"
   },
   "requirements": [
    "destroy/removes-the-instance",
    "destroy/absent-instance-succeeds",
    "destroy/works-in-every-power-state",
    "destroy/leaves-others-alone",
    "destroy/keeps-disks-when-asked",
    "destroy/removes-disks-when-asked",
    "destroy/can-be-repeated-after-failure",
    "destroy/only-what-the-caller-knows"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid",
     "destroyDisks"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to remove."
     },
     "destroyDisks": {
      "type": "boolean",
      "description": "Whether local disks go too. When false they stay, and a later `spawn` of the same uuid on the same node starts from them."
     },
     "driverState": {
      "$ref": "#/$defs/DriverState",
      "description": "What `spawn` returned, if the caller still has it. `destroy` works without."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the instance is in progress.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor could not stop or remove the guest.",
     "effect": "partial"
    }
   ],
   "states": [
    {
     "when": {},
     "outcome": {
      "pending": "absent",
      "running": "absent",
      "paused": "absent",
      "shutdown": "absent",
      "crashed": "absent",
      "suspended": "absent",
      "absent": "absent"
     }
    }
   ]
  },
  "spawn": {
   "name": "spawn",
   "group": "lifecycle",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "natural",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Creates an instance on a node and brings it to the requested power state.",
   "description": "All or nothing: if the call fails, the hypervisor is as it was before. No disk, no half-defined guest, no claim on resources\nremains, whatever step failed, and also after a cancellation. `network` and `volume` inputs join in a later version.\n",
   "nova": {
    "methods": [
     "spawn",
     "prepare_for_spawn",
     "failed_spawn_cleanup"
    ],
    "source": "nova/virt/driver.py ComputeDriver.spawn"
   },
   "requirements": [
    "spawn/starts-the-guest",
    "spawn/obeys-power-on-false",
    "spawn/refuses-a-known-uuid",
    "spawn/refuses-what-does-not-fit",
    "spawn/refuses-a-bad-image",
    "spawn/refuses-a-flavor-below-the-image-minimum",
    "spawn/refuses-unknown-nodes",
    "spawn/leaves-nothing-when-it-fails",
    "spawn/survives-failure-at-each-step",
    "spawn/leaves-nothing-when-cancelled",
    "spawn/shows-only-what-is-real",
    "spawn/instances-are-independent"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instance",
     "node",
     "powerOn"
    ],
    "properties": {
     "instance": {
      "$ref": "#/$defs/Instance",
      "description": "What to build."
     },
     "node": {
      "$ref": "#/$defs/Uuid",
      "description": "The node to build it on."
     },
     "powerOn": {
      "type": "boolean",
      "description": "Whether the guest runs when the call returns. When false it is built in full and left `shutdown`."
     },
     "adminPassword": {
      "type": "string",
      "minLength": 1,
      "maxLength": 512,
      "x-sensitive": true,
      "description": "A password for the guest's administrator, for drivers that can set one. Others ignore it."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {
     "driverState": {
      "$ref": "#/$defs/DriverState",
      "description": "What the driver wants to be given back about this instance."
     }
    }
   },
   "errors": [
    {
     "code": "INSTANCE_EXISTS",
     "condition": "An instance with that uuid is already there.",
     "effect": "none"
    },
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the uuid is in progress.",
     "effect": "none"
    },
    {
     "code": "NODE_NOT_FOUND",
     "condition": "The driver serves no such node.",
     "effect": "none"
    },
    {
     "code": "INSUFFICIENT_RESOURCES",
     "condition": "The node cannot hold the flavor beside what it holds now.",
     "effect": "none"
    },
    {
     "code": "IMAGE_UNACCEPTABLE",
     "condition": "The image cannot be read, does not match its size or digest, has a format the driver does not take, or does not fit the flavor.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor refused or broke off a step. All that was made has been removed.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {
      "powerOn": true
     },
     "outcome": {
      "absent": "running",
      "pending": "INSTANCE_EXISTS",
      "running": "INSTANCE_EXISTS",
      "paused": "INSTANCE_EXISTS",
      "shutdown": "INSTANCE_EXISTS",
      "crashed": "INSTANCE_EXISTS",
      "suspended": "INSTANCE_EXISTS"
     }
    },
    {
     "when": {
      "powerOn": false
     },
     "outcome": {
      "absent": "shutdown",
      "pending": "INSTANCE_EXISTS",
      "running": "INSTANCE_EXISTS",
      "paused": "INSTANCE_EXISTS",
      "shutdown": "INSTANCE_EXISTS",
      "crashed": "INSTANCE_EXISTS",
      "suspended": "INSTANCE_EXISTS"
     }
    }
   ]
  },
  "getAvailableResource": {
   "name": "getAvailableResource",
   "group": "nodes",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Reads what a node has and how much of it instances hold.",
   "nova": {
    "methods": [
     "get_available_resource"
    ],
    "source": "nova/virt/driver.py ComputeDriver.get_available_resource"
   },
   "requirements": [
    "getAvailableResource/names-the-node-asked-for",
    "getAvailableResource/refuses-unknown-nodes",
    "getAvailableResource/usage-is-within-totals",
    "getAvailableResource/usage-counts-instances",
    "getAvailableResource/usage-falls-after-destroy"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "node"
    ],
    "properties": {
     "node": {
      "$ref": "#/$defs/Uuid",
      "description": "The node to read."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "resource"
    ],
    "properties": {
     "resource": {
      "$ref": "#/$defs/AvailableResource",
      "description": "The node's figures."
     }
    }
   },
   "errors": [
    {
     "code": "NODE_NOT_FOUND",
     "condition": "The driver serves no such node.",
     "effect": "none"
    }
   ]
  },
  "listNodes": {
   "name": "listNodes",
   "group": "nodes",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Lists the hypervisor nodes that the driver serves.",
   "nova": {
    "methods": [
     "get_available_nodes",
     "get_nodenames_by_uuid",
     "node_is_available"
    ],
    "source": "nova/virt/driver.py ComputeDriver.get_nodenames_by_uuid"
   },
   "requirements": [
    "listNodes/serves-at-least-one",
    "listNodes/identities-are-unique",
    "listNodes/identities-survive-restart"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {
     "cursor": {
      "$ref": "#/$defs/Cursor",
      "description": "Where to go on. Absent for the first page."
     },
     "limit": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "default": 1000,
      "description": "Most entries to return."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "nodes"
    ],
    "properties": {
     "nodes": {
      "type": "array",
      "maxItems": 1000,
      "items": {
       "$ref": "#/$defs/NodeInfo"
      },
      "description": "One page of nodes."
     },
     "nextCursor": {
      "$ref": "#/$defs/Cursor",
      "description": "Where the next page begins. Absent on the last one."
     }
    }
   },
   "errors": []
  },
  "pause": {
   "name": "pause",
   "group": "power",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "natural",
   "capability": "supportsPause",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Stops a guest's execution and keeps its memory resident.",
   "nova": {
    "methods": [
     "pause"
    ],
    "source": "nova/virt/driver.py ComputeDriver.pause"
   },
   "requirements": [
    "pause/stops-execution",
    "pause/paused-instance-stays-paused",
    "pause/needs-a-running-guest",
    "pause/absent-instance-is-refused"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to pause."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor has no such instance.",
     "effect": "none"
    },
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the instance is in progress.",
     "effect": "none"
    },
    {
     "code": "INVALID_STATE",
     "condition": "The instance is neither `running` nor `paused`.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor could not pause the guest. It still runs.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {},
     "outcome": {
      "pending": "INVALID_STATE",
      "running": "paused",
      "paused": "paused",
      "shutdown": "INVALID_STATE",
      "crashed": "INVALID_STATE",
      "suspended": "INVALID_STATE",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "powerOff": {
   "name": "powerOff",
   "group": "power",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "natural",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Stops an instance, in good order if there is time.",
   "description": "With `timeoutSeconds` 0 the guest is cut off without being asked. Otherwise the driver presses the power button, again every\n`retryIntervalSeconds`, and cuts the guest off when the time is up. A paused guest cannot hear the button and is cut off.\n",
   "nova": {
    "methods": [
     "power_off"
    ],
    "source": "nova/virt/driver.py ComputeDriver.power_off"
   },
   "requirements": [
    "powerOff/stops-the-guest",
    "powerOff/zero-timeout-does-not-ask",
    "powerOff/lets-the-guest-shut-down",
    "powerOff/forces-after-the-timeout",
    "powerOff/off-instance-succeeds",
    "powerOff/absent-instance-is-refused"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid",
     "timeoutSeconds",
     "retryIntervalSeconds"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to stop."
     },
     "timeoutSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400,
      "description": "How long the guest may take to shut down, in seconds. 0 asks for no orderly shutdown."
     },
     "retryIntervalSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400,
      "description": "Seconds between two requests to the guest. 0 means one request only."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor has no such instance.",
     "effect": "none"
    },
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the instance is in progress.",
     "effect": "none"
    },
    {
     "code": "INVALID_STATE",
     "condition": "The instance is `pending`.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor could not stop the guest. It still runs.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {
      "timeoutSeconds": 0
     },
     "outcome": {
      "pending": "INVALID_STATE",
      "running": "shutdown",
      "paused": "shutdown",
      "shutdown": "shutdown",
      "crashed": "shutdown",
      "suspended": "shutdown",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "powerOn": {
   "name": "powerOn",
   "group": "power",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "natural",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Starts a powered-off instance.",
   "nova": {
    "methods": [
     "power_on"
    ],
    "source": "nova/virt/driver.py ComputeDriver.power_on"
   },
   "requirements": [
    "powerOn/boots-the-guest",
    "powerOn/running-instance-goes-on",
    "powerOn/wrong-state-is-refused",
    "powerOn/absent-instance-is-refused"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to start."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor has no such instance.",
     "effect": "none"
    },
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the instance is in progress.",
     "effect": "none"
    },
    {
     "code": "INVALID_STATE",
     "condition": "The instance is `pending`, `paused` or `suspended`.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor could not start the guest. It is still powered off.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {},
     "outcome": {
      "pending": "INVALID_STATE",
      "running": "running",
      "paused": "INVALID_STATE",
      "shutdown": "running",
      "crashed": "running",
      "suspended": "INVALID_STATE",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "reboot": {
   "name": "reboot",
   "group": "power",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "keyed",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Restarts an instance's guest, softly or hard.",
   "description": "A soft reboot asks the guest to shut down and starts it again; a guest that does not answer within a bounded time is rebooted\nhard instead. A hard reboot asks nobody and works from every power state.\nINSTANCE_BUSY is no outcome of a keyed call: the same call, with the same operationId, may be made again and is then executed.\n",
   "nova": {
    "methods": [
     "reboot"
    ],
    "source": "nova/virt/driver.py ComputeDriver.reboot"
   },
   "requirements": [
    "reboot/soft-boots-once",
    "reboot/hard-boots-once",
    "reboot/hard-works-from-every-state",
    "reboot/soft-falls-back-to-hard",
    "reboot/soft-needs-a-running-guest",
    "reboot/absent-instance-is-refused"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid",
     "type"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to restart."
     },
     "type": {
      "type": "string",
      "enum": [
       "soft",
       "hard"
      ],
      "description": "Whether the guest is asked."
     },
     "timeoutSeconds": {
      "type": "integer",
      "minimum": 1,
      "maximum": 86400,
      "default": 120,
      "description": "For a soft reboot, how long the guest may take to shut down, in seconds, before it is rebooted hard."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor has no such instance.",
     "effect": "none"
    },
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the instance is in progress.",
     "effect": "none"
    },
    {
     "code": "INVALID_STATE",
     "condition": "A soft reboot of an instance that is not `running`, or any reboot of one that is `pending`.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor could not restart the guest. `getInfo` tells in which state it is.",
     "effect": "partial"
    }
   ],
   "states": [
    {
     "when": {
      "type": "soft"
     },
     "outcome": {
      "pending": "INVALID_STATE",
      "running": "running",
      "paused": "INVALID_STATE",
      "shutdown": "INVALID_STATE",
      "crashed": "INVALID_STATE",
      "suspended": "INVALID_STATE",
      "absent": "INSTANCE_NOT_FOUND"
     }
    },
    {
     "when": {
      "type": "hard"
     },
     "outcome": {
      "pending": "INVALID_STATE",
      "running": "running",
      "paused": "running",
      "shutdown": "running",
      "crashed": "running",
      "suspended": "running",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "unpause": {
   "name": "unpause",
   "group": "power",
   "kind": "change",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "idempotency": "natural",
   "capability": "supportsPause",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Lets a paused guest go on where it stopped.",
   "nova": {
    "methods": [
     "unpause"
    ],
    "source": "nova/virt/driver.py ComputeDriver.unpause"
   },
   "requirements": [
    "unpause/goes-on-where-it-stopped",
    "unpause/running-instance-goes-on",
    "unpause/needs-a-paused-guest",
    "unpause/absent-instance-is-refused"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance to unpause."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The hypervisor has no such instance.",
     "effect": "none"
    },
    {
     "code": "INSTANCE_BUSY",
     "condition": "Another changing call on the instance is in progress.",
     "effect": "none"
    },
    {
     "code": "INVALID_STATE",
     "condition": "The instance is neither `paused` nor `running`.",
     "effect": "none"
    },
    {
     "code": "BACKEND_FAILED",
     "condition": "The hypervisor could not resume the guest. It is still paused.",
     "effect": "none"
    }
   ],
   "states": [
    {
     "when": {},
     "outcome": {
      "pending": "INVALID_STATE",
      "running": "running",
      "paused": "running",
      "shutdown": "INVALID_STATE",
      "crashed": "INVALID_STATE",
      "suspended": "INVALID_STATE",
      "absent": "INSTANCE_NOT_FOUND"
     }
    }
   ]
  },
  "cancelOperation": {
   "name": "cancelOperation",
   "group": "protocol",
   "kind": "notification",
   "servedBy": "runtime",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Asks the driver to stop working on a call.",
   "description": "A request, not a command: the call itself still answers, with OPERATION_CANCELLED once the driver has cleaned up, or with its\nordinary result if it was already done. Cancelling a call that is finished or unknown does nothing.\n",
   "nova": {
    "methods": [],
    "source": "No equivalent; only live_migration_abort cancels anything"
   },
   "requirements": [
    "cancelOperation/cancelled-call-answers",
    "cancelOperation/unknown-call-is-ignored"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "operationId"
    ],
    "properties": {
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The call to cancel."
     }
    }
   },
   "errors": []
  },
  "getOperation": {
   "name": "getOperation",
   "group": "protocol",
   "kind": "read",
   "servedBy": "runtime",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Tells what became of a changing call.",
   "description": "After a lost connection the caller asks here instead of guessing. `unknown` means that the driver has no record: it was\nrestarted, or never received the call. The caller then reads the instance's state.\n",
   "nova": {
    "methods": [],
    "source": "No equivalent; nova/compute/manager.py _init_instance guesses from task_state"
   },
   "requirements": [
    "getOperation/knows-running-calls",
    "getOperation/knows-successful-calls",
    "getOperation/knows-failed-calls",
    "getOperation/admits-not-knowing",
    "getOperation/unknown-means-read-the-state"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "operationId"
    ],
    "properties": {
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The identity of the call."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "operationId",
     "state"
    ],
    "properties": {
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The identity asked for."
     },
     "state": {
      "type": "string",
      "enum": [
       "running",
       "succeeded",
       "failed",
       "unknown"
      ],
      "description": "Where the call stands."
     },
     "operation": {
      "type": "string",
      "maxLength": 255,
      "description": "The operation called. Absent when unknown."
     },
     "error": {
      "$ref": "#/$defs/FailedCall",
      "description": "How it failed. Present when `state` is `failed`."
     }
    }
   },
   "errors": []
  },
  "initialize": {
   "name": "initialize",
   "group": "protocol",
   "kind": "control",
   "servedBy": "runtime",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Opens a session, agrees on a version of the spec and learns what the driver can do.",
   "description": "The first call of every session. One session controls a driver at a time, and its epoch says which: the driver keeps the\nhighest epoch it has accepted and fences every older session. A caller that does not know the current epoch asks with 1 and\nreads the right one from the refusal. The epoch is kept for the run of the driver: a restart ends every session, and whoever connects first\nbegins anew. Calling `initialize` again with a higher epoch replaces the session, on the same\nconnection or another.\n",
   "nova": {
    "methods": [
     "init_host",
     "__init__"
    ],
    "source": "nova/virt/driver.py ComputeDriver.init_host"
   },
   "requirements": [
    "initialize/agrees-on-a-common-version",
    "initialize/refuses-unknown-versions",
    "initialize/refuses-stale-epochs",
    "initialize/keeps-answers-stable",
    "initialize/comes-first",
    "initialize/epochs-rise"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "specVersions",
     "caller",
     "epoch",
     "maxMessageBytes"
    ],
    "properties": {
     "specVersions": {
      "type": "array",
      "minItems": 1,
      "maxItems": 64,
      "items": {
       "$ref": "#/$defs/Version"
      },
      "description": "The versions of the spec that the caller speaks."
     },
     "caller": {
      "$ref": "#/$defs/PeerInfo",
      "description": "The cloud core."
     },
     "epoch": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "The session's epoch. Higher than that of any session before it."
     },
     "maxMessageBytes": {
      "type": "integer",
      "minimum": 65536,
      "maximum": 67108864,
      "description": "The largest message, in bytes, that the caller accepts."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "specVersion",
     "driver",
     "driverEpoch",
     "capabilities",
     "maxMessageBytes"
    ],
    "properties": {
     "specVersion": {
      "$ref": "#/$defs/Version",
      "description": "The version that both speak from here on."
     },
     "driver": {
      "$ref": "#/$defs/PeerInfo",
      "description": "The driver."
     },
     "driverEpoch": {
      "$ref": "#/$defs/Uuid",
      "description": "The identity of this run of the driver, new at every start. Event sequences begin anew with it."
     },
     "capabilities": {
      "$ref": "#/$defs/Capabilities",
      "description": "What the driver can do beyond the mandatory operations."
     },
     "maxMessageBytes": {
      "type": "integer",
      "minimum": 65536,
      "maximum": 67108864,
      "description": "The largest message, in bytes, that the driver accepts."
     }
    }
   },
   "errors": [
    {
     "code": "VERSION_NOT_SUPPORTED",
     "condition": "None of `specVersions` is known to the driver.",
     "effect": "none"
    }
   ]
  },
  "probe": {
   "name": "probe",
   "group": "protocol",
   "kind": "read",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Tells how the driver is, and separately how its hypervisor is.",
   "description": "Always answered while the driver lives, also when its hypervisor cannot be reached: that is what it is for.\n",
   "nova": {
    "methods": [],
    "source": "No equivalent; VirtDriverNotReady of nova/virt/ironic/driver.py is the nearest"
   },
   "requirements": [
    "probe/answers-without-the-backend",
    "probe/reports-a-working-backend"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "driver",
     "backend"
    ],
    "properties": {
     "driver": {
      "type": "string",
      "enum": [
       "ok",
       "degraded"
      ],
      "description": "Whether the driver itself can do all its work, given a hypervisor."
     },
     "backend": {
      "type": "string",
      "enum": [
       "reachable",
       "unreachable"
      ],
      "description": "Whether the hypervisor answers the driver now."
     },
     "detail": {
      "type": "string",
      "maxLength": 1024,
      "description": "What is wrong, for people."
     }
    }
   },
   "errors": []
  },
  "progress": {
   "name": "progress",
   "group": "protocol",
   "kind": "notification",
   "servedBy": "runtime",
   "direction": "driverToCore",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Tells how far a changing call has come.",
   "nova": {
    "methods": [],
    "source": "nova/virt/vmwareapi/vmops.py _update_instance_progress writes the database instead"
   },
   "requirements": [
    "progress/only-while-running"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "operationId",
     "step"
    ],
    "properties": {
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The call."
     },
     "step": {
      "type": "string",
      "minLength": 1,
      "maxLength": 255,
      "description": "What the driver is doing, for people."
     },
     "percent": {
      "type": "integer",
      "minimum": 0,
      "maximum": 100,
      "description": "How much is done, in percent, where the driver can tell."
     }
    }
   },
   "errors": []
  },
  "shutdown": {
   "name": "shutdown",
   "group": "protocol",
   "kind": "control",
   "servedBy": "runtime",
   "direction": "coreToDriver",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Ends the session in good order.",
   "description": "The driver finishes or cleans up what is in progress, answers, and takes no new work in this session. Instances are not\ntouched. A driver on standard input and output exits afterwards; one that owns a socket waits for its next session.\n",
   "nova": {
    "methods": [
     "cleanup_host"
    ],
    "source": "nova/virt/driver.py ComputeDriver.cleanup_host"
   },
   "requirements": [
    "shutdown/refuses-new-work",
    "shutdown/leaves-instances-alone"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": []
  },
  "simulation/advance": {
   "name": "simulation/advance",
   "group": "simulation",
   "kind": "control",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "capability": "supportsSimulation",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Moves the simulated hypervisor's clock forward.",
   "description": "Guests live through the time, and operations that wait on the clock go on. Returns when all that was due has happened.",
   "nova": {
    "methods": [],
    "source": "No equivalent"
   },
   "requirements": [
    "simulation/advance-takes-no-real-time"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "durationMs"
    ],
    "properties": {
     "durationMs": {
      "type": "integer",
      "minimum": 0,
      "maximum": 31536000000,
      "description": "How far to move the clock, in milliseconds."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "now"
    ],
    "properties": {
     "now": {
      "$ref": "#/$defs/Timestamp",
      "description": "The simulated time afterwards."
     }
    }
   },
   "errors": []
  },
  "simulation/clearFaults": {
   "name": "simulation/clearFaults",
   "group": "simulation",
   "kind": "control",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "capability": "supportsSimulation",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Ends every injected fault that is still in force.",
   "description": "Also ends a hold on the clock. What a fault already did stays done.",
   "nova": {
    "methods": [],
    "source": "No equivalent"
   },
   "requirements": [
    "simulation/faults-can-be-cleared"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": []
  },
  "simulation/hold": {
   "name": "simulation/hold",
   "group": "simulation",
   "kind": "control",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "capability": "supportsSimulation",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Stops the simulated clock from moving by itself, or lets it go on.",
   "description": "By itself the clock moves only while a request waits on it, as far as that request needs. While it is held, such a request stays half way\nuntil `simulation/advance` moves the clock or the hold ends.\n",
   "nova": {
    "methods": [],
    "source": "No equivalent"
   },
   "requirements": [
    "simulation/hold-stops-operations-half-way"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "held"
    ],
    "properties": {
     "held": {
      "type": "boolean",
      "description": "Whether the clock is held."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "now"
    ],
    "properties": {
     "now": {
      "$ref": "#/$defs/Timestamp",
      "description": "The simulated time."
     }
    }
   },
   "errors": []
  },
  "simulation/injectFault": {
   "name": "simulation/injectFault",
   "group": "simulation",
   "kind": "control",
   "servedBy": "driver",
   "direction": "coreToDriver",
   "capability": "supportsSimulation",
   "since": "0.1.0",
   "stability": "experimental",
   "summary": "Makes something go wrong in the simulated hypervisor.",
   "nova": {
    "methods": [],
    "source": "nova/virt/fake.py has about 22 fake drivers, one per fault"
   },
   "requirements": [
    "simulation/faults-happen"
   ],
   "params": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "fault"
    ],
    "properties": {
     "fault": {
      "$ref": "#/$defs/SimulatedFault",
      "description": "What goes wrong."
     }
    }
   },
   "result": {
    "type": "object",
    "additionalProperties": false,
    "required": [],
    "properties": {}
   },
   "errors": [
    {
     "code": "INSTANCE_NOT_FOUND",
     "condition": "The fault names an instance that is not there.",
     "effect": "none"
    }
   ]
  }
 },
 "schemas": {
  "AvailableResource": {
   "title": "AvailableResource",
   "description": "What a node has and how much of it instances hold. An instance counts with its flavor's full figures from `spawn` to `destroy`, in every power state.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "node",
    "hypervisorType",
    "hypervisorVersion",
    "vcpus",
    "vcpusUsed",
    "memoryMib",
    "memoryMibUsed",
    "localGib",
    "localGibUsed"
   ],
   "properties": {
    "node": {
     "$ref": "#/$defs/Uuid",
     "description": "The node read."
    },
    "hypervisorType": {
     "$ref": "#/$defs/Name",
     "description": "The kind of hypervisor, constant for a driver."
    },
    "hypervisorVersion": {
     "type": "integer",
     "minimum": 0,
     "maximum": 9007199254740991,
     "description": "The hypervisor's version as a number whose order is the order of upgrades."
    },
    "vcpus": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1048576,
     "description": "Virtual CPUs that the node offers in all."
    },
    "vcpusUsed": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1048576,
     "description": "Virtual CPUs that instances hold."
    },
    "memoryMib": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1099511627776,
     "description": "Memory that the node offers in all, in MiB."
    },
    "memoryMibUsed": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1099511627776,
     "description": "Memory that instances hold, in MiB."
    },
    "localGib": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1099511627776,
     "description": "Local disk that the node offers in all, in GiB."
    },
    "localGibUsed": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1099511627776,
     "description": "Local disk that instances hold, in GiB."
    }
   }
  },
  "BackendUnreachableFault": {
   "title": "BackendUnreachableFault",
   "description": "The hypervisor stops answering its driver until the faults are cleared. Guests go on.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "kind"
   ],
   "properties": {
    "kind": {
     "const": "backendUnreachable",
     "description": "Marks this fault."
    }
   }
  },
  "CallContext": {
   "title": "CallContext",
   "description": "What accompanies every request, whatever the operation.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "operationId": {
     "$ref": "#/$defs/Uuid",
     "description": "The identity of this changing call, minted by the caller. Required where the operation's kind is `change`; a repeat of the call carries the same one."
    },
    "deadlineMs": {
     "type": "integer",
     "minimum": 1,
     "maximum": 86400000,
     "description": "How long the caller is prepared to wait, in milliseconds from the moment the driver reads the request."
    },
    "requestId": {
     "type": "string",
     "minLength": 1,
     "maxLength": 128,
     "description": "A mark for tracing, carried into logs and never interpreted."
    }
   }
  },
  "Capabilities": {
   "title": "Capabilities",
   "description": "What the driver can do beyond the mandatory operations. An absent member means false.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "supportsPause": {
     "type": "boolean",
     "default": false,
     "description": "The driver offers `pause` and `unpause`."
    },
    "supportsConsoleOutput": {
     "type": "boolean",
     "default": false,
     "description": "The driver offers `getConsoleOutput`."
    },
    "supportsRecovery": {
     "type": "boolean",
     "default": false,
     "description": "Instances outlive the driver process, and a restarted driver finds them again."
    },
    "supportsSimulation": {
     "type": "boolean",
     "default": false,
     "description": "The driver simulates its hypervisor and offers the `simulation/*` operations. No driver of real guests declares it."
    }
   }
  },
  "Cursor": {
   "title": "Cursor",
   "description": "The place where the next page of a list begins. Opaque to the caller; valid only for the list that returned it.",
   "x-since": "0.1.0",
   "type": "string",
   "minLength": 1,
   "maxLength": 512,
   "examples": [
    "b2Zmc2V0OjEwMA"
   ]
  },
  "DriverState": {
   "title": "DriverState",
   "description": "What a driver wants to be given back about an instance. The caller stores it and never looks inside.",
   "x-since": "0.1.0",
   "x-driver-private": true,
   "x-sensitive": true,
   "type": "object",
   "additionalProperties": false,
   "required": [
    "format",
    "version",
    "data"
   ],
   "properties": {
    "format": {
     "$ref": "#/$defs/Name",
     "description": "Which driver's format this is."
    },
    "version": {
     "type": "integer",
     "minimum": 1,
     "maximum": 1000000,
     "description": "The version of that format."
    },
    "data": {
     "type": "string",
     "maxLength": 65536,
     "contentEncoding": "base64",
     "description": "The bytes, base64."
    }
   }
  },
  "Effect": {
   "title": "Effect",
   "description": "What a failed call left behind: nothing at all, part of its work, or nobody knows.",
   "x-since": "0.1.0",
   "type": "string",
   "enum": [
    "none",
    "partial",
    "unknown"
   ]
  },
  "ErrorCode": {
   "title": "ErrorCode",
   "description": "A code of `errors.yaml`. Codes are stable, messages are not. A code that the receiver does not know is treated as INTERNAL_ERROR.",
   "x-since": "0.1.0",
   "x-open-enum": "INTERNAL_ERROR",
   "type": "string",
   "maxLength": 64,
   "enum": [
    "INVALID_REQUEST",
    "NOT_SUPPORTED",
    "INTERNAL_ERROR",
    "SESSION_NOT_INITIALIZED",
    "SESSION_FENCED",
    "VERSION_NOT_SUPPORTED",
    "SHUTTING_DOWN",
    "MESSAGE_TOO_LARGE",
    "OPERATION_CONFLICT",
    "OPERATION_CANCELLED",
    "DEADLINE_EXCEEDED",
    "INSTANCE_NOT_FOUND",
    "INSTANCE_EXISTS",
    "INSTANCE_BUSY",
    "INVALID_STATE",
    "NODE_NOT_FOUND",
    "INSUFFICIENT_RESOURCES",
    "IMAGE_UNACCEPTABLE",
    "CONSOLE_NOT_AVAILABLE",
    "BACKEND_UNREACHABLE",
    "BACKEND_FAILED"
   ]
  },
  "FailStepFault": {
   "title": "FailStepFault",
   "description": "One hypervisor call fails, once, and every other succeeds.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "kind",
    "step"
   ],
   "properties": {
    "kind": {
     "const": "failStep",
     "description": "Marks this fault."
    },
    "step": {
     "type": "integer",
     "minimum": 1,
     "maximum": 1000,
     "description": "Which changing hypervisor call fails, counted from the moment the fault is set; 1 is the next."
    }
   }
  },
  "FailedCall": {
   "title": "FailedCall",
   "description": "How an operation failed, as `getOperation` tells it.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "code",
    "message",
    "effect"
   ],
   "properties": {
    "code": {
     "$ref": "#/$defs/ErrorCode",
     "description": "The code that the call answered."
    },
    "message": {
     "type": "string",
     "maxLength": 4096,
     "description": "Text for people. Not stable; never parsed."
    },
    "effect": {
     "$ref": "#/$defs/Effect",
     "description": "What the failed call left behind."
    }
   }
  },
  "FileImageSource": {
   "title": "FileImageSource",
   "description": "An image in a file that the driver's host can read.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "kind",
    "path"
   ],
   "properties": {
    "kind": {
     "const": "file",
     "description": "Marks this form of source."
    },
    "path": {
     "type": "string",
     "minLength": 1,
     "maxLength": 4096,
     "description": "The absolute path on the driver's host."
    }
   }
  },
  "Flavor": {
   "title": "Flavor",
   "description": "The size of an instance.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "name",
    "vcpus",
    "memoryMib",
    "rootGib"
   ],
   "properties": {
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The flavor's name."
    },
    "vcpus": {
     "type": "integer",
     "minimum": 1,
     "maximum": 4096,
     "description": "Virtual CPUs."
    },
    "memoryMib": {
     "type": "integer",
     "minimum": 1,
     "maximum": 1073741824,
     "description": "Memory in MiB."
    },
    "rootGib": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1048576,
     "description": "Size of the root disk in GiB. Zero means the size of the image."
    }
   }
  },
  "ForeignInstanceSummary": {
   "title": "ForeignInstanceSummary",
   "description": "A guest on the hypervisor that did not come from this driver. It is shown so that nobody is surprised, and never touched.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "ownership",
    "internalId",
    "node"
   ],
   "properties": {
    "ownership": {
     "const": "foreign",
     "description": "Marks a guest that is not the caller's."
    },
    "internalId": {
     "type": "string",
     "minLength": 1,
     "maxLength": 255,
     "description": "The hypervisor's own handle."
    },
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The hypervisor's own name for it."
    },
    "node": {
     "$ref": "#/$defs/Uuid",
     "description": "The node that it is on."
    }
   }
  },
  "GuestCrashFault": {
   "title": "GuestCrashFault",
   "description": "A guest's kernel stops dead, now.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "kind",
    "instanceUuid"
   ],
   "properties": {
    "kind": {
     "const": "guestCrash",
     "description": "Marks this fault."
    },
    "instanceUuid": {
     "$ref": "#/$defs/Uuid",
     "description": "The instance whose guest crashes."
    }
   }
  },
  "ImageMeta": {
   "title": "ImageMeta",
   "description": "The image that an instance's root disk is made from.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "id",
    "name",
    "diskFormat",
    "sizeBytes",
    "sha256",
    "source"
   ],
   "properties": {
    "id": {
     "$ref": "#/$defs/Uuid",
     "description": "The image's identity in the image service."
    },
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The image's name."
    },
    "diskFormat": {
     "type": "string",
     "enum": [
      "raw",
      "qcow2",
      "other"
     ],
     "x-open-enum": "other",
     "description": "The layout of the image file. A driver that meets `other` refuses it with IMAGE_UNACCEPTABLE."
    },
    "sizeBytes": {
     "type": "integer",
     "minimum": 1,
     "maximum": 9007199254740991,
     "description": "Size of the image file in bytes."
    },
    "sha256": {
     "$ref": "#/$defs/Sha256",
     "description": "Digest of the image file."
    },
    "minDiskGib": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1048576,
     "default": 0,
     "description": "Smallest root disk, in GiB, that the image can live on."
    },
    "minMemoryMib": {
     "type": "integer",
     "minimum": 0,
     "maximum": 1073741824,
     "default": 0,
     "description": "Least memory, in MiB, that the image can run with."
    },
    "source": {
     "$ref": "#/$defs/ImageSource",
     "description": "Where to fetch the bytes."
    }
   }
  },
  "ImageSource": {
   "title": "ImageSource",
   "description": "Where the driver fetches an image from. Image bytes never travel over the driver API itself.",
   "x-since": "0.1.0",
   "x-union": "kind",
   "oneOf": [
    {
     "$ref": "#/$defs/FileImageSource"
    }
   ]
  },
  "Instance": {
   "title": "Instance",
   "description": "The whole description of an instance, carried by operations that build a guest. Others name the instance by its uuid only.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "uuid",
    "name",
    "flavor",
    "image"
   ],
   "properties": {
    "uuid": {
     "$ref": "#/$defs/Uuid",
     "description": "The identity of the instance, here and in every later call."
    },
    "name": {
     "$ref": "#/$defs/Name",
     "description": "A name for the hypervisor's own listings. Not unique."
    },
    "projectId": {
     "type": "string",
     "minLength": 1,
     "maxLength": 255,
     "description": "The project that owns the instance, for tags and logs."
    },
    "flavor": {
     "$ref": "#/$defs/Flavor",
     "description": "How large the instance is."
    },
    "image": {
     "$ref": "#/$defs/ImageMeta",
     "description": "What its root disk is made from."
    }
   }
  },
  "InstanceInfo": {
   "title": "InstanceInfo",
   "description": "The hypervisor's present view of one instance.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "uuid",
    "name",
    "node",
    "powerState"
   ],
   "properties": {
    "uuid": {
     "$ref": "#/$defs/Uuid",
     "description": "The instance read."
    },
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The name that `spawn` was given."
    },
    "node": {
     "$ref": "#/$defs/Uuid",
     "description": "The node that the instance is on."
    },
    "powerState": {
     "$ref": "#/$defs/PowerState",
     "description": "What the hypervisor says now."
    },
    "internalId": {
     "type": "string",
     "minLength": 1,
     "maxLength": 255,
     "description": "The hypervisor's own handle, for people who look there."
    }
   }
  },
  "InstanceState": {
   "title": "InstanceState",
   "description": "One row of the bulk reading of power states.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "uuid",
    "node",
    "powerState"
   ],
   "properties": {
    "uuid": {
     "$ref": "#/$defs/Uuid",
     "description": "The instance."
    },
    "node": {
     "$ref": "#/$defs/Uuid",
     "description": "The node that it is on."
    },
    "powerState": {
     "$ref": "#/$defs/PowerState",
     "description": "What the hypervisor said at the reading."
    }
   }
  },
  "InstanceSummary": {
   "title": "InstanceSummary",
   "description": "One entry of the list of what is on a node.",
   "x-since": "0.1.0",
   "x-union": "ownership",
   "oneOf": [
    {
     "$ref": "#/$defs/OwnedInstanceSummary"
    },
    {
     "$ref": "#/$defs/ForeignInstanceSummary"
    }
   ]
  },
  "Name": {
   "title": "Name",
   "description": "A name for people to read. Never an identity; two objects may share one.",
   "x-since": "0.1.0",
   "type": "string",
   "minLength": 1,
   "maxLength": 255,
   "examples": [
    "web-1"
   ]
  },
  "NodeInfo": {
   "title": "NodeInfo",
   "description": "One hypervisor node that the driver serves (a host, a cluster, or one machine of a rack of bare metal).",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "uuid",
    "name"
   ],
   "properties": {
    "uuid": {
     "$ref": "#/$defs/Uuid",
     "description": "The identity of the node. The same after every restart of driver and host."
    },
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The hypervisor's own name for the node."
    }
   }
  },
  "OwnedInstanceSummary": {
   "title": "OwnedInstanceSummary",
   "description": "An instance that a caller spawned through this driver.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "ownership",
    "uuid",
    "name",
    "node"
   ],
   "properties": {
    "ownership": {
     "const": "owned",
     "description": "Marks an instance of the caller's."
    },
    "uuid": {
     "$ref": "#/$defs/Uuid",
     "description": "Its identity."
    },
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The name that `spawn` was given."
    },
    "node": {
     "$ref": "#/$defs/Uuid",
     "description": "The node that it is on."
    }
   }
  },
  "PeerInfo": {
   "title": "PeerInfo",
   "description": "Who is speaking.",
   "x-since": "0.1.0",
   "type": "object",
   "additionalProperties": false,
   "required": [
    "name",
    "version"
   ],
   "properties": {
    "name": {
     "$ref": "#/$defs/Name",
     "description": "The product's name."
    },
    "version": {
     "type": "string",
     "minLength": 1,
     "maxLength": 64,
     "description": "The product's own version, in the form its team uses."
    }
   }
  },
  "PowerState": {
   "title": "PowerState",
   "description": "What the hypervisor says of an instance at the moment of the reading.",
   "x-since": "0.1.0",
   "type": "string",
   "enum": [
    "pending",
    "running",
    "paused",
    "shutdown",
    "crashed",
    "suspended"
   ]
  },
  "Sha256": {
   "title": "Sha256",
   "description": "A SHA-256 digest as 64 lower-case hexadecimal digits.",
   "x-since": "0.1.0",
   "type": "string",
   "pattern": "^[0-9a-f]{64}$",
   "maxLength": 64,
   "examples": [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
   ]
  },
  "SimulatedFault": {
   "title": "SimulatedFault",
   "description": "Something that goes wrong in a simulated hypervisor on request.",
   "x-since": "0.1.0",
   "x-union": "kind",
   "oneOf": [
    {
     "$ref": "#/$defs/BackendUnreachableFault"
    },
    {
     "$ref": "#/$defs/FailStepFault"
    },
    {
     "$ref": "#/$defs/GuestCrashFault"
    }
   ]
  },
  "Timestamp": {
   "title": "Timestamp",
   "description": "A moment in UTC, RFC 3339, with milliseconds and a trailing Z.",
   "x-since": "0.1.0",
   "type": "string",
   "format": "date-time",
   "maxLength": 35,
   "examples": [
    "2026-11-21T14:05:00.000Z"
   ]
  },
  "Uuid": {
   "title": "Uuid",
   "description": "A UUID in its canonical lower-case text form. It is the identity of an instance, node or operation; names are for people.",
   "x-since": "0.1.0",
   "type": "string",
   "format": "uuid",
   "maxLength": 36,
   "examples": [
    "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11"
   ]
  },
  "Version": {
   "title": "Version",
   "description": "A version of the spec, `major.minor.patch`.",
   "x-since": "0.1.0",
   "type": "string",
   "pattern": "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$",
   "maxLength": 32,
   "examples": [
    "0.1.0"
   ]
  }
 },
 "errors": {
  "INVALID_REQUEST": {
   "rpcCode": -32602,
   "common": true,
   "recovery": "fix-request",
   "meaning": "The parameters do not match the operation's schema, or contradict each other.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "path",
     "problem"
    ],
    "properties": {
     "path": {
      "type": "string",
      "maxLength": 1024,
      "description": "Which field, such as `params.instance.flavor.vcpus`."
     },
     "problem": {
      "type": "string",
      "maxLength": 1024,
      "description": "What is wrong with it."
     }
    }
   }
  },
  "NOT_SUPPORTED": {
   "rpcCode": -32601,
   "common": true,
   "recovery": "give-up",
   "meaning": "The driver does not offer this operation or feature, and never fails it \"just now\". Answered before any effect.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "operation"
    ],
    "properties": {
     "operation": {
      "type": "string",
      "maxLength": 255,
      "description": "The operation asked for."
     },
     "capability": {
      "type": "string",
      "maxLength": 255,
      "description": "The capability that would offer it."
     }
    }
   }
  },
  "INTERNAL_ERROR": {
   "rpcCode": -32603,
   "common": true,
   "recovery": "reconcile",
   "meaning": "The driver has a defect, or met something it has no word for. Its effect is unknown unless it says otherwise."
  },
  "SESSION_NOT_INITIALIZED": {
   "rpcCode": 1001,
   "common": true,
   "recovery": "fix-request",
   "meaning": "The connection has not been through `initialize`."
  },
  "SESSION_FENCED": {
   "rpcCode": 1002,
   "common": true,
   "recovery": "give-up",
   "meaning": "A session with a higher epoch controls this driver. The older one must stop, not retry.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "currentEpoch"
    ],
    "properties": {
     "currentEpoch": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "The epoch in control."
     }
    }
   }
  },
  "VERSION_NOT_SUPPORTED": {
   "rpcCode": 1003,
   "common": false,
   "recovery": "give-up",
   "meaning": "Caller and driver have no version of the spec in common.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "supportedVersions"
    ],
    "properties": {
     "supportedVersions": {
      "type": "array",
      "maxItems": 64,
      "items": {
       "$ref": "#/$defs/Version"
      },
      "description": "The versions that the driver speaks."
     }
    }
   }
  },
  "SHUTTING_DOWN": {
   "rpcCode": 1004,
   "common": true,
   "recovery": "retry",
   "meaning": "The driver is on its way out and takes no new work. Connect again once it has been restarted."
  },
  "MESSAGE_TOO_LARGE": {
   "rpcCode": 1005,
   "common": true,
   "recovery": "fix-request",
   "meaning": "The request, or the answer to it, is larger than the negotiated `maxMessageBytes`.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "sizeBytes",
     "maxMessageBytes"
    ],
    "properties": {
     "sizeBytes": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "How large the message is, in bytes."
     },
     "maxMessageBytes": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "The limit, in bytes."
     }
    }
   }
  },
  "OPERATION_CONFLICT": {
   "rpcCode": 1101,
   "common": true,
   "recovery": "fix-request",
   "meaning": "The operationId belongs to an earlier call with another operation or other parameters.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "operationId"
    ],
    "properties": {
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The identity used twice."
     }
    }
   }
  },
  "OPERATION_CANCELLED": {
   "rpcCode": 1102,
   "common": true,
   "recovery": "reconcile",
   "meaning": "The caller cancelled the call, and the driver has cleaned up behind it."
  },
  "DEADLINE_EXCEEDED": {
   "rpcCode": 1103,
   "common": true,
   "recovery": "reconcile",
   "meaning": "The call's `deadlineMs` passed before the work was done, and the driver stopped working on it."
  },
  "INSTANCE_NOT_FOUND": {
   "rpcCode": 2001,
   "common": false,
   "recovery": "reconcile",
   "meaning": "The hypervisor answered, and it has no such instance. Never used when the hypervisor could not be asked.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance asked for."
     }
    }
   }
  },
  "INSTANCE_EXISTS": {
   "rpcCode": 2002,
   "common": false,
   "recovery": "reconcile",
   "meaning": "An instance with that uuid is already there. It has been left alone.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance that exists."
     }
    }
   }
  },
  "INSTANCE_BUSY": {
   "rpcCode": 2003,
   "common": false,
   "recovery": "retry",
   "meaning": "Another changing call on the same instance is in progress.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid",
     "operationId",
     "operation"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance."
     },
     "operationId": {
      "$ref": "#/$defs/Uuid",
      "description": "The call in the way."
     },
     "operation": {
      "type": "string",
      "maxLength": 255,
      "description": "The operation in the way."
     }
    }
   }
  },
  "INVALID_STATE": {
   "rpcCode": 2004,
   "common": false,
   "recovery": "reconcile",
   "meaning": "The operation is not possible in the instance's power state, which is unchanged.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid",
     "powerState"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance."
     },
     "powerState": {
      "$ref": "#/$defs/PowerState",
      "description": "The state that the driver found."
     }
    }
   }
  },
  "NODE_NOT_FOUND": {
   "rpcCode": 2101,
   "common": false,
   "recovery": "reconcile",
   "meaning": "The driver serves no such node.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "node"
    ],
    "properties": {
     "node": {
      "$ref": "#/$defs/Uuid",
      "description": "The node asked for."
     }
    }
   }
  },
  "INSUFFICIENT_RESOURCES": {
   "rpcCode": 2102,
   "common": false,
   "recovery": "retry-elsewhere",
   "meaning": "The node cannot hold the flavor now. Another might.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "resource",
     "requested",
     "available"
    ],
    "properties": {
     "resource": {
      "type": "string",
      "enum": [
       "vcpus",
       "memoryMib",
       "localGib"
      ],
      "description": "What ran short."
     },
     "requested": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "How much was asked for, in the resource's own unit."
     },
     "available": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "How much is free, in the same unit."
     }
    }
   }
  },
  "IMAGE_UNACCEPTABLE": {
   "rpcCode": 2201,
   "common": false,
   "recovery": "fix-request",
   "meaning": "The image cannot be used here or anywhere. It is damaged, of a format that the driver does not take, or too large for the flavor.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "imageId",
     "problem"
    ],
    "properties": {
     "imageId": {
      "$ref": "#/$defs/Uuid",
      "description": "The image."
     },
     "problem": {
      "type": "string",
      "enum": [
       "unreadable",
       "checksum",
       "size",
       "format",
       "flavor-too-small"
      ],
      "description": "What is wrong with it."
     }
    }
   }
  },
  "CONSOLE_NOT_AVAILABLE": {
   "rpcCode": 2301,
   "common": false,
   "recovery": "retry",
   "meaning": "The instance is there and has no console log yet.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "instanceUuid"
    ],
    "properties": {
     "instanceUuid": {
      "$ref": "#/$defs/Uuid",
      "description": "The instance."
     }
    }
   }
  },
  "BACKEND_UNREACHABLE": {
   "rpcCode": 3001,
   "common": true,
   "recovery": "retry",
   "meaning": "The driver is well, but its hypervisor does not answer. Nothing is known about any instance until it does."
  },
  "BACKEND_FAILED": {
   "rpcCode": 3002,
   "common": false,
   "recovery": "reconcile",
   "meaning": "The hypervisor answered, and refused or broke off the work.",
   "details": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "step"
    ],
    "properties": {
     "step": {
      "type": "string",
      "maxLength": 255,
      "description": "What the driver asked of the hypervisor when it failed, in the driver's words."
     }
    }
   }
  }
 },
 "recoveries": {
  "retry": "Repeat the same call later, on the same driver.",
  "retry-elsewhere": "Repeat the call on another node or host. This one cannot do it now.",
  "fix-request": "Change the request first. Repeating it as it is fails again.",
  "reconcile": "Read the state from the driver, then decide. What the caller believed is out of date or unknown.",
  "give-up": "Nothing that the caller can do makes this call succeed on this driver."
 },
 "capabilities": {
  "supportsPause": {
   "gatesRequirements": false,
   "scope": "driver",
   "since": "0.1.0",
   "description": "The driver can stop a guest's execution and keep its memory resident.",
   "gates": [
    "pause",
    "unpause"
   ]
  },
  "supportsConsoleOutput": {
   "gatesRequirements": false,
   "scope": "driver",
   "since": "0.1.0",
   "description": "The driver keeps what a guest writes to its first serial port.",
   "gates": [
    "getConsoleOutput"
   ]
  },
  "supportsRecovery": {
   "gatesRequirements": true,
   "scope": "driver",
   "since": "0.1.0",
   "description": "Instances outlive the driver process. A driver whose hypervisor lives inside it cannot declare this unless it keeps its state elsewhere.",
   "gates": []
  },
  "supportsSimulation": {
   "gatesRequirements": false,
   "scope": "driver",
   "since": "0.1.0",
   "description": "The driver simulates its hypervisor, in virtual time, with faults on request.",
   "gates": [
    "simulation/advance",
    "simulation/hold",
    "simulation/injectFault",
    "simulation/clearFaults"
   ]
  }
 },
 "profiles": {
  "base": {
   "since": "0.1.0",
   "description": "The first rung. A caller can build, run, stop, restart and remove instances, and can trust what it is told about them.",
   "requirements": {
    "mandatory": [
     "*"
    ],
    "optional": [
     "supportsPause",
     "supportsConsoleOutput",
     "supportsRecovery",
     "supportsSimulation"
    ]
   }
  }
 },
 "powerStates": {
  "pending": {
   "meaning": "The hypervisor is still bringing the instance into being. It cannot run yet.",
   "nova": "NOSTATE (0)"
  },
  "running": {
   "meaning": "The guest executes.",
   "nova": "RUNNING (1)"
  },
  "paused": {
   "meaning": "The guest's memory is resident and it does not execute.",
   "nova": "PAUSED (3)"
  },
  "shutdown": {
   "meaning": "The instance is defined and powered off.",
   "nova": "SHUTDOWN (4)"
  },
  "crashed": {
   "meaning": "The guest stopped because of a fault of its own. Its memory may be gone.",
   "nova": "CRASHED (6)"
  },
  "suspended": {
   "meaning": "The guest's state is saved and it does not execute.",
   "nova": "SUSPENDED (7)"
  }
 },
 "spontaneous": [
  {
   "from": "running",
   "to": "shutdown",
   "cause": "The guest's operating system powers itself off."
  },
  {
   "from": "running",
   "to": "crashed",
   "cause": "The guest's kernel dies, or its hypervisor process does."
  },
  {
   "from": "paused",
   "to": "crashed",
   "cause": "The hypervisor process that holds the guest's memory dies."
  }
 ],
 "requirements": {
  "getConsoleOutput/returns-what-the-guest-wrote": {
   "capability": "supportsConsoleOutput",
   "id": "getConsoleOutput/returns-what-the-guest-wrote",
   "on": "driver",
   "level": "MUST",
   "text": "The log holds the bytes that the guest wrote, all of them, in order and unchanged.",
   "intent": "People debug boots with it.",
   "source": "Nova nova/compute/manager.py get_console_output",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getConsoleOutput",
   "operations": [
    "getConsoleOutput"
   ]
  },
  "getConsoleOutput/honours-offset-and-limit": {
   "capability": "supportsConsoleOutput",
   "id": "getConsoleOutput/honours-offset-and-limit",
   "on": "driver",
   "level": "MUST",
   "text": "Reading on from `nextOffset` with any limit gives the same bytes as reading at once, none lost and none twice, and never more than the limit.",
   "intent": "A log of many megabytes has to be read in pieces while it grows.",
   "source": "Nova nova/compute/manager.py get_console_output (the caller cuts the tail, after moving all of it)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getConsoleOutput",
   "operations": [
    "getConsoleOutput"
   ]
  },
  "getConsoleOutput/outlives-the-guest-run": {
   "capability": "supportsConsoleOutput",
   "id": "getConsoleOutput/outlives-the-guest-run",
   "on": "driver",
   "level": "SHOULD",
   "text": "The log can still be read after the guest was powered off, and goes on after the next boot.",
   "intent": "The last lines before a crash are the ones wanted.",
   "source": "Nova nova/virt/libvirt/driver.py get_console_output",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getConsoleOutput",
   "operations": [
    "getConsoleOutput"
   ]
  },
  "getConsoleOutput/absent-instance-is-refused": {
   "capability": "supportsConsoleOutput",
   "id": "getConsoleOutput/absent-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "The log of an absent instance is answered INSTANCE_NOT_FOUND.",
   "intent": "An empty log would look like a guest that hangs at boot.",
   "source": "Nova nova/compute/manager.py get_console_output; nova/virt/vmwareapi/driver.py (returns None)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getConsoleOutput",
   "operations": [
    "getConsoleOutput"
   ]
  },
  "event/tells-requested-transitions": {
   "id": "event/tells-requested-transitions",
   "on": "driver",
   "level": "MUST",
   "text": "`spawn`, `destroy`, `powerOn`, `powerOff`, `reboot`, `pause` and `unpause` each send the event of their transition when they change the instance.",
   "intent": "Other parts of a cloud follow the events and do not see the calls.",
   "source": "Nova nova/virt/libvirt/host.py _event_lifecycle_callback; four of Nova's five drivers send none",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "event/comes-before-the-answer": {
   "id": "event/comes-before-the-answer",
   "on": "driver",
   "level": "MUST",
   "text": "The event of a transition that a call asked for is sent before the call's answer.",
   "intent": "An event after the answer would be taken for a second change.",
   "source": "Nova nova/compute/manager.py handle_lifecycle_event (re-reads the state to guess)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "event/names-its-cause": {
   "id": "event/names-its-cause",
   "on": "driver",
   "level": "MUST",
   "text": "The event of a transition that a call asked for carries the call's operationId, and one that nobody asked for carries none.",
   "intent": "The caller can tell its own change from a guest's.",
   "source": "Nova nova/compute/manager.py _sync_instance_power_state (ignores all while a task is set)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "event/sequence-has-no-gaps": {
   "id": "event/sequence-has-no-gaps",
   "on": "driver",
   "level": "MUST",
   "text": "The sequence rises by one with each event of a run, and the driver epoch is that of `initialize`.",
   "intent": "A gap must mean a loss.",
   "source": "Nova events carry a timestamp only (nova/virt/event.py)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "event/tells-what-the-guest-did": {
   "id": "event/tells-what-the-guest-did",
   "on": "driver",
   "level": "MUST",
   "text": "A guest that powers itself off causes a `stopped` event with power state `shutdown` and no operationId.",
   "intent": "Without it the caller learns of it minutes later, from polling.",
   "source": "Nova nova/virt/libvirt/host.py; nova/compute/manager.py handle_lifecycle_event",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "event/tells-only-what-happened": {
   "id": "event/tells-only-what-happened",
   "on": "driver",
   "level": "MUST",
   "text": "A call that fails or changes nothing causes no event of a transition.",
   "intent": "A false alarm makes the caller stop a healthy server.",
   "source": "Nova nova/compute/manager.py handle_lifecycle_event",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "event/is-a-hint": {
   "id": "event/is-a-hint",
   "on": "caller",
   "level": "MUST",
   "text": "The caller ignores events for instances it does not know, and reads the state itself before it acts on one for which no call of its own is the cause.",
   "intent": "Events may be late, doubled or reordered.",
   "source": "Nova nova/compute/manager.py handle_lifecycle_event",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "event",
   "operations": [
    "event"
   ]
  },
  "getInfo/reports-absence-as-an-error": {
   "id": "getInfo/reports-absence-as-an-error",
   "on": "driver",
   "level": "MUST",
   "text": "For an instance that the hypervisor does not have, the answer is INSTANCE_NOT_FOUND.",
   "intent": "Nova's ironic driver answers NOSTATE instead, which looks like an instance that is being built.",
   "source": "Nova nova/compute/manager.py _get_power_state; nova/virt/ironic/driver.py get_info",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getInfo",
   "operations": [
    "getInfo"
   ]
  },
  "getInfo/shows-the-state-on-return": {
   "id": "getInfo/shows-the-state-on-return",
   "on": "driver",
   "level": "MUST",
   "text": "When a call that changes the power state has returned, the next `getInfo` shows the new state.",
   "intent": "The caller stores that reading as the outcome of the call.",
   "source": "Nova nova/compute/manager.py start_instance, stop_instance, pause_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getInfo",
   "operations": [
    "getInfo"
   ]
  },
  "getInfo/keeps-identity": {
   "id": "getInfo/keeps-identity",
   "on": "driver",
   "level": "MUST",
   "text": "The reading carries the uuid asked for, and the name and node of `spawn`.",
   "intent": "Names that were cut, upper-cased or made up anew cannot be matched by people.",
   "source": "Nova nova/virt/zvm/driver.py list_instances (upper-cases names)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getInfo",
   "operations": [
    "getInfo"
   ]
  },
  "getInfo/sees-a-guest-that-stopped-itself": {
   "id": "getInfo/sees-a-guest-that-stopped-itself",
   "on": "driver",
   "level": "MUST",
   "text": "A guest that powered itself off is reported `shutdown`.",
   "intent": "The caller stops the instance on this evidence.",
   "source": "Nova nova/compute/manager.py _sync_instance_power_state, _stop_unexpected_shutdown_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getInfo",
   "operations": [
    "getInfo"
   ]
  },
  "getInfo/sees-a-crashed-guest": {
   "id": "getInfo/sees-a-crashed-guest",
   "on": "driver",
   "level": "MUST",
   "text": "A guest that crashed is reported `crashed` or `shutdown`, never `pending` or absent.",
   "intent": "The caller ignores `pending`, so the crash would stay unseen.",
   "source": "Nova nova/compute/manager.py _sync_instance_power_state",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "getInfo",
   "operations": [
    "getInfo"
   ]
  },
  "getInfo/answer-is-authoritative": {
   "id": "getInfo/answer-is-authoritative",
   "on": "caller",
   "level": "MUST",
   "text": "The caller overwrites what it recorded of the power state with what the driver reads.",
   "intent": "The driver is the authority on what is.",
   "source": "Nova nova/compute/manager.py _sync_instance_power_state",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "getInfo",
   "operations": [
    "getInfo"
   ]
  },
  "listInstanceStates/names-the-last-event": {
   "id": "listInstanceStates/names-the-last-event",
   "on": "driver",
   "level": "MUST",
   "text": "The reading carries the driver epoch of `initialize` and the sequence of the last event sent before it.",
   "intent": "Without it a caller cannot tell whether an event is older than the reading.",
   "source": "Nova nova/compute/manager.py handle_lifecycle_event re-reads each state for lack of this",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listInstanceStates",
   "operations": [
    "listInstanceStates"
   ]
  },
  "listInstanceStates/settles-gaps": {
   "id": "listInstanceStates/settles-gaps",
   "on": "caller",
   "level": "MUST",
   "text": "A caller that misses a sequence number, or meets a new driver epoch, reads `listInstanceStates` before it acts on events again.",
   "intent": "Events are hints and may be lost with a connection.",
   "source": "Nova nova/compute/manager.py _sync_power_states",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "listInstanceStates",
   "operations": [
    "listInstanceStates"
   ]
  },
  "listInstances/shows-every-power-state": {
   "id": "listInstances/shows-every-power-state",
   "on": "driver",
   "level": "MUST",
   "text": "An instance is listed from the return of `spawn` until `destroy`, in every power state, once.",
   "intent": "A powered-off instance that drops out of the list looks deleted.",
   "source": "Nova nova/compute/manager.py _get_instances_on_driver, _sync_power_states",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listInstances",
   "operations": [
    "listInstances"
   ]
  },
  "listInstances/agrees-with-other-reads": {
   "id": "listInstances/agrees-with-other-reads",
   "on": "driver",
   "level": "MUST",
   "text": "`listInstances`, `listInstanceStates` and `getInfo` describe the same instances on the same nodes.",
   "intent": "Nova reads the same set through three methods and gets three answers from some drivers.",
   "source": "Nova nova/virt/driver.py instance_exists, list_instances, list_instance_uuids; nova/virt/vmwareapi/driver.py list_instances",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listInstances",
   "operations": [
    "listInstances"
   ]
  },
  "listInstances/pages-are-complete": {
   "id": "listInstances/pages-are-complete",
   "on": "driver",
   "level": "MUST",
   "text": "While nothing changes, following `nextCursor` to the end gives every instance exactly once, whatever the limit.",
   "intent": "A list that loses an entry at a page border gets that instance destroyed as an orphan.",
   "source": "Nova has no paging; Container Storage Interface ListVolumes",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listInstances",
   "operations": [
    "listInstances"
   ]
  },
  "listInstances/filters-by-node": {
   "id": "listInstances/filters-by-node",
   "on": "driver",
   "level": "MUST",
   "text": "With `node` given, exactly the instances on that node are listed, and an unknown node is answered NODE_NOT_FOUND.",
   "intent": "A node that looks empty because its name was wrong is a node that gets cleaned up.",
   "source": "Nova nova/virt/ironic/driver.py list_instances (one service, many nodes)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listInstances",
   "operations": [
    "listInstances"
   ]
  },
  "destroy/removes-the-instance": {
   "id": "destroy/removes-the-instance",
   "on": "driver",
   "level": "MUST",
   "text": "When `destroy` has returned, no read shows the instance and `getInfo` answers INSTANCE_NOT_FOUND.",
   "intent": "The caller releases addresses and volumes next.",
   "source": "Nova nova/compute/manager.py _shutdown_instance; nova/virt/libvirt/driver.py _destroy",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/absent-instance-succeeds": {
   "id": "destroy/absent-instance-succeeds",
   "on": "driver",
   "level": "MUST",
   "text": "`destroy` of an instance that is not there succeeds.",
   "intent": "A retry after a lost answer, and the clean-up after a failed spawn, must not be errors.",
   "source": "Nova nova/virt/libvirt/driver.py _destroy; nova/compute/manager.py terminate_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/works-in-every-power-state": {
   "id": "destroy/works-in-every-power-state",
   "on": "driver",
   "level": "MUST",
   "text": "`destroy` removes an instance whatever its power state.",
   "intent": "Delete is allowed in every state.",
   "source": "Nova nova/compute/api.py delete",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/leaves-others-alone": {
   "id": "destroy/leaves-others-alone",
   "on": "driver",
   "level": "MUST",
   "text": "`destroy` leaves every other instance as it was, also one made from the same image or with the same name.",
   "intent": "Half of Nova's drivers of 2014 keyed guests by name.",
   "source": "Nova nova/virt/driver.py list_instances; nova/virt/libvirt/driver.py _cleanup",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/keeps-disks-when-asked": {
   "id": "destroy/keeps-disks-when-asked",
   "on": "driver",
   "level": "MUST",
   "text": "With `destroyDisks` false the local disks stay, and a `spawn` of the same uuid on the same node starts from them.",
   "intent": "Resize and evacuation rebuild the guest from its disks. Obeying the flag is the difference between a move and a loss.",
   "source": "Nova nova/compute/manager.py _prep_snapshot_based_resize_at_source, revert_resize; nova/virt/libvirt/driver.py _create_image",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/removes-disks-when-asked": {
   "id": "destroy/removes-disks-when-asked",
   "on": "driver",
   "level": "MUST",
   "text": "With `destroyDisks` true no disk stays, so that a `spawn` of the same uuid starts from the image, also when an earlier `destroy` had kept the disks.",
   "intent": "A reused disk leaks one tenant's data into the next instance.",
   "source": "Nova nova/virt/libvirt/driver.py _cleanup; nova/virt/driver.py delete_instance_files",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/can-be-repeated-after-failure": {
   "id": "destroy/can-be-repeated-after-failure",
   "on": "driver",
   "level": "MUST",
   "text": "After a `destroy` that failed at any step, the same call succeeds and leaves nothing.",
   "intent": "The caller retries deletes until they are done.",
   "source": "Nova nova/compute/manager.py _init_instance (DELETING), _run_pending_deletes",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "destroy/only-what-the-caller-knows": {
   "id": "destroy/only-what-the-caller-knows",
   "on": "caller",
   "level": "MUST",
   "text": "The caller destroys only instances that its own records say are to go, and never one because it does not recognise it.",
   "intent": "A core with a lost database must not empty its hosts.",
   "source": "Nova nova/compute/manager.py _cleanup_running_deleted_instances",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "destroy",
   "operations": [
    "destroy"
   ]
  },
  "spawn/starts-the-guest": {
   "id": "spawn/starts-the-guest",
   "on": "driver",
   "level": "MUST",
   "text": "With `powerOn` true, the instance is `running` when `spawn` returns and its guest boots from the image given, once.",
   "intent": "Return means done. The caller marks the server ACTIVE on it.",
   "source": "Nova nova/compute/manager.py _build_and_run_instance; nova/virt/driver.py spawn",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/obeys-power-on-false": {
   "id": "spawn/obeys-power-on-false",
   "on": "driver",
   "level": "MUST",
   "text": "With `powerOn` false, the instance is `shutdown` when `spawn` returns and its guest has never executed.",
   "intent": "A resize of a stopped server must not start it. Three of Nova's five drivers ignore the flag.",
   "source": "Nova nova/compute/manager.py _finish_snapshot_based_resize_at_dest_spawn; nova/virt/vmwareapi/vmops.py spawn",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/refuses-a-known-uuid": {
   "id": "spawn/refuses-a-known-uuid",
   "on": "driver",
   "level": "MUST",
   "text": "A `spawn` for a uuid that exists is answered INSTANCE_EXISTS, and the existing instance goes on undisturbed.",
   "intent": "Overwriting is losing a tenant's disk.",
   "source": "Nova nova/virt/zvm/driver.py spawn; nova/compute/manager.py _check_instance_exists",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/refuses-what-does-not-fit": {
   "id": "spawn/refuses-what-does-not-fit",
   "on": "driver",
   "level": "MUST",
   "text": "A flavor that the node cannot hold is answered INSUFFICIENT_RESOURCES, naming the resource.",
   "intent": "This code, and only this one, makes the caller try another host.",
   "source": "Nova nova/compute/manager.py _do_build_and_run_instance; nova/virt/fake.py FakeRescheduleDriver",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/refuses-a-bad-image": {
   "id": "spawn/refuses-a-bad-image",
   "on": "driver",
   "level": "MUST",
   "text": "An image that cannot be read, or whose size or digest differs from what the request says, is answered IMAGE_UNACCEPTABLE.",
   "intent": "Trying the same image elsewhere cannot help, and booting it can harm.",
   "source": "Nova nova/compute/manager.py _build_and_run_instance (ImageUnacceptable, SignatureVerificationError)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/refuses-a-flavor-below-the-image-minimum": {
   "id": "spawn/refuses-a-flavor-below-the-image-minimum",
   "on": "driver",
   "level": "MUST",
   "text": "A flavor with less memory or root disk than the image's `minMemoryMib` or `minDiskGib` is answered IMAGE_UNACCEPTABLE with problem `flavor-too-small`.",
   "intent": "The request can never work, here or elsewhere.",
   "source": "Nova nova/compute/manager.py _build_and_run_instance (FlavorDiskTooSmall, FlavorMemoryTooSmall)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/refuses-unknown-nodes": {
   "id": "spawn/refuses-unknown-nodes",
   "on": "driver",
   "level": "MUST",
   "text": "A `spawn` on a node that the driver does not serve is answered NODE_NOT_FOUND, and nothing is built elsewhere.",
   "intent": "The caller has reserved resources on the node it named.",
   "source": "Nova nova/virt/ironic/driver.py spawn; nova/virt/vmwareapi/driver.py spawn",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/leaves-nothing-when-it-fails": {
   "id": "spawn/leaves-nothing-when-it-fails",
   "on": "driver",
   "level": "MUST",
   "text": "When `spawn` fails at any step, no instance is listed, no resource stays in use, and the same call can be made again and succeeds.",
   "intent": "Rebuild and unshelve never call destroy after a failed spawn. Nova's drivers disagree on who cleans up.",
   "source": "Nova nova/compute/manager.py _unshelve_instance, _rebuild_default_impl; nova/virt/vmwareapi/vmops.py spawn",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/survives-failure-at-each-step": {
   "id": "spawn/survives-failure-at-each-step",
   "on": "driver",
   "level": "MUST",
   "text": "Whichever hypervisor call fails during `spawn`, the answer is an error with effect `none` and nothing is left.",
   "intent": "Clean-up paths that never ran are wrong.",
   "source": "Nova nova/virt/libvirt/driver.py _create_guest_with_network",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/leaves-nothing-when-cancelled": {
   "id": "spawn/leaves-nothing-when-cancelled",
   "on": "driver",
   "level": "MUST",
   "text": "A `spawn` that answers OPERATION_CANCELLED or DEADLINE_EXCEEDED has left nothing behind.",
   "intent": "Cancelling counts as failing.",
   "source": "Nova nova/compute/manager.py _build_and_run_instance (UnexpectedDeletingTaskStateError)",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/shows-only-what-is-real": {
   "id": "spawn/shows-only-what-is-real",
   "on": "driver",
   "level": "MUST",
   "text": "While `spawn` is in progress, reads show the instance either not at all or in state `pending`, `shutdown` or `paused`, and never `running` before its guest can execute.",
   "intent": "A caller that meets the instance half way must not take it for a finished one.",
   "source": "Nova nova/virt/libvirt/driver.py _create_guest_with_network (starts paused)",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "spawn/instances-are-independent": {
   "id": "spawn/instances-are-independent",
   "on": "driver",
   "level": "MUST",
   "text": "A `spawn` in progress does not keep another instance's operations from finishing.",
   "intent": "The service serves all its instances from one process.",
   "source": "Nova nova/virt/libvirt/host.py (native calls in threads)",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "spawn",
   "operations": [
    "spawn"
   ]
  },
  "getAvailableResource/names-the-node-asked-for": {
   "id": "getAvailableResource/names-the-node-asked-for",
   "on": "driver",
   "level": "MUST",
   "text": "The reading names the node that was asked for.",
   "intent": "Nova's tracker files figures under the name in the answer and breaks when it is another.",
   "source": "Nova nova/compute/resource_tracker.py _update_available_resource",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getAvailableResource",
   "operations": [
    "getAvailableResource"
   ]
  },
  "getAvailableResource/refuses-unknown-nodes": {
   "id": "getAvailableResource/refuses-unknown-nodes",
   "on": "driver",
   "level": "MUST",
   "text": "For a node that the driver does not serve, the answer is NODE_NOT_FOUND, never empty or zero figures.",
   "intent": "Nova's fake driver answers an empty mapping, which fails later and elsewhere.",
   "source": "Nova nova/virt/fake.py get_available_resource; nova/compute/resource_tracker.py _verify_resources",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getAvailableResource",
   "operations": [
    "getAvailableResource"
   ]
  },
  "getAvailableResource/usage-is-within-totals": {
   "id": "getAvailableResource/usage-is-within-totals",
   "on": "driver",
   "level": "MUST",
   "text": "No figure of use is above its total.",
   "intent": "A scheduler subtracts one from the other.",
   "source": "Nova nova/compute/resource_tracker.py _update_usage",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getAvailableResource",
   "operations": [
    "getAvailableResource"
   ]
  },
  "getAvailableResource/usage-counts-instances": {
   "id": "getAvailableResource/usage-counts-instances",
   "on": "driver",
   "level": "MUST",
   "text": "When `spawn` has returned, use has risen by the flavor's vcpus, memoryMib and rootGib, in every power state of the instance.",
   "intent": "A powered-off instance can be started at any time and must find its place free. Nova's vmware driver reports no used vcpus at all.",
   "source": "Nova nova/virt/libvirt/driver.py get_available_resource; nova/virt/vmwareapi/host.py",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getAvailableResource",
   "operations": [
    "getAvailableResource"
   ]
  },
  "getAvailableResource/usage-falls-after-destroy": {
   "id": "getAvailableResource/usage-falls-after-destroy",
   "on": "driver",
   "level": "MUST",
   "text": "When `destroy` has returned, use is what it was before `spawn`.",
   "intent": "A leak of a few MiB per instance closes a node within weeks.",
   "source": "Nova nova/compute/resource_tracker.py _update_usage_from_instances",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getAvailableResource",
   "operations": [
    "getAvailableResource"
   ]
  },
  "listNodes/serves-at-least-one": {
   "id": "listNodes/serves-at-least-one",
   "on": "driver",
   "level": "MUST",
   "text": "A driver whose hypervisor can be reached lists at least one node.",
   "intent": "A compute service without a node cannot hold anything, and Nova refuses to start with none.",
   "source": "Nova nova/compute/manager.py _get_nodename",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listNodes",
   "operations": [
    "listNodes"
   ]
  },
  "listNodes/identities-are-unique": {
   "id": "listNodes/identities-are-unique",
   "on": "driver",
   "level": "MUST",
   "text": "No two nodes of a driver have the same uuid.",
   "intent": "Resource accounting is kept by node uuid.",
   "source": "Nova nova/compute/manager.py _get_nodes",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "listNodes",
   "operations": [
    "listNodes"
   ]
  },
  "listNodes/identities-survive-restart": {
   "id": "listNodes/identities-survive-restart",
   "on": "driver",
   "level": "MUST",
   "text": "A node has the same uuid and name after the driver was restarted.",
   "intent": "A node that changes its name orphans its instances and allocations.",
   "source": "Nova nova/compute/manager.py _check_for_host_rename; nova/virt/driver.py get_nodenames_by_uuid",
   "since": "0.1.0",
   "capability": "supportsRecovery",
   "verification": "checked",
   "origin": "listNodes",
   "operations": [
    "listNodes"
   ]
  },
  "pause/stops-execution": {
   "capability": "supportsPause",
   "id": "pause/stops-execution",
   "on": "driver",
   "level": "MUST",
   "text": "When `pause` has returned, the instance is `paused` and its guest executes nothing until it is unpaused.",
   "intent": "A guest that goes on is billed, seen and changed behind the user's back. Nova's fake driver reports it running.",
   "source": "Nova nova/compute/manager.py pause_instance; nova/virt/fake.py pause",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "pause",
   "operations": [
    "pause"
   ]
  },
  "pause/paused-instance-stays-paused": {
   "capability": "supportsPause",
   "id": "pause/paused-instance-stays-paused",
   "on": "driver",
   "level": "MUST",
   "text": "`pause` of a paused instance succeeds and changes nothing.",
   "intent": "A repeat after a lost answer must be harmless.",
   "source": "Design of this spec; Nova's drivers differ",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "pause",
   "operations": [
    "pause"
   ]
  },
  "pause/needs-a-running-guest": {
   "capability": "supportsPause",
   "id": "pause/needs-a-running-guest",
   "on": "driver",
   "level": "MUST",
   "text": "`pause` of an instance that is off is answered INVALID_STATE and leaves it as it was.",
   "intent": "Nova has no common error for this, so callers cannot tell a wrong state from a broken host.",
   "source": "Nova nova/compute/api.py pause; drivers disagree",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "pause",
   "operations": [
    "pause"
   ]
  },
  "pause/absent-instance-is-refused": {
   "capability": "supportsPause",
   "id": "pause/absent-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "`pause` of an absent instance is answered INSTANCE_NOT_FOUND.",
   "intent": "The caller's record is wrong and has to be reconciled.",
   "source": "Nova nova/virt/libvirt/driver.py pause; nova/virt/fake.py pause (silent)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "pause",
   "operations": [
    "pause"
   ]
  },
  "powerOff/stops-the-guest": {
   "id": "powerOff/stops-the-guest",
   "on": "driver",
   "level": "MUST",
   "text": "When `powerOff` has returned, the guest no longer executes and the instance is `shutdown`.",
   "intent": "The caller snapshots or moves the disks next.",
   "source": "Nova nova/compute/manager.py stop_instance, _shelve_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOff",
   "operations": [
    "powerOff"
   ]
  },
  "powerOff/zero-timeout-does-not-ask": {
   "id": "powerOff/zero-timeout-does-not-ask",
   "on": "driver",
   "level": "MUST",
   "text": "With `timeoutSeconds` 0 the guest is stopped without being asked to shut down.",
   "intent": "A user who cuts the power of a guest has a reason, such as a guest that must not flush.",
   "source": "Nova nova/compute/manager.py _get_power_off_values; nova/virt/libvirt/driver.py power_off",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOff",
   "operations": [
    "powerOff"
   ]
  },
  "powerOff/lets-the-guest-shut-down": {
   "id": "powerOff/lets-the-guest-shut-down",
   "on": "driver",
   "level": "MUST",
   "text": "With a `timeoutSeconds` above 0 the driver presses the power button, and a guest that shuts down in time is not cut off.",
   "intent": "File systems stay whole.",
   "source": "Nova nova/virt/libvirt/driver.py _clean_shutdown; nova/virt/vmwareapi/vmops.py _clean_shutdown",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOff",
   "operations": [
    "powerOff"
   ]
  },
  "powerOff/forces-after-the-timeout": {
   "id": "powerOff/forces-after-the-timeout",
   "on": "driver",
   "level": "MUST",
   "text": "A guest that ignores the power button is cut off when `timeoutSeconds` have passed, and not before.",
   "intent": "A deaf guest must not hold a host that is being emptied, and a slow one gets all its time.",
   "source": "Nova nova/virt/libvirt/driver.py _clean_shutdown",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOff",
   "operations": [
    "powerOff"
   ]
  },
  "powerOff/off-instance-succeeds": {
   "id": "powerOff/off-instance-succeeds",
   "on": "driver",
   "level": "MUST",
   "text": "`powerOff` of an instance that is already off succeeds at once.",
   "intent": "The guest may have stopped itself a moment earlier.",
   "source": "Nova nova/compute/manager.py stop_instance, _init_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOff",
   "operations": [
    "powerOff"
   ]
  },
  "powerOff/absent-instance-is-refused": {
   "id": "powerOff/absent-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "`powerOff` of an absent instance is answered INSTANCE_NOT_FOUND.",
   "intent": "Nova's libvirt driver is silent and its ironic and vmware drivers raise. Silence hides a lost guest.",
   "source": "Nova nova/virt/libvirt/driver.py power_off; nova/virt/ironic/driver.py power_off",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOff",
   "operations": [
    "powerOff"
   ]
  },
  "powerOn/boots-the-guest": {
   "id": "powerOn/boots-the-guest",
   "on": "driver",
   "level": "MUST",
   "text": "`powerOn` of a powered-off instance boots its guest from its own disk and returns when it is `running`.",
   "intent": "What the guest wrote before must be there.",
   "source": "Nova nova/compute/manager.py start_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOn",
   "operations": [
    "powerOn"
   ]
  },
  "powerOn/running-instance-goes-on": {
   "id": "powerOn/running-instance-goes-on",
   "on": "driver",
   "level": "MUST",
   "text": "`powerOn` of a running instance succeeds and does not restart its guest.",
   "intent": "The caller repeats an interrupted start after its own restart. Nova's libvirt driver runs a hard reboot here.",
   "source": "Nova nova/compute/manager.py _init_instance; nova/virt/libvirt/driver.py power_on",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOn",
   "operations": [
    "powerOn"
   ]
  },
  "powerOn/wrong-state-is-refused": {
   "id": "powerOn/wrong-state-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "`powerOn` of a paused or suspended instance is answered INVALID_STATE and leaves it as it was.",
   "intent": "Booting a paused guest throws its memory away.",
   "source": "Nova nova/compute/api.py start (STOPPED only); no driver checks",
   "since": "0.1.0",
   "capability": "supportsPause",
   "verification": "checked",
   "origin": "powerOn",
   "operations": [
    "powerOn"
   ]
  },
  "powerOn/absent-instance-is-refused": {
   "id": "powerOn/absent-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "`powerOn` of an absent instance is answered INSTANCE_NOT_FOUND.",
   "intent": "The caller's record is wrong and has to be reconciled.",
   "source": "Nova nova/virt/libvirt/driver.py _hard_reboot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "powerOn",
   "operations": [
    "powerOn"
   ]
  },
  "reboot/soft-boots-once": {
   "id": "reboot/soft-boots-once",
   "on": "driver",
   "level": "MUST",
   "text": "A soft reboot lets the guest shut down, boots it exactly once and returns when it is `running`.",
   "intent": "The guest's disk must have been closed in good order.",
   "source": "Nova nova/virt/libvirt/driver.py _soft_reboot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "reboot",
   "operations": [
    "reboot"
   ]
  },
  "reboot/hard-boots-once": {
   "id": "reboot/hard-boots-once",
   "on": "driver",
   "level": "MUST",
   "text": "A hard reboot of a running guest boots it exactly once, without asking it, and returns when it is `running`.",
   "intent": "A hard reboot is what people reach for when the guest no longer answers.",
   "source": "Nova nova/virt/libvirt/driver.py _hard_reboot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "reboot",
   "operations": [
    "reboot"
   ]
  },
  "reboot/hard-works-from-every-state": {
   "id": "reboot/hard-works-from-every-state",
   "on": "driver",
   "level": "MUST",
   "text": "A hard reboot brings an instance to `running` also from `shutdown`, `paused`, `crashed` and `suspended`.",
   "intent": "It is the way out of every bad state. Nova's vmware driver refuses it for a guest that is off.",
   "source": "Nova nova/compute/api.py reboot; nova/virt/vmwareapi/driver.py resume_state_on_host_boot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "reboot",
   "operations": [
    "reboot"
   ]
  },
  "reboot/soft-falls-back-to-hard": {
   "id": "reboot/soft-falls-back-to-hard",
   "on": "driver",
   "level": "SHOULD",
   "text": "A soft reboot of a guest that does not answer becomes a hard one after `timeoutSeconds` instead of failing.",
   "intent": "The user asked for a guest that runs again.",
   "source": "Nova nova/virt/libvirt/driver.py reboot; nova/virt/ironic/driver.py reboot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "reboot",
   "operations": [
    "reboot"
   ]
  },
  "reboot/soft-needs-a-running-guest": {
   "id": "reboot/soft-needs-a-running-guest",
   "on": "driver",
   "level": "MUST",
   "text": "A soft reboot of an instance that is not `running` is answered INVALID_STATE and leaves it as it was.",
   "intent": "There is nobody to ask.",
   "source": "Nova nova/compute/api.py reboot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "reboot",
   "operations": [
    "reboot"
   ]
  },
  "reboot/absent-instance-is-refused": {
   "id": "reboot/absent-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "A reboot of an absent instance is answered INSTANCE_NOT_FOUND, and nothing is created.",
   "intent": "Rebooting must not resurrect.",
   "source": "Nova nova/virt/libvirt/driver.py _hard_reboot",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "reboot",
   "operations": [
    "reboot"
   ]
  },
  "unpause/goes-on-where-it-stopped": {
   "capability": "supportsPause",
   "id": "unpause/goes-on-where-it-stopped",
   "on": "driver",
   "level": "MUST",
   "text": "When `unpause` has returned, the instance is `running` and its guest goes on with its memory as it was, without a boot.",
   "intent": "A reboot in disguise loses what was in memory.",
   "source": "Nova nova/compute/manager.py unpause_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "unpause",
   "operations": [
    "unpause"
   ]
  },
  "unpause/running-instance-goes-on": {
   "capability": "supportsPause",
   "id": "unpause/running-instance-goes-on",
   "on": "driver",
   "level": "MUST",
   "text": "`unpause` of a running instance succeeds and changes nothing.",
   "intent": "A repeat after a lost answer must be harmless.",
   "source": "Design of this spec; Nova's drivers differ",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "unpause",
   "operations": [
    "unpause"
   ]
  },
  "unpause/needs-a-paused-guest": {
   "capability": "supportsPause",
   "id": "unpause/needs-a-paused-guest",
   "on": "driver",
   "level": "MUST",
   "text": "`unpause` of an instance that is off is answered INVALID_STATE and leaves it as it was.",
   "intent": "Unpausing must not start what was stopped.",
   "source": "Nova nova/compute/api.py unpause; drivers disagree",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "unpause",
   "operations": [
    "unpause"
   ]
  },
  "unpause/absent-instance-is-refused": {
   "capability": "supportsPause",
   "id": "unpause/absent-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "`unpause` of an absent instance is answered INSTANCE_NOT_FOUND.",
   "intent": "The caller's record is wrong and has to be reconciled.",
   "source": "Nova nova/virt/libvirt/driver.py unpause; nova/virt/fake.py unpause (silent)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "unpause",
   "operations": [
    "unpause"
   ]
  },
  "cancelOperation/cancelled-call-answers": {
   "id": "cancelOperation/cancelled-call-answers",
   "on": "driver",
   "level": "MUST",
   "text": "A cancelled call answers, either as if it had not been cancelled or with OPERATION_CANCELLED.",
   "intent": "A call that never answers holds its instance for ever.",
   "source": "JSON-RPC cancellation as LSP defines it",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "cancelOperation",
   "operations": [
    "cancelOperation"
   ]
  },
  "cancelOperation/unknown-call-is-ignored": {
   "id": "cancelOperation/unknown-call-is-ignored",
   "on": "driver",
   "level": "MUST",
   "text": "Cancelling a call that is finished or unknown has no effect and disturbs no other call.",
   "intent": "The cancellation may cross the answer on the wire.",
   "source": "JSON-RPC cancellation as LSP defines it",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "cancelOperation",
   "operations": [
    "cancelOperation"
   ]
  },
  "getOperation/knows-running-calls": {
   "id": "getOperation/knows-running-calls",
   "on": "driver",
   "level": "MUST",
   "text": "While a changing call is in progress, `getOperation` says `running` and names the operation.",
   "intent": "A caller that reconnects must be able to wait instead of repeating.",
   "source": "Nova nova/compute/manager.py _init_instance (retries what it cannot ask about)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getOperation",
   "operations": [
    "getOperation"
   ]
  },
  "getOperation/knows-successful-calls": {
   "id": "getOperation/knows-successful-calls",
   "on": "driver",
   "level": "MUST",
   "text": "After a changing call has succeeded, `getOperation` says `succeeded`, for as long as the driver runs and at least for the last 1,000 calls.",
   "intent": "The answer may have been lost on the way.",
   "source": "Nova nova/compute/manager.py _init_instance",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getOperation",
   "operations": [
    "getOperation"
   ]
  },
  "getOperation/knows-failed-calls": {
   "id": "getOperation/knows-failed-calls",
   "on": "driver",
   "level": "MUST",
   "text": "After a changing call has failed, `getOperation` says `failed` with the code and effect that the call answered.",
   "intent": "Recovery depends on the code, also when the answer was lost.",
   "source": "Nova nova/compute/manager.py wrap_instance_fault",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getOperation",
   "operations": [
    "getOperation"
   ]
  },
  "getOperation/admits-not-knowing": {
   "id": "getOperation/admits-not-knowing",
   "on": "driver",
   "level": "MUST",
   "text": "For an operationId that the driver never saw, `getOperation` says `unknown` and is no error.",
   "intent": "A driver that claims an outcome it cannot know makes the caller lose or double an instance.",
   "source": "Nova nova/compute/manager.py _init_instance (BUILDING instances go to ERROR for lack of this)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "getOperation",
   "operations": [
    "getOperation"
   ]
  },
  "getOperation/unknown-means-read-the-state": {
   "id": "getOperation/unknown-means-read-the-state",
   "on": "caller",
   "level": "MUST",
   "text": "After `unknown` the caller reads the instance's state and never assumes success or failure.",
   "intent": "Only the hypervisor knows.",
   "source": "Nova nova/compute/manager.py _init_instance",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "getOperation",
   "operations": [
    "getOperation"
   ]
  },
  "initialize/agrees-on-a-common-version": {
   "id": "initialize/agrees-on-a-common-version",
   "on": "driver",
   "level": "MUST",
   "text": "The driver answers `initialize` with the highest version that both sides know.",
   "intent": "Two sides that pick by different rules would each speak a version the other did not choose.",
   "source": "JSON-RPC practice of LSP and MCP `initialize`; Nova has no negotiation, only the class loaded by nova/virt/driver.py load_compute_driver",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "initialize",
   "operations": [
    "initialize"
   ]
  },
  "initialize/refuses-unknown-versions": {
   "id": "initialize/refuses-unknown-versions",
   "on": "driver",
   "level": "MUST",
   "text": "A driver that knows none of the versions offered answers VERSION_NOT_SUPPORTED and lists those it knows.",
   "intent": "The caller's operator must learn which side to upgrade.",
   "source": "Nova nova/virt/driver.py load_compute_driver, which can only exit",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "initialize",
   "operations": [
    "initialize"
   ]
  },
  "initialize/refuses-stale-epochs": {
   "id": "initialize/refuses-stale-epochs",
   "on": "driver",
   "level": "MUST",
   "text": "An `initialize` whose epoch is not higher than the highest accepted one is answered SESSION_FENCED with the epoch in control, and changes nothing.",
   "intent": "A core that was thought dead must not take a driver back by accident.",
   "source": "Nova nova/compute/manager.py _check_for_host_rename and _sanity_check_new_host guard the same danger after the fact",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "initialize",
   "operations": [
    "initialize"
   ]
  },
  "initialize/keeps-answers-stable": {
   "id": "initialize/keeps-answers-stable",
   "on": "driver",
   "level": "MUST",
   "text": "Every session with the same run of the driver is told the same driver, driver epoch and capabilities.",
   "intent": "A capability that flickers cannot be planned with. Nova fixes capabilities at init_host for the same reason.",
   "source": "Nova nova/virt/libvirt/driver.py init_host, _update_host_specific_capabilities",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "initialize",
   "operations": [
    "initialize"
   ]
  },
  "initialize/comes-first": {
   "id": "initialize/comes-first",
   "on": "caller",
   "level": "MUST",
   "text": "The caller initializes a session before any other call.",
   "intent": "A driver may postpone all costly work until then.",
   "source": "Nova nova/compute/manager.py ComputeManager.init_host",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "initialize",
   "operations": [
    "initialize"
   ]
  },
  "initialize/epochs-rise": {
   "id": "initialize/epochs-rise",
   "on": "caller",
   "level": "MUST",
   "text": "Every session that a caller opens has a higher epoch than all before it, also after the caller was restarted.",
   "intent": "The driver can only fence by comparing numbers.",
   "source": "Fencing tokens; Nova relies on the host name alone",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "initialize",
   "operations": [
    "initialize"
   ]
  },
  "probe/answers-without-the-backend": {
   "id": "probe/answers-without-the-backend",
   "on": "driver",
   "level": "MUST",
   "text": "While the hypervisor cannot be reached, `probe` answers and says `unreachable`.",
   "intent": "An operator must be able to tell a dead driver from a dead hypervisor.",
   "source": "Nova nova/exception.py VirtDriverNotReady, HypervisorUnavailable",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "probe",
   "operations": [
    "probe"
   ]
  },
  "probe/reports-a-working-backend": {
   "id": "probe/reports-a-working-backend",
   "on": "driver",
   "level": "MUST",
   "text": "While the driver can read its hypervisor, `probe` says `reachable`.",
   "intent": "A probe that cries wolf is turned off.",
   "source": "Design of this spec",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "probe",
   "operations": [
    "probe"
   ]
  },
  "progress/only-while-running": {
   "id": "progress/only-while-running",
   "on": "driver",
   "level": "MUST",
   "text": "Progress names a changing call of this driver that has not answered yet.",
   "intent": "Progress after the answer would bring a finished task back to life on a screen.",
   "source": "Nova nova/virt/vmwareapi/vmops.py _update_instance_progress",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "progress",
   "operations": [
    "progress"
   ]
  },
  "shutdown/refuses-new-work": {
   "id": "shutdown/refuses-new-work",
   "on": "driver",
   "level": "MUST",
   "text": "After it has answered `shutdown`, a driver refuses further calls of the session with SHUTTING_DOWN, or has closed the connection.",
   "intent": "Work accepted during a shutdown is work that nobody watches.",
   "source": "Nova nova/compute/manager.py cleanup_host, which first stops listening",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "shutdown",
   "operations": [
    "shutdown"
   ]
  },
  "shutdown/leaves-instances-alone": {
   "id": "shutdown/leaves-instances-alone",
   "on": "driver",
   "level": "MUST",
   "text": "Instances are in the same power state after a shutdown and restart of the driver as before.",
   "intent": "Restarting a compute service is routine, and tenants must not notice.",
   "source": "Nova nova/virt/libvirt/driver.py cleanup_host; nova/compute/manager.py _init_instance",
   "since": "0.1.0",
   "capability": "supportsRecovery",
   "verification": "checked",
   "origin": "shutdown",
   "operations": [
    "shutdown"
   ]
  },
  "simulation/advance-takes-no-real-time": {
   "capability": "supportsSimulation",
   "id": "simulation/advance-takes-no-real-time",
   "on": "driver",
   "level": "SHOULD",
   "text": "Advancing an hour of simulated time answers within a second.",
   "intent": "Checks that wait for guests must not make people wait.",
   "source": "Design of this spec",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "simulation/advance",
   "operations": [
    "simulation/advance"
   ]
  },
  "simulation/faults-can-be-cleared": {
   "capability": "supportsSimulation",
   "id": "simulation/faults-can-be-cleared",
   "on": "driver",
   "level": "MUST",
   "text": "After `simulation/clearFaults` no injected fault takes effect any more.",
   "intent": "One check's fault must not fail the next check.",
   "source": "Design of this spec",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "simulation/clearFaults",
   "operations": [
    "simulation/clearFaults"
   ]
  },
  "simulation/hold-stops-operations-half-way": {
   "capability": "supportsSimulation",
   "id": "simulation/hold-stops-operations-half-way",
   "on": "driver",
   "level": "MUST",
   "text": "While the clock is held, an operation that takes simulated time stays in progress until the clock is moved.",
   "intent": "Checks catch an operation in the middle with it.",
   "source": "Design of this spec",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "simulation/hold",
   "operations": [
    "simulation/hold"
   ]
  },
  "simulation/faults-happen": {
   "capability": "supportsSimulation",
   "id": "simulation/faults-happen",
   "on": "driver",
   "level": "MUST",
   "text": "A fault that was injected takes effect with the next call that it concerns.",
   "intent": "A fault that does not happen makes every check of clean-up pass.",
   "source": "Design of this spec",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "simulation/injectFault",
   "operations": [
    "simulation/injectFault"
   ]
  },
  "errors/carry-code-and-effect": {
   "id": "errors/carry-code-and-effect",
   "on": "driver",
   "level": "MUST",
   "text": "Every error carries a code of the spec, the code's number, its effect, and the details that the code asks for.",
   "intent": "The caller's recovery is chosen by code, never by text.",
   "source": "Nova nova/compute/manager.py _build_and_run_instance (twenty exception classes, sorted by hand)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "errors",
   "operations": []
  },
  "errors/not-supported-has-no-effect": {
   "id": "errors/not-supported-has-no-effect",
   "on": "driver",
   "level": "MUST",
   "text": "An operation behind a capability that the driver does not declare is answered NOT_SUPPORTED, whatever the instance's state, and changes nothing.",
   "intent": "Nova's libvirt driver says \"not implemented\" for an agent that is only slow.",
   "source": "Nova nova/virt/libvirt/driver.py set_admin_password; nova/compute/manager.py _error_out_instance_on_exception",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "errors",
   "operations": []
  },
  "errors/mandatory-operations-are-served": {
   "id": "errors/mandatory-operations-are-served",
   "on": "driver",
   "level": "MUST",
   "text": "An operation that no capability gates is never answered NOT_SUPPORTED.",
   "intent": "A caller may build on every driver without asking first. In Nova 79 of 107 methods raise NotImplementedError by default.",
   "source": "Nova nova/virt/driver.py ComputeDriver; nova/compute/manager.py _sanity_check_new_host (calls list_instance_uuids unguarded)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "errors",
   "operations": []
  },
  "errors/declared-capability-is-served": {
   "id": "errors/declared-capability-is-served",
   "on": "driver",
   "level": "MUST",
   "text": "An operation behind a declared capability is never answered NOT_SUPPORTED.",
   "intent": "Schedulers place instances by capability.",
   "source": "Nova nova/virt/driver.py capabilities_as_traits",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "errors",
   "operations": []
  },
  "errors/unreachable-is-never-absent": {
   "id": "errors/unreachable-is-never-absent",
   "on": "driver",
   "level": "MUST",
   "text": "While the hypervisor cannot be reached, reads and changes are answered BACKEND_UNREACHABLE, never INSTANCE_NOT_FOUND, an empty list or zero figures.",
   "intent": "A list that is empty by mistake gets every instance on the host declared dead.",
   "source": "Nova nova/virt/ironic/driver.py (VirtDriverNotReady); nova/virt/libvirt/host.py get_guest",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "verification": "checked",
   "origin": "errors",
   "operations": []
  },
  "errors/never-carry-secrets": {
   "id": "errors/never-carry-secrets",
   "on": "driver",
   "level": "MUST",
   "text": "No value marked sensitive appears in an error, an event, progress, console output or the log on standard error.",
   "intent": "Errors end in databases and tickets.",
   "source": "Nova nova/compute/manager.py set_admin_password, _swap_volume (mask_password)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "errors",
   "operations": []
  },
  "operations/repeated-id-runs-once": {
   "id": "operations/repeated-id-runs-once",
   "on": "driver",
   "level": "MUST",
   "text": "A keyed operation that is called again with the same operationId and parameters is not executed again; the repeat gets the first call's outcome.",
   "intent": "The answer may have been lost, and a guest rebooted twice is a guest rebooted once too often.",
   "source": "Nova nova/compute/manager.py _init_instance retries reboots",
   "since": "0.1.0",
   "operations": [
    "reboot"
   ],
   "verification": "checked",
   "origin": "operations"
  },
  "operations/reused-id-is-refused": {
   "id": "operations/reused-id-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "An operationId used again with another operation or other parameters is answered OPERATION_CONFLICT without effect.",
   "intent": "It is a defect of the caller, and guessing which call was meant hides it.",
   "source": "Idempotency keys of HTTP APIs",
   "since": "0.1.0",
   "operations": [
    "reboot",
    "powerOff"
   ],
   "verification": "checked",
   "origin": "operations"
  },
  "operations/busy-instance-is-refused": {
   "id": "operations/busy-instance-is-refused",
   "on": "driver",
   "level": "MUST",
   "text": "A changing call on an instance that another one is working on is answered INSTANCE_BUSY, naming that call, without effect.",
   "intent": "Half of Nova's lifecycle operations take no lock, so a driver meets this however careful the caller is.",
   "source": "Nova nova/compute/manager.py start_instance, pause_instance (no lock)",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "operations",
   "operations": []
  },
  "operations/reads-never-wait": {
   "id": "operations/reads-never-wait",
   "on": "driver",
   "level": "MUST",
   "text": "Reads of an instance answer while a changing call on it is in progress.",
   "intent": "A console or a status page must not hang behind a slow shutdown.",
   "source": "Nova nova/compute/manager.py get_console_output (no lock)",
   "since": "0.1.0",
   "operations": [
    "getInfo",
    "listInstances",
    "listInstanceStates",
    "getAvailableResource",
    "getOperation"
   ],
   "verification": "checked",
   "origin": "operations"
  },
  "operations/deadline-is-kept": {
   "id": "operations/deadline-is-kept",
   "on": "driver",
   "level": "SHOULD",
   "text": "A call whose `deadlineMs` passes is answered DEADLINE_EXCEEDED soon after, and what it left is what its error's effect says.",
   "intent": "A caller that stops waiting should not leave the driver working for nobody.",
   "source": "Deadlines of gRPC",
   "since": "0.1.0",
   "operations": [
    "spawn",
    "powerOff"
   ],
   "verification": "checked",
   "origin": "operations"
  },
  "operations/failed-call-can-be-repeated": {
   "id": "operations/failed-call-can-be-repeated",
   "on": "driver",
   "level": "MUST",
   "text": "A call that failed because the hypervisor failed succeeds when it is made again, a keyed one under a new operationId, and the hypervisor works.",
   "intent": "Everything that retries depends on it.",
   "source": "Nova nova/compute/manager.py _init_instance",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "operations": [
    "powerOn",
    "powerOff",
    "reboot",
    "pause",
    "unpause"
   ],
   "verification": "checked",
   "origin": "operations"
  },
  "operations/failure-tells-the-truth": {
   "id": "operations/failure-tells-the-truth",
   "on": "driver",
   "level": "MUST",
   "text": "After a call has failed, `getInfo` shows the state that the instance is really in, and it is unchanged where the error's effect says `none`.",
   "intent": "The caller decides on that reading. Nova keeps a server ACTIVE when a reboot failed but the guest runs.",
   "source": "Nova nova/compute/manager.py _reboot_instance",
   "since": "0.1.0",
   "capability": "supportsSimulation",
   "operations": [
    "powerOn",
    "powerOff",
    "reboot",
    "pause",
    "unpause"
   ],
   "verification": "checked",
   "origin": "operations"
  },
  "operations/fresh-identity-per-call": {
   "id": "operations/fresh-identity-per-call",
   "on": "caller",
   "level": "MUST",
   "text": "The caller mints a new operationId for each changing call, stores it before the call, and uses it again only to repeat that call.",
   "intent": "Only then can it ask what became of the call after its own death.",
   "source": "Idempotency keys of HTTP APIs",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "operations",
   "operations": []
  },
  "protocol/carries-only-frames": {
   "id": "protocol/carries-only-frames",
   "on": "driver",
   "level": "MUST",
   "text": "The connection carries framed JSON-RPC messages and nothing else; logs go to standard error or elsewhere.",
   "intent": "One stray line of text and the caller no longer knows where a message begins.",
   "source": "Language Server Protocol base protocol",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/answers-each-request-once": {
   "id": "protocol/answers-each-request-once",
   "on": "driver",
   "level": "MUST",
   "text": "Every request is answered exactly once, with its own id.",
   "intent": "A second answer, or one with a foreign id, ends up at the wrong call.",
   "source": "JSON-RPC 2.0, section 5",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/answers-in-time": {
   "id": "protocol/answers-in-time",
   "on": "driver",
   "level": "MUST",
   "text": "Every request is answered, also when the answer is an error; none is left hanging.",
   "intent": "A caller cannot tell slow from dead.",
   "source": "Nova nova/compute/manager.py: every call site waits",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/messages-match-the-schema": {
   "id": "protocol/messages-match-the-schema",
   "on": "driver",
   "level": "MUST",
   "text": "Results, errors and notifications match the schemas of the negotiated version, with no field that it does not know.",
   "intent": "A field of the wrong type breaks the caller far from its cause.",
   "source": "Nova nova/compute/resource_tracker.py _verify_resources, the only check of this kind there",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/refuses-invalid-requests": {
   "id": "protocol/refuses-invalid-requests",
   "on": "driver",
   "level": "MUST",
   "text": "Parameters that do not match the schema are answered INVALID_REQUEST, naming the field, without any effect.",
   "intent": "A request half understood is worse than one refused.",
   "source": "JSON-RPC 2.0, section 5.1",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/ignores-unknown-fields": {
   "id": "protocol/ignores-unknown-fields",
   "on": "driver",
   "level": "MUST",
   "text": "A field that the driver does not know, in parameters or in an object inside them, is ignored.",
   "intent": "A newer caller must be able to talk to an older driver.",
   "source": "Nova oslo.versionedobjects, which needs a conductor to backport objects",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/unknown-operations-are-not-supported": {
   "id": "protocol/unknown-operations-are-not-supported",
   "on": "driver",
   "level": "MUST",
   "text": "An operation that the driver does not know is answered NOT_SUPPORTED, and the session goes on.",
   "intent": "A newer caller asks before it knows.",
   "source": "Nova nova/compute/manager.py: handlers of NotImplementedError",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/ends-with-its-input": {
   "id": "protocol/ends-with-its-input",
   "on": "driver",
   "level": "MUST",
   "text": "A driver on standard input and output exits when its input ends, and leaves its instances as they are.",
   "intent": "Otherwise every crashed caller leaves a driver behind.",
   "source": "Language Server Protocol, implementation considerations",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/survives-malformed-requests": {
   "id": "protocol/survives-malformed-requests",
   "on": "driver",
   "level": "MUST",
   "text": "A message that is not valid JSON, or not a JSON-RPC request, does not end the driver nor disturb other calls; it is answered with an error or the connection is closed.",
   "intent": "One broken client must not take down a host's driver.",
   "source": "JSON-RPC 2.0, section 5.1",
   "since": "0.1.0",
   "verification": "checked",
   "origin": "protocol",
   "operations": []
  },
  "protocol/serialises-changes-per-instance": {
   "id": "protocol/serialises-changes-per-instance",
   "on": "caller",
   "level": "MUST",
   "text": "The caller has at most one changing call in progress per instance, except to cancel.",
   "intent": "Order between changes of one instance is the caller's to decide.",
   "source": "Nova nova/compute/manager.py: utils.synchronized(instance.uuid)",
   "since": "0.1.0",
   "verification": {
    "excluded": "caller-side",
    "because": "The reference core's own tests show it."
   },
   "origin": "protocol",
   "operations": []
  },
  "recovery/finds-instances-again": {
   "id": "recovery/finds-instances-again",
   "on": "driver",
   "level": "MUST",
   "text": "After the driver process was killed and started again, every instance is listed with its uuid, name, node and power state.",
   "intent": "Restarts are routine, and killing is how they often happen.",
   "source": "Nova nova/compute/manager.py init_host, _init_instance; Nomad RecoverTask",
   "since": "0.1.0",
   "capability": "supportsRecovery",
   "verification": "checked",
   "origin": "recovery",
   "operations": []
  },
  "recovery/guests-go-on": {
   "id": "recovery/guests-go-on",
   "on": "driver",
   "level": "MUST",
   "text": "A guest that was running when the driver was killed goes on running, without a boot, and can be controlled by the restarted driver.",
   "intent": "A driver that owns its guests' processes takes them down with it.",
   "source": "Nova nova/virt/libvirt/driver.py init_host (must tolerate guests already running)",
   "since": "0.1.0",
   "capability": "supportsRecovery",
   "verification": "checked",
   "origin": "recovery",
   "operations": []
  },
  "recovery/new-run-has-a-new-epoch": {
   "id": "recovery/new-run-has-a-new-epoch",
   "on": "driver",
   "level": "MUST",
   "text": "A restarted driver reports another driver epoch, and its event sequence begins at 1.",
   "intent": "The caller must notice that events may have been lost.",
   "source": "Design of this spec; Nova events have no sequence",
   "since": "0.1.0",
   "capability": "supportsRecovery",
   "verification": "checked",
   "origin": "recovery",
   "operations": []
  },
  "sessions/nothing-before-initialize": {
   "id": "sessions/nothing-before-initialize",
   "on": "driver",
   "level": "MUST",
   "text": "Before `initialize` every other request is answered SESSION_NOT_INITIALIZED without effect.",
   "intent": "A call in a version that nobody agreed on cannot be understood for sure.",
   "source": "Nova nova/compute/manager.py init_host comes first",
   "since": "0.1.0",
   "operations": [
    "initialize"
   ],
   "verification": "checked",
   "origin": "sessions"
  },
  "sessions/newer-session-fences-older": {
   "id": "sessions/newer-session-fences-older",
   "on": "driver",
   "level": "MUST",
   "text": "Once a session with a higher epoch is open, every request of an older one is answered SESSION_FENCED without effect.",
   "intent": "Two cores that both believe they own a host destroy each other's instances.",
   "source": "Nova nova/compute/manager.py _destroy_evacuated_instances shows the damage",
   "since": "0.1.0",
   "operations": [
    "initialize"
   ],
   "verification": "checked",
   "origin": "sessions"
  },
  "sessions/disconnect-cancels-nothing": {
   "id": "sessions/disconnect-cancels-nothing",
   "on": "driver",
   "level": "MUST",
   "text": "A changing call goes on when its connection is lost, and a new session can ask for its outcome.",
   "intent": "A restart of the core must not undo an hour of migration.",
   "source": "Nova nova/compute/manager.py _init_instance, _reset_live_migration",
   "since": "0.1.0",
   "operations": [
    "getOperation"
   ],
   "verification": "checked",
   "origin": "sessions"
  }
 },
 "equivalence": {
  "nova-2014": {
   "driverApi": "nova/virt/driver.py ComputeDriver",
   "commit": "b314bb9dd996",
   "date": "2014-09-04",
   "methods": {
    "__init__": {
     "mapsTo": [
      "initialize"
     ],
     "parameters": {
      "virtapi": {
       "excluded": "callback",
       "because": "Up-calls become notifications and explicit inputs."
      }
     },
     "note": "Loading a class becomes opening a session."
    },
    "cleanup": {
     "mapsTo": [
      "destroy"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "destroy.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "destroy_disks": "destroy.params.destroyDisks",
      "migrate_data": {
       "excluded": "later-version",
       "because": "Migration has operations of its own."
      },
      "destroy_vifs": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      }
     },
     "note": "destroy of an absent instance removes its leftovers."
    },
    "cleanup_host": {
     "mapsTo": [
      "shutdown"
     ],
     "parameters": {
      "host": {
       "excluded": "caller-configuration",
       "because": "A driver names its nodes itself, in listNodes."
      }
     }
    },
    "destroy": {
     "mapsTo": [
      "destroy"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "destroy.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "destroy_disks": "destroy.params.destroyDisks",
      "migrate_data": {
       "excluded": "later-version",
       "because": "Migration has operations of its own."
      }
     }
    },
    "emit_event": {
     "mapsTo": [
      "event"
     ],
     "parameters": {
      "event": "event.params"
     }
    },
    "get_available_nodes": {
     "mapsTo": [
      "listNodes"
     ],
     "parameters": {
      "refresh": {
       "excluded": "always-current",
       "because": "Reads are never answered from a cache."
      }
     }
    },
    "get_available_resource": {
     "mapsTo": [
      "getAvailableResource"
     ],
     "parameters": {
      "nodename": "getAvailableResource.params.node"
     }
    },
    "get_console_output": {
     "mapsTo": [
      "getConsoleOutput"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "getConsoleOutput.params.instanceUuid"
     }
    },
    "get_info": {
     "mapsTo": [
      "getInfo",
      "listInstanceStates"
     ],
     "parameters": {
      "instance": "getInfo.params.instanceUuid"
     }
    },
    "get_num_instances": {
     "mapsTo": [
      "listInstances"
     ],
     "parameters": {},
     "note": "The length of the list; a count of its own could only disagree with it."
    },
    "init_host": {
     "mapsTo": [
      "initialize"
     ],
     "parameters": {
      "host": {
       "excluded": "caller-configuration",
       "because": "A driver names its nodes itself, in listNodes."
      }
     }
    },
    "instance_exists": {
     "mapsTo": [
      "getInfo"
     ],
     "parameters": {
      "instance": "getInfo.params.instanceUuid"
     },
     "note": "INSTANCE_NOT_FOUND is the answer no."
    },
    "list_instance_uuids": {
     "mapsTo": [
      "listInstances",
      "listInstanceStates"
     ],
     "parameters": {}
    },
    "list_instances": {
     "mapsTo": [
      "listInstances"
     ],
     "parameters": {}
    },
    "node_is_available": {
     "mapsTo": [
      "listNodes"
     ],
     "parameters": {
      "nodename": "listNodes.result.nodes"
     }
    },
    "pause": {
     "mapsTo": [
      "pause"
     ],
     "parameters": {
      "instance": "pause.params.instanceUuid"
     }
    },
    "power_off": {
     "mapsTo": [
      "powerOff"
     ],
     "parameters": {
      "instance": "powerOff.params.instanceUuid",
      "timeout": "powerOff.params.timeoutSeconds",
      "retry_interval": "powerOff.params.retryIntervalSeconds"
     }
    },
    "power_on": {
     "mapsTo": [
      "powerOn"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "powerOn.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      }
     }
    },
    "reboot": {
     "mapsTo": [
      "reboot"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "reboot.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "reboot_type": "reboot.params.type",
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "bad_volumes_callback": {
       "excluded": "callback",
       "because": "No driver of 2026 calls it."
      }
     }
    },
    "register_event_listener": {
     "mapsTo": [
      "event",
      "initialize"
     ],
     "parameters": {
      "callback": {
       "excluded": "callback",
       "because": "Opening a session registers for events; closing it ends that."
      }
     }
    },
    "spawn": {
     "mapsTo": [
      "spawn"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "spawn.params.instance",
      "image_meta": "spawn.params.instance.image",
      "injected_files": {
       "excluded": "later-version",
       "because": "Config drive and injected files join as explicit inputs."
      },
      "admin_password": "spawn.params.adminPassword",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      }
     }
    },
    "unpause": {
     "mapsTo": [
      "unpause"
     ],
     "parameters": {
      "instance": "unpause.params.instanceUuid"
     }
    }
   }
  },
  "nova-2026": {
   "driverApi": "nova/virt/driver.py ComputeDriver",
   "commit": "00a030403f67",
   "date": "2026-08-21",
   "methods": {
    "__init__": {
     "mapsTo": [
      "initialize"
     ],
     "parameters": {
      "virtapi": {
       "excluded": "callback",
       "because": "Up-calls become notifications and explicit inputs."
      }
     },
     "note": "Loading a class becomes opening a session."
    },
    "cleanup": {
     "mapsTo": [
      "destroy"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "destroy.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "destroy_disks": "destroy.params.destroyDisks",
      "migrate_data": {
       "excluded": "later-version",
       "because": "Migration has operations of its own."
      },
      "destroy_vifs": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "destroy_secrets": {
       "excluded": "later-version",
       "because": "Secrets join with encrypted volumes."
      }
     },
     "note": "destroy of an absent instance removes its leftovers."
    },
    "cleanup_host": {
     "mapsTo": [
      "shutdown"
     ],
     "parameters": {
      "host": {
       "excluded": "caller-configuration",
       "because": "A driver names its nodes itself, in listNodes."
      }
     }
    },
    "destroy": {
     "mapsTo": [
      "destroy"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "destroy.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "destroy_disks": "destroy.params.destroyDisks",
      "destroy_secrets": {
       "excluded": "later-version",
       "because": "Secrets join with encrypted volumes."
      }
     }
    },
    "emit_event": {
     "mapsTo": [
      "event"
     ],
     "parameters": {
      "event": "event.params"
     }
    },
    "failed_spawn_cleanup": {
     "mapsTo": [
      "spawn",
      "destroy"
     ],
     "parameters": {
      "instance": "destroy.params.instanceUuid"
     },
     "note": "spawn cleans up behind itself; destroy removes what is left if the driver died."
    },
    "get_available_nodes": {
     "mapsTo": [
      "listNodes"
     ],
     "parameters": {
      "refresh": {
       "excluded": "always-current",
       "because": "Reads are never answered from a cache."
      }
     }
    },
    "get_available_resource": {
     "mapsTo": [
      "getAvailableResource"
     ],
     "parameters": {
      "nodename": "getAvailableResource.params.node"
     }
    },
    "get_console_output": {
     "mapsTo": [
      "getConsoleOutput"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "getConsoleOutput.params.instanceUuid"
     }
    },
    "get_info": {
     "mapsTo": [
      "getInfo",
      "listInstanceStates"
     ],
     "parameters": {
      "instance": "getInfo.params.instanceUuid",
      "use_cache": {
       "excluded": "always-current",
       "because": "Reads are never answered from a cache."
      }
     }
    },
    "get_nodenames_by_uuid": {
     "mapsTo": [
      "listNodes"
     ],
     "parameters": {
      "refresh": {
       "excluded": "always-current",
       "because": "Reads are never answered from a cache."
      }
     }
    },
    "get_num_instances": {
     "mapsTo": [
      "listInstances"
     ],
     "parameters": {},
     "note": "The length of the list; a count of its own could only disagree with it."
    },
    "init_host": {
     "mapsTo": [
      "initialize"
     ],
     "parameters": {
      "host": {
       "excluded": "caller-configuration",
       "because": "A driver names its nodes itself, in listNodes."
      }
     }
    },
    "instance_exists": {
     "mapsTo": [
      "getInfo"
     ],
     "parameters": {
      "instance": "getInfo.params.instanceUuid"
     },
     "note": "INSTANCE_NOT_FOUND is the answer no."
    },
    "list_instance_uuids": {
     "mapsTo": [
      "listInstances",
      "listInstanceStates"
     ],
     "parameters": {}
    },
    "list_instances": {
     "mapsTo": [
      "listInstances"
     ],
     "parameters": {}
    },
    "node_is_available": {
     "mapsTo": [
      "listNodes"
     ],
     "parameters": {
      "nodename": "listNodes.result.nodes"
     }
    },
    "pause": {
     "mapsTo": [
      "pause"
     ],
     "parameters": {
      "instance": "pause.params.instanceUuid"
     }
    },
    "power_off": {
     "mapsTo": [
      "powerOff"
     ],
     "parameters": {
      "instance": "powerOff.params.instanceUuid",
      "timeout": "powerOff.params.timeoutSeconds",
      "retry_interval": "powerOff.params.retryIntervalSeconds"
     }
    },
    "power_on": {
     "mapsTo": [
      "powerOn"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "powerOn.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "accel_info": {
       "excluded": "later-version",
       "because": "Accelerators join with inventories."
      },
      "share_info": {
       "excluded": "later-version",
       "because": "Shares join with the operations on them."
      }
     }
    },
    "prepare_for_spawn": {
     "mapsTo": [
      "spawn"
     ],
     "parameters": {
      "instance": "spawn.params.instance"
     },
     "note": "Reserving a node is the first step of spawn, which undoes it when a later one fails."
    },
    "reboot": {
     "mapsTo": [
      "reboot"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "reboot.params.instanceUuid",
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "reboot_type": "reboot.params.type",
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "bad_volumes_callback": {
       "excluded": "callback",
       "because": "No driver of 2026 calls it."
      },
      "accel_info": {
       "excluded": "later-version",
       "because": "Accelerators join with inventories."
      },
      "share_info": {
       "excluded": "later-version",
       "because": "Shares join with the operations on them."
      }
     }
    },
    "register_event_listener": {
     "mapsTo": [
      "event",
      "initialize"
     ],
     "parameters": {
      "callback": {
       "excluded": "callback",
       "because": "Opening a session registers for events; closing it ends that."
      }
     }
    },
    "spawn": {
     "mapsTo": [
      "spawn"
     ],
     "parameters": {
      "context": {
       "excluded": "caller-credentials",
       "because": "The driver fetches nothing in a user's name."
      },
      "instance": "spawn.params.instance",
      "image_meta": "spawn.params.instance.image",
      "injected_files": {
       "excluded": "later-version",
       "because": "Config drive and injected files join as explicit inputs."
      },
      "admin_password": "spawn.params.adminPassword",
      "allocations": {
       "excluded": "later-version",
       "because": "Allocations join with inventories."
      },
      "network_info": {
       "excluded": "later-version",
       "because": "Network interfaces join with the operations on them."
      },
      "block_device_info": {
       "excluded": "later-version",
       "because": "Block devices join with the operations on volumes."
      },
      "power_on": "spawn.params.powerOn",
      "accel_info": {
       "excluded": "later-version",
       "because": "Accelerators join with inventories."
      }
     }
    },
    "unpause": {
     "mapsTo": [
      "unpause"
     ],
     "parameters": {
      "instance": "unpause.params.instanceUuid"
     }
    }
   }
  }
 }
};
