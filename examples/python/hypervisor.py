"""The simulated hypervisor: a directory of instances, each with a disk, a console log and a record of its state.

    instances/UUID/{record.json,disk.raw,console.log}   what exists
    building/UUID/                                      what `build` has not finished; removed at the next start
    kept/UUID.raw                                       disks that outlived their instance on request
    removed/UUID/                                       what `remove` has not finished; removed at the next start

An instance comes into being and goes away by one rename, so that a driver that is killed leaves no half of one.
"""

import asyncio
import fcntl
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from errors import DriverError
from guest import Program, Run, count_boot

GIB = 1024**3
CHUNK = 1024**2
SECONDS_TO_WAIT_FOR_LOCK = 5.0


@dataclass(frozen=True)
class Size:
    """Of a flavor, or of what a node has or uses."""

    vcpus: int = 0
    memoryMib: int = 0
    localGib: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.vcpus + other.vcpus, self.memoryMib + other.memoryMib, self.localGib + other.localGib)


@dataclass
class Instance:
    uuid: str
    name: str
    size: Size
    power_state: str
    log_bytes: int = 0
    """How much of the console log counts. What lies behind it was written by a driver that was killed before it wrote the record."""
    run: Run | None = field(default=None)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Instance":
        run = record.pop("run")
        instance = cls(**{**record, "size": Size(**record["size"])})
        instance.run = Run(**{**run, "program": Program(**run["program"])}) if run else None
        return instance


class Hypervisor:
    def __init__(self, directory: Path, capacity: Size) -> None:
        self.capacity = capacity
        self.when_guest_stops: Callable[[Instance], None] = lambda instance: None
        self._instances: dict[str, Instance] = {}
        for name in ("instances", "building", "kept", "removed"):
            (directory / name).mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._lock = _lock(directory / "lock")
        self.node = self._read_node()
        self._recover()

    def instances(self) -> list[Instance]:
        """All of them as they are now, ordered by uuid."""
        for instance in list(self._instances.values()):
            self._catch_up(instance)
        return sorted(self._instances.values(), key=lambda instance: instance.uuid)

    def find(self, instance_uuid: str) -> Instance:
        instance = self._instances.get(instance_uuid)
        if instance is None:
            raise DriverError("INSTANCE_NOT_FOUND", f"There is no instance {instance_uuid}", instanceUuid=instance_uuid)
        self._catch_up(instance)
        return instance

    def exists(self, instance_uuid: str) -> bool:
        return instance_uuid in self._instances

    def used(self) -> Size:
        return sum((instance.size for instance in self._instances.values()), Size())

    async def build(self, spec: dict[str, Any], *, boot: bool) -> Instance:
        """Makes an instance, `shutdown` or running, or leaves nothing. While it works, the instance is `pending` and holds its place."""
        flavor = spec["flavor"]
        size = Size(flavor["vcpus"], flavor["memoryMib"], flavor["rootGib"])
        instance = Instance(spec["uuid"], spec["name"], size, "pending")
        building = self._directory / "building" / instance.uuid
        kept = self._kept_disk(instance.uuid)
        self._instances[instance.uuid] = instance
        try:
            building.mkdir()
            disk = building / "disk.raw"
            if kept.exists():
                os.link(kept, disk)
            else:
                await _copy_image(spec["image"], disk)
            if flavor["rootGib"] * GIB > disk.stat().st_size:
                os.truncate(disk, flavor["rootGib"] * GIB)
            (building / "console.log").touch()
            instance.power_state = "shutdown"
            _write_json(building / "record.json", asdict(instance))
            building.rename(self._path(instance))
            if boot:
                self.boot(instance)
        except BaseException as error:
            del self._instances[instance.uuid]
            for path in (building, self._path(instance)):
                shutil.rmtree(path, ignore_errors=True)
            if isinstance(error, OSError):
                raise DriverError("BACKEND_FAILED", "Cannot build the instance", step="build") from error
            raise
        kept.unlink(missing_ok=True)
        return instance

    def remove(self, instance_uuid: str, *, keep_disk: bool) -> None:
        """Removes what is there of an instance, which may be nothing."""
        kept = self._kept_disk(instance_uuid)
        if instance_uuid in self._instances:
            path = self._path(self._instances[instance_uuid])
            if keep_disk:
                os.link(path / "disk.raw", kept)
            removed = self._directory / "removed" / instance_uuid
            path.rename(removed)
            del self._instances[instance_uuid]
            shutil.rmtree(removed, ignore_errors=True)
        if not keep_disk:
            kept.unlink(missing_ok=True)

    def boot(self, instance: Instance) -> None:
        """Starts the guest anew. One that runs or is paused is cut off first."""
        self.cut_off(instance)
        disk = self._path(instance) / "disk.raw"
        program = Program.read(disk)
        if program.is_probe:
            self._log(instance, f"boot {count_boot(disk)}\r\n".encode())
        instance.run = Run(program, resumed_at=time.time())
        self._become(instance, "running")

    def cut_off(self, instance: Instance) -> None:
        self._write_output(instance)
        instance.run = None
        self._become(instance, "shutdown")

    def press_power_button(self, instance: Instance) -> None:
        if instance.run:
            instance.run.press_button(time.time())
            self._save(instance)

    def pause(self, instance: Instance) -> None:
        assert instance.run
        instance.run.pause(time.time())
        self._become(instance, "paused")

    def unpause(self, instance: Instance) -> None:
        assert instance.run
        instance.run.resume(time.time())
        self._become(instance, "running")

    def read_console(self, instance: Instance, offset: int, limit: int) -> tuple[int, bytes, int]:
        """Where what was read begins, the bytes, and where the log ends."""
        self._write_output(instance)
        self._save(instance)
        begin = min(offset, instance.log_bytes)
        with (self._path(instance) / "console.log").open("rb") as file:
            file.seek(begin)
            return begin, file.read(min(limit, instance.log_bytes - begin)), instance.log_bytes

    def _catch_up(self, instance: Instance) -> None:
        """Notices that a guest has powered itself off."""
        if instance.power_state == "running" and instance.run and instance.run.is_over_at(time.time()):
            self.cut_off(instance)
            self.when_guest_stops(instance)

    def _write_output(self, instance: Instance) -> None:
        if instance.run:
            self._log(instance, instance.run.output_until(time.time()))

    def _log(self, instance: Instance, output: bytes) -> None:
        with (self._path(instance) / "console.log").open("r+b") as file:
            file.seek(instance.log_bytes)
            file.write(output)
        instance.log_bytes += len(output)

    def _become(self, instance: Instance, power_state: str) -> None:
        instance.power_state = power_state
        self._save(instance)

    def _save(self, instance: Instance) -> None:
        _write_json(self._path(instance) / "record.json", asdict(instance))

    def _path(self, instance: Instance) -> Path:
        return self._directory / "instances" / instance.uuid

    def _kept_disk(self, instance_uuid: str) -> Path:
        return self._directory / "kept" / f"{instance_uuid}.raw"

    def _read_node(self) -> dict[str, str]:
        path = self._directory / "node.json"
        if not path.exists():
            _write_json(path, {"uuid": str(uuid.uuid4()), "name": "simulated-in-python"})
        node: dict[str, str] = json.loads(path.read_text())
        return node

    def _recover(self) -> None:
        for name in ("building", "removed"):
            for leftover in (self._directory / name).iterdir():
                shutil.rmtree(leftover)
        for path in (self._directory / "instances").iterdir():
            instance = Instance.from_record(json.loads((path / "record.json").read_text()))
            self._instances[instance.uuid] = instance
            self._kept_disk(instance.uuid).unlink(missing_ok=True)
            self._catch_up(instance)


async def _copy_image(image: dict[str, Any], disk: Path) -> None:
    """Copies an image and verifies it on the way. Gives others a turn after each chunk."""
    digest = hashlib.sha256()
    if image["source"]["kind"] != "file":
        raise DriverError(
            "NOT_SUPPORTED",
            f"Cannot read image {image['id']}: this driver reads images from files only",
            operation="spawn",
            path="params.instance.image.source.kind",
        )
    try:
        source = open(image["source"]["path"], "rb")
    except (OSError, ValueError) as error:
        raise unacceptable(image, "unreadable") from error
    with source, disk.open("wb") as target:
        while chunk := _read_chunk(image, source):
            digest.update(chunk)
            target.write(chunk)
            if target.tell() > image["sizeBytes"]:
                break
            await asyncio.sleep(0)
        size = target.tell()
    if size != image["sizeBytes"]:
        raise unacceptable(image, "size")
    if digest.hexdigest() != image["sha256"]:
        raise unacceptable(image, "checksum")


def _read_chunk(image: dict[str, Any], source: BinaryIO) -> bytes:
    try:
        return source.read(CHUNK)
    except OSError as error:
        raise unacceptable(image, "unreadable") from error


def unacceptable(image: dict[str, Any], problem: str) -> DriverError:
    return DriverError("IMAGE_UNACCEPTABLE", f"Cannot use the image: {problem}", imageId=image["id"], problem=problem)


def _write_json(path: Path, value: object) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(value))
    draft.replace(path)


def _lock(path: Path) -> Any:
    """Two drivers on one directory would undo each other's work. The lock goes away with the process that holds it."""
    file = path.open("w")
    give_up_at = time.monotonic() + SECONDS_TO_WAIT_FOR_LOCK
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                raise SystemExit(f"Another driver works on {path.parent}") from None
            time.sleep(0.05)
