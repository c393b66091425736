"""The changing calls: one per instance at a time, each with an identity, an end that can be hurried, and an outcome that is kept."""

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from contract import Operation
from errors import DriverError

CALLS_TO_REMEMBER = 10_000

log = logging.getLogger("driver")


@dataclass
class Change:
    operation_id: str
    operation: Operation
    instance_uuid: str
    fingerprint: str
    outcome: "asyncio.Future[dict[str, Any]]"
    effect_so_far: str = "none"
    """What is left behind if the call is broken off now."""
    work: "asyncio.Task[dict[str, Any]] | None" = None
    broken_off: DriverError | None = None

    @property
    def error(self) -> DriverError | None:
        error = self.outcome.exception() if self.outcome.done() else None
        return error if isinstance(error, DriverError) else None

    def break_off(self, code: str, message: str) -> None:
        if self.work and not self.work.done() and not self.broken_off:
            self.broken_off = DriverError(code, message)
            self.work.cancel()


Handler = Callable[[dict[str, Any], Change], Awaitable[dict[str, Any]]]


class Changes:
    def __init__(self) -> None:
        self._known: OrderedDict[str, Change] = OrderedDict()
        self._in_progress: dict[str, Change] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def in_progress(self, instance_uuid: str) -> Change | None:
        return self._in_progress.get(instance_uuid)

    def find(self, operation_id: str) -> Change | None:
        return self._known.get(operation_id)

    def call(self, operation: Operation, params: dict[str, Any], handler: Handler) -> "asyncio.Future[dict[str, Any]]":
        """Starts a call, or finds the one that it repeats, and gives its outcome to come. Raises what refuses it at once."""
        context = params.pop("call")
        instance_uuid = params["instanceUuid"] if "instanceUuid" in params else params["instance"]["uuid"]
        operation_id: str = context["operationId"]
        change = Change(operation_id, operation, instance_uuid, _fingerprint(operation, params), _future())
        earlier = self._known.get(operation_id)
        if earlier:
            if earlier.fingerprint != change.fingerprint:
                raise DriverError(
                    "OPERATION_CONFLICT", "The operationId belongs to another call", operationId=operation_id
                )
            if not earlier.outcome.done() or (operation.is_keyed and not _never_began(earlier)):
                return earlier.outcome
        self._remember(change)
        busy = self._in_progress.get(instance_uuid)
        if busy:
            change.outcome.set_exception(
                DriverError(
                    "INSTANCE_BUSY",
                    f"{busy.operation.name} is in progress",
                    instanceUuid=instance_uuid,
                    operationId=busy.operation_id,
                    operation=busy.operation.name,
                )
            )
            return change.outcome
        self._in_progress[instance_uuid] = change
        change.work = asyncio.ensure_future(handler(params, change))
        task = asyncio.create_task(self._finish(change, context.get("deadlineMs")))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return change.outcome

    async def stop_all(self) -> None:
        """Breaks off what is in progress and waits until it has cleaned up."""
        for change in self._in_progress.values():
            change.break_off("OPERATION_CANCELLED", "The driver is shutting down")
        await asyncio.gather(*self._tasks)

    async def _finish(self, change: Change, deadline_ms: int | None) -> None:
        assert change.work
        timer = None
        if deadline_ms is not None:
            timer = asyncio.get_running_loop().call_later(
                deadline_ms / 1000, change.break_off, "DEADLINE_EXCEEDED", "The deadline has passed"
            )
        result: dict[str, Any] | None = None
        try:
            result = await change.work
        except asyncio.CancelledError:
            error = change.broken_off or DriverError("OPERATION_CANCELLED", "The call was broken off")
            error.effect = change.effect_so_far
        except DriverError as refusal:
            error = refusal
        except Exception as defect:  # a defect of the driver must not leave the call without an answer
            log.error("%s failed: %s", change.operation.name, type(defect).__name__)
            error = DriverError("INTERNAL_ERROR", "The driver has a defect", effect="unknown")
        if timer:
            timer.cancel()
        del self._in_progress[change.instance_uuid]
        if result is not None:
            change.outcome.set_result(result)
        else:
            change.outcome.set_exception(error)

    def _remember(self, change: Change) -> None:
        self._known[change.operation_id] = change
        self._known.move_to_end(change.operation_id)
        while len(self._known) > CALLS_TO_REMEMBER:
            oldest = next(iter(self._known.values()))
            if not oldest.outcome.done():
                break
            self._known.popitem(last=False)


def _never_began(change: Change) -> bool:
    return change.error is not None and change.error.code == "INSTANCE_BUSY"


def _fingerprint(operation: Operation, params: dict[str, Any]) -> str:
    """Parameters may hold secrets: only a digest of them is kept."""
    return hashlib.sha256(json.dumps([operation.name, params], sort_keys=True).encode()).hexdigest()


def _future() -> "asyncio.Future[dict[str, Any]]":
    future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda done: done.exception())  # it may fail while nobody waits for it
    return future
