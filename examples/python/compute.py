"""The operations themselves: what the contract asks for, said to the hypervisor."""

import asyncio
import base64
import json
import time
from collections.abc import Callable
from typing import Any

from changes import Change, Changes
from contract import UUID
from errors import DriverError, invalid
from hypervisor import GIB, Hypervisor, Instance, Size, unacceptable

POLL_SECONDS = 0.02
ENVELOPE_BYTES = 1024
ACCEPTS = {"diskFormats": ["raw"], "imageSources": ["file"]}

Emit = Callable[[str, str, str, str | None], None]
"""Tells an event: transition, instance uuid, power state, and the operationId of the call that caused it."""


class Compute:
    def __init__(self, hypervisor: Hypervisor, changes: Changes, emit: Emit) -> None:
        self._hypervisor = hypervisor
        self._changes = changes
        self._emit = emit
        hypervisor.when_guest_stops = self._guest_stopped

    async def watch(self) -> None:
        """Notices what guests do by themselves, as long as the driver runs."""
        while True:
            self._hypervisor.instances()
            await asyncio.sleep(POLL_SECONDS)

    # Reads. Each answers at once.

    def list_nodes(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        return _page("nodes", [{**self._hypervisor.node, "accepts": ACCEPTS}], params, max_bytes)

    def get_available_resource(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        self._check_node(params["node"])
        has, used = self._hypervisor.capacity, self._hypervisor.used()
        figures = {"vcpus": has.vcpus, "memoryMib": has.memoryMib, "localGib": has.localGib}
        uses = {"vcpusUsed": used.vcpus, "memoryMibUsed": used.memoryMib, "localGibUsed": used.localGib}
        kind = {"hypervisorType": "simulated-in-python", "hypervisorVersion": 1}
        return {"resource": {"node": params["node"], **kind, **figures, **uses}}

    def list_instances(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        rows = [{"ownership": "owned", **self._identity(instance)} for instance in self._on_node(params)]
        return _page("instances", rows, params, max_bytes)

    def list_instance_states(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        rows = [
            {"uuid": instance.uuid, "node": self._hypervisor.node["uuid"], "powerState": instance.power_state}
            for instance in self._on_node(params)
        ]
        return _page("states", rows, params, max_bytes)

    def get_info(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        instance = self._hypervisor.find(params["instanceUuid"])
        return {"info": {**self._identity(instance), "powerState": instance.power_state}}

    def get_console_output(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        instance = self._hypervisor.find(params["instanceUuid"])
        if instance.power_state == "pending":
            raise DriverError("CONSOLE_NOT_AVAILABLE", "It is being built", instanceUuid=instance.uuid)
        limit = min(params["limit"], (max_bytes - ENVELOPE_BYTES) * 3 // 4)
        offset, data, end = self._hypervisor.read_console(instance, params["offset"], limit)
        places = {"offset": offset, "nextOffset": offset + len(data), "firstOffset": 0, "endOffset": end}
        return {"data": base64.b64encode(data).decode(), **places}

    # Changes. Each returns when it is done.

    async def spawn(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        spec = params["instance"]
        if self._hypervisor.exists(spec["uuid"]):
            raise DriverError("INSTANCE_EXISTS", "The instance is already there", instanceUuid=spec["uuid"])
        self._check_node(params["node"])
        _check_image(spec)
        self._check_room(spec["flavor"])
        instance = await self._hypervisor.build(spec, boot=params["powerOn"])
        self._emit("spawned", instance.uuid, instance.power_state, change.operation_id)
        return {}

    async def destroy(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        existed = self._hypervisor.exists(change.instance_uuid)
        self._hypervisor.remove(change.instance_uuid, keep_disk=not params["destroyDisks"])
        if existed:
            self._emit("destroyed", change.instance_uuid, "absent", change.operation_id)
        return {}

    async def power_on(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        instance = self._hypervisor.find(change.instance_uuid)
        if instance.power_state != "running":
            _require(instance, "shutdown")
            self._hypervisor.boot(instance)
            self._emit("started", instance.uuid, "running", change.operation_id)
        return {}

    async def power_off(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        instance = self._hypervisor.find(change.instance_uuid)
        if instance.power_state == "running" and params["timeoutSeconds"]:
            await self._ask_to_shut_down(instance, change, params["timeoutSeconds"], params["retryIntervalSeconds"])
        if instance.power_state != "shutdown":
            self._hypervisor.cut_off(instance)
            self._emit("stopped", instance.uuid, "shutdown", change.operation_id)
        return {}

    async def reboot(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        instance = self._hypervisor.find(change.instance_uuid)
        if params["type"] == "soft":
            _require(instance, "running")
            try:
                await self._ask_to_shut_down(instance, change, params["timeoutSeconds"], 0)
            except asyncio.CancelledError:
                if instance.power_state == "shutdown":
                    self._emit("stopped", instance.uuid, "shutdown", change.operation_id)
                raise
        self._hypervisor.boot(instance)
        self._emit("rebooted", instance.uuid, "running", change.operation_id)
        return {}

    async def pause(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        instance = self._hypervisor.find(change.instance_uuid)
        if instance.power_state != "paused":
            _require(instance, "running")
            self._hypervisor.pause(instance)
            self._emit("paused", instance.uuid, "paused", change.operation_id)
        return {}

    async def unpause(self, params: dict[str, Any], change: Change) -> dict[str, Any]:
        instance = self._hypervisor.find(change.instance_uuid)
        if instance.power_state != "running":
            _require(instance, "paused")
            self._hypervisor.unpause(instance)
            self._emit("unpaused", instance.uuid, "running", change.operation_id)
        return {}

    async def _ask_to_shut_down(self, instance: Instance, change: Change, timeout: int, interval: int) -> None:
        """Presses the power button until the guest is off or the time is up."""
        change.effect_so_far = "partial"  # who was asked may still shut down after nobody waits for it any more
        begin = time.monotonic()
        presses = 0
        while instance.power_state == "running" and (waited := time.monotonic() - begin) < timeout:
            if presses == 0 or (interval and waited >= presses * interval):
                self._hypervisor.press_power_button(instance)
                presses += 1
            await asyncio.sleep(POLL_SECONDS)
            self._hypervisor.find(instance.uuid)

    def _guest_stopped(self, instance: Instance) -> None:
        change = self._changes.in_progress(instance.uuid)
        if change is None or change.effect_so_far == "none":  # nobody has asked it to
            self._emit("stopped", instance.uuid, "shutdown", None)
        elif change.operation.name == "powerOff":  # a reboot tells of itself once the guest runs again
            self._emit("stopped", instance.uuid, "shutdown", change.operation_id)

    def _identity(self, instance: Instance) -> dict[str, Any]:
        return {"uuid": instance.uuid, "name": instance.name, "node": self._hypervisor.node["uuid"]}

    def _on_node(self, params: dict[str, Any]) -> list[Instance]:
        if "node" in params:
            self._check_node(params["node"])
        return self._hypervisor.instances()

    def _check_node(self, node: str) -> None:
        if node != self._hypervisor.node["uuid"]:
            raise DriverError("NODE_NOT_FOUND", f"There is no node {node}", node=node)

    def _check_room(self, flavor: dict[str, Any]) -> None:
        has, used = self._hypervisor.capacity, self._hypervisor.used()
        wanted = Size(flavor["vcpus"], flavor["memoryMib"], flavor["rootGib"])
        for resource in ("vcpus", "memoryMib", "localGib"):
            requested, available = getattr(wanted, resource), getattr(has, resource) - getattr(used, resource)
            if requested > available:
                figures = {"resource": resource, "requested": requested, "available": max(0, available)}
                raise DriverError("INSUFFICIENT_RESOURCES", f"The node has too little {resource}", **figures)


def _require(instance: Instance, power_state: str) -> None:
    if instance.power_state != power_state:
        raise DriverError(
            "INVALID_STATE",
            f"The instance is {instance.power_state}",
            instanceUuid=instance.uuid,
            powerState=instance.power_state,
        )


def _check_image(spec: dict[str, Any]) -> None:
    flavor, image = spec["flavor"], spec["image"]
    if image["diskFormat"] != "raw":
        raise unacceptable(image, "format")
    disk_bytes = flavor["rootGib"] * GIB or image["sizeBytes"]
    too_little_disk = disk_bytes < max(image["sizeBytes"], image["minDiskGib"] * GIB)
    if too_little_disk or flavor["memoryMib"] < image["minMemoryMib"]:
        raise unacceptable(image, "flavor-too-small")


def _page(name: str, rows: list[dict[str, Any]], params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
    """One page of rows that are ordered by uuid. The cursor is the last uuid of the page before."""
    cursor = params.get("cursor", "")
    if cursor and not UUID.fullmatch(cursor):
        raise invalid("params.cursor", "did not come from this list")
    rest = [row for row in sorted(rows, key=lambda row: row["uuid"]) if row["uuid"] > cursor]
    room = max_bytes - ENVELOPE_BYTES
    page: list[dict[str, Any]] = []
    for row in rest[: params["limit"]]:
        room -= len(json.dumps(row))
        if room < 0 and page:
            break
        page.append(row)
    return {name: page, **({"nextCursor": page[-1]["uuid"]} if len(page) < len(rest) else {})}
