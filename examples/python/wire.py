"""Frames and JSON-RPC messages, on any pair of asyncio streams."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

MAX_HEADER_BYTES = 4096


class BrokenFrame(Exception):
    """Nobody can tell any more where a message begins. The connection has to be closed."""


class Oversized:
    """Stands for a message that was too large to be read."""

    def __init__(self, size: int) -> None:
        self.size = size


def encode(message: dict[str, Any]) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


async def bodies(stream: asyncio.StreamReader, max_bytes: int) -> AsyncIterator[bytes | Oversized]:
    """The bodies of the frames that come, until the stream ends. Half a frame at the end is dropped."""
    try:
        while True:
            header = await stream.readuntil(b"\r\n\r\n")
            size = _content_length(header)
            if size <= max_bytes:
                yield await stream.readexactly(size)
            else:
                await _skip(stream, size)
                yield Oversized(size)
    except (asyncio.IncompleteReadError, ConnectionError):
        return
    except asyncio.LimitOverrunError as error:
        raise BrokenFrame("a header does not end") from error


def _content_length(header: bytes) -> int:
    if len(header) > MAX_HEADER_BYTES:
        raise BrokenFrame("a header is too long")
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    raise BrokenFrame("a header has no Content-Length")


async def _skip(stream: asyncio.StreamReader, size: int) -> None:
    while size > 0:
        skipped = await stream.read(min(size, 65536))
        if not skipped:
            return
        size -= len(skipped)
