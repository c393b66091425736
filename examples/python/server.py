"""Connections, sessions and the dispatch of messages: what every driver has to do, whatever its hypervisor."""

import asyncio
import json
import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from changes import Changes, Handler
from compute import Compute
from contract import Contract, Operation
from errors import DriverError, invalid
from hypervisor import Hypervisor
from wire import BrokenFrame, Oversized, bodies, encode

NAME, VERSION = "python-example", "1.0.0"
CAPABILITIES = {"supportsPause": True, "supportsConsoleOutput": True, "supportsRecovery": True}
MAX_MESSAGE_BYTES = 1024 * 1024

Read = Callable[[dict[str, Any], int], dict[str, Any]]

log = logging.getLogger("driver")


class Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.epoch: int | None = None
        """Of the session that it carries; None before `initialize`."""
        self.max_bytes = MAX_MESSAGE_BYTES
        self.is_shut_down = False

    def send(self, message: dict[str, Any]) -> None:
        if not self.writer.is_closing():
            self.writer.write(encode(message))


class Server:
    def __init__(self, contract: Contract, hypervisor: Hypervisor) -> None:
        self._contract = contract
        self._driver_epoch = str(uuid.uuid4())
        self._epoch = 0
        self._sequence = 0
        self._in_control: Connection | None = None
        self._node: str = hypervisor.node["uuid"]
        self._changes = Changes()
        self._compute = compute = Compute(hypervisor, self._changes, self._emit)
        self._answers: set[asyncio.Task[None]] = set()
        self._reads: dict[str, Read] = {
            "probe": lambda params, max_bytes: {"driver": "ok", "backend": "reachable"},
            "getOperation": self._get_operation,
            "listNodes": compute.list_nodes,
            "getAvailableResource": compute.get_available_resource,
            "listInstances": compute.list_instances,
            "listInstanceStates": self._list_instance_states,
            "getInfo": compute.get_info,
            "getConsoleOutput": compute.get_console_output,
        }
        self._handlers: dict[str, Handler] = {
            "spawn": compute.spawn,
            "destroy": compute.destroy,
            "powerOn": compute.power_on,
            "powerOff": compute.power_off,
            "reboot": compute.reboot,
            "pause": compute.pause,
            "unpause": compute.unpause,
        }

    async def watch(self) -> None:
        await self._compute.watch()

    async def close(self) -> None:
        await self._changes.stop_all()
        await asyncio.gather(*self._answers)

    async def serve(self, connection: Connection, *, ends_with_shutdown: bool = False) -> None:
        """Serves one connection until it ends. What it began goes on."""
        try:
            async for body in bodies(connection.reader, MAX_MESSAGE_BYTES):
                self._receive(connection, body)
                await connection.writer.drain()
                if ends_with_shutdown and connection.is_shut_down:
                    break
        except BrokenFrame as error:
            log.warning("closed a connection: %s", error)
        except ConnectionError:
            pass
        if self._in_control is connection:
            self._in_control = None

    def _receive(self, connection: Connection, body: bytes | Oversized) -> None:
        request_id: str | int | float | None = None
        try:
            if isinstance(body, Oversized):
                raise DriverError(
                    "MESSAGE_TOO_LARGE",
                    "The message is too large",
                    sizeBytes=body.size,
                    maxMessageBytes=MAX_MESSAGE_BYTES,
                )
            message = _parse(body)
            has_id = isinstance(message.get("id"), str | int | float)
            request_id = message["id"] if has_id else None
            if message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
                raise invalid("", "is not a JSON-RPC request")
            if "id" not in message:
                self._notified(connection, message)
                return
            outcome = self._request(connection, message["method"], message.get("params", {}))
            if isinstance(outcome, asyncio.Future):
                self._answer_later(connection, request_id, outcome)
            else:
                self._answer(connection, request_id, outcome)
        except DriverError as error:
            self._answer(connection, request_id, error)
        except Exception:
            log.exception("a request failed")
            self._answer(connection, request_id, DriverError("INTERNAL_ERROR", "The driver has a defect", effect="unknown"))

    def _request(
        self, connection: Connection, method: str, params: Any
    ) -> "dict[str, Any] | asyncio.Future[dict[str, Any]]":
        operation = self._contract.operations.get(method)
        if method != "initialize":
            self._check_session(connection)
        if operation is None or not operation.is_for_driver or operation.kind == "notification":
            raise DriverError("NOT_SUPPORTED", "There is no such request", operation=method[:255])
        if operation.capability and operation.capability not in CAPABILITIES:
            missing = {"operation": method, "capability": operation.capability}
            raise DriverError("NOT_SUPPORTED", "This driver cannot do it", **missing)
        accepted = self._contract.accept(operation, params)
        return self._execute(connection, operation, accepted)

    def _execute(
        self, connection: Connection, operation: Operation, params: dict[str, Any]
    ) -> "dict[str, Any] | asyncio.Future[dict[str, Any]]":
        match operation.name:
            case "initialize":
                return self._initialize(connection, params)
            case "shutdown":
                return self._shutdown(connection)
        if operation.kind == "change":
            return self._changes.call(operation, params, self._handlers[operation.name])
        return self._reads[operation.name](params, connection.max_bytes)

    # Sessions

    def _check_session(self, connection: Connection) -> None:
        if connection.epoch is None:
            raise DriverError("SESSION_NOT_INITIALIZED", "Call initialize first")
        if connection.epoch < self._epoch:
            raise DriverError("SESSION_FENCED", "A newer session is in control", currentEpoch=self._epoch)
        if connection.is_shut_down:
            raise DriverError("SHUTTING_DOWN", "The session was shut down")

    def _initialize(self, connection: Connection, params: dict[str, Any]) -> dict[str, Any]:
        if self._contract.version not in params["specVersions"]:
            versions = [self._contract.version]
            raise DriverError("VERSION_NOT_SUPPORTED", "No version in common", supportedVersions=versions)
        if params["epoch"] <= self._epoch:
            raise DriverError("SESSION_FENCED", "A newer session is in control", currentEpoch=self._epoch)
        connection.epoch = self._epoch = params["epoch"]
        connection.max_bytes = params["maxMessageBytes"]
        connection.is_shut_down = False
        self._in_control = connection
        return {
            "specVersion": self._contract.version,
            "driver": {"name": NAME, "version": VERSION},
            "driverEpoch": self._driver_epoch,
            "capabilities": CAPABILITIES,
            "maxMessageBytes": MAX_MESSAGE_BYTES,
        }

    def _shutdown(self, connection: Connection) -> "asyncio.Future[dict[str, Any]]":
        connection.is_shut_down = True

        async def finish() -> dict[str, Any]:
            await self._changes.stop_all()
            return {}

        return asyncio.ensure_future(finish())

    # Operations that concern calls and events, not the hypervisor

    def _notified(self, connection: Connection, message: dict[str, Any]) -> None:
        operation = self._contract.operations["cancelOperation"]
        if message["method"] != operation.name:
            return
        try:
            self._check_session(connection)
            change = self._changes.find(self._contract.accept(operation, message.get("params"))["operationId"])
        except DriverError as error:
            log.warning("ignored a notification: %s", error.code)
            return
        if change:
            change.break_off("OPERATION_CANCELLED", "The call was cancelled")

    def _get_operation(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        operation_id: str = params["operationId"]
        change = self._changes.find(operation_id)
        if change is None:
            return {"operationId": operation_id, "state": "unknown"}
        known = {"operationId": operation_id, "operation": change.operation.name}
        if not change.outcome.done():
            return {**known, "state": "running"}
        if change.error is None:
            return {**known, "state": "succeeded"}
        error = {"code": change.error.code, "message": change.error.message, "effect": change.error.effect}
        return {**known, "state": "failed", "error": error}

    def _list_instance_states(self, params: dict[str, Any], max_bytes: int) -> dict[str, Any]:
        states = self._compute.list_instance_states(params, max_bytes)  # may tell events, so it comes first
        return {**states, "driverEpoch": self._driver_epoch, "lastSequence": self._sequence}

    def _emit(self, transition: str, instance_uuid: str, power_state: str, operation_id: str | None) -> None:
        if self._epoch == 0:
            return  # nobody has ever listened to this run: there is nothing to have lost
        self._sequence += 1
        event = {
            "driverEpoch": self._driver_epoch,
            "sequence": self._sequence,
            "instanceUuid": instance_uuid,
            "node": self._node,
            "transition": transition,
            "powerState": power_state,
            "observedAt": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **({"operationId": operation_id} if operation_id else {}),
        }
        if self._in_control:
            self._in_control.send({"method": "event", "params": event})

    # Answers

    def _answer(
        self, connection: Connection, request_id: str | int | float | None, outcome: dict[str, Any] | DriverError
    ) -> None:
        if isinstance(outcome, DriverError):
            details = {"details": outcome.details} if outcome.details else {}  # where a code has none, the member is absent
            data = {"code": outcome.code, "effect": outcome.effect, **details}
            number = self._contract.error_numbers[outcome.code]
            connection.send({"id": request_id, "error": {"code": number, "message": outcome.message, "data": data}})
        else:
            connection.send({"id": request_id, "result": outcome})

    def _answer_later(
        self, connection: Connection, request_id: str | int | float | None, outcome: "asyncio.Future[dict[str, Any]]"
    ) -> None:
        async def answer() -> None:
            try:
                self._answer(connection, request_id, await outcome)
            except DriverError as error:
                self._answer(connection, request_id, error)

        task = asyncio.create_task(answer())
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _parse(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise invalid("", "is not JSON") from None
    if not isinstance(message, dict):
        raise invalid("", "is not a JSON-RPC request")
    return message
