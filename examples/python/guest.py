"""The simulated guest: the probe guest of the conformance kit, as a function of time.

Nothing runs. What the guest wrote and whether it powered itself off follow from when it was booted, for how long it was paused and when
its power button was pressed. So guests "go on" while no driver runs, as they would on a real hypervisor. Disks that hold no probe boot a
guest that says nothing and is deaf to the power button.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = 10
MARK_OFFSET = 16
MARK = b"VDKPROBE"
PARAMETERS = struct.Struct("<HHH")  # pm1Base, flags, powerOffAfterTicks
IGNORES_BUTTON = 1
COUNTER_OFFSET = 512
COUNTER = struct.Struct("<I")


@dataclass
class Program:
    """What the disk says that a guest does."""

    is_probe: bool
    ignores_button: bool = True
    power_off_after_ticks: int = 0

    @classmethod
    def read(cls, disk: Path) -> "Program":
        with disk.open("rb") as file:
            sector = file.read(COUNTER_OFFSET)
        if sector[MARK_OFFSET : MARK_OFFSET + len(MARK)] != MARK or len(sector) < COUNTER_OFFSET:
            return cls(is_probe=False)
        _, flags, ticks = PARAMETERS.unpack_from(sector, MARK_OFFSET + len(MARK))
        return cls(is_probe=True, ignores_button=bool(flags & IGNORES_BUTTON), power_off_after_ticks=ticks)


def count_boot(disk: Path) -> int:
    """What a probe does first: it adds one to the counter on its disk."""
    with disk.open("r+b") as file:
        file.seek(COUNTER_OFFSET)
        boots: int = COUNTER.unpack(file.read(COUNTER.size).ljust(COUNTER.size, b"\0"))[0] + 1
        file.seek(COUNTER_OFFSET)
        file.write(COUNTER.pack(boots))
    return boots


@dataclass
class Run:
    """One boot of a guest, from power on to power off. Times are seconds since 1970."""

    program: Program
    resumed_at: float | None
    """Since when it executes; None while it is paused."""
    executed: float = 0.0
    """Seconds that it had executed before that."""
    ticks: int = 0
    """Ticks that are in the console log already."""
    button_tick: int | None = None
    """The tick at which it notices that its button was pressed."""
    is_over: bool = False

    def press_button(self, now: float) -> None:
        if not self.program.ignores_button and self.button_tick is None:
            self.button_tick = self._ticks_at(now) + 1

    def pause(self, now: float) -> None:
        self.executed = self._executed_at(now)
        self.resumed_at = None

    def resume(self, now: float) -> None:
        self.resumed_at = now

    def output_until(self, now: float) -> bytes:
        """What it wrote since it was last asked. Sets `is_over` when it has powered itself off."""
        if self.is_over or not self.program.is_probe:
            return b""
        ticks = self._ticks_at(now)
        last_tick = self._last_tick()
        self.is_over = last_tick is not None and ticks >= last_tick
        if last_tick is not None:
            ticks = min(ticks, last_tick)
        lines = [f"tick {tick}" for tick in range(self.ticks + 1, ticks + 1)]
        self.ticks = ticks
        if self.is_over:
            lines += ["power button", "off"] if self.button_tick == last_tick else ["off"]
        return "".join(f"{line}\r\n" for line in lines).encode()

    def is_over_at(self, now: float) -> bool:
        last_tick = self._last_tick()
        return last_tick is not None and self._ticks_at(now) >= last_tick

    def _last_tick(self) -> int | None:
        ends = [tick for tick in (self.program.power_off_after_ticks, self.button_tick) if tick]
        return min(ends, default=None)

    def _executed_at(self, now: float) -> float:
        return self.executed + (max(0.0, now - self.resumed_at) if self.resumed_at is not None else 0.0)

    def _ticks_at(self, now: float) -> int:
        return int(self._executed_at(now) * TICKS_PER_SECOND)
