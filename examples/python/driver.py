"""A virt driver in Python, standard library only, over a simulated hypervisor that lives in a directory.

    python3 driver.py --state DIR                  speaks on standard input and output
    python3 driver.py --state DIR --socket PATH    listens on a unix socket
"""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from pathlib import Path

from contract import Contract
from hypervisor import Hypervisor, Size
from server import CAPABILITIES, Connection, Server

CONTRACT = Path(__file__).resolve().parents[2] / "spec" / "src" / "generated" / "openrpc.json"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A virt driver over a simulated hypervisor.")
    parser.add_argument("--state", type=Path, required=True, metavar="DIR", help="where instances live")
    parser.add_argument("--socket", type=Path, metavar="PATH", help="listen here instead of on stdin and stdout")
    parser.add_argument("--contract", type=Path, default=CONTRACT, metavar="FILE", help="the spec's openrpc.json")
    parser.add_argument("--vcpus", type=int, default=64)
    parser.add_argument("--memory-mib", type=int, default=65536)
    parser.add_argument("--local-gib", type=int, default=1024)
    return parser.parse_args()


async def serve_stdio(server: Server) -> None:
    """Ends when standard input does, or after `shutdown`."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sys.stdout.buffer)
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    await server.serve(Connection(reader, writer), ends_with_shutdown=True)
    await server.close()
    with contextlib.suppress(ConnectionError):
        await writer.drain()
        writer.close()


async def serve_socket(server: Server, path: Path) -> None:
    """Ends when the process is told to."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.serve(Connection(reader, writer))
        writer.close()

    path.unlink(missing_ok=True)
    previous = os.umask(0o177)
    try:
        listener = await asyncio.start_unix_server(serve, path)
    finally:
        os.umask(previous)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    logging.info("listening on %s", path)
    await stop.wait()
    listener.close()
    await server.close()
    path.unlink(missing_ok=True)


async def main() -> None:
    arguments = parse_arguments()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(message)s")
    capacity = Size(arguments.vcpus, arguments.memory_mib, arguments.local_gib)
    server = Server(Contract(arguments.contract, CAPABILITIES), Hypervisor(arguments.state, capacity))
    watcher = asyncio.create_task(server.watch())
    if arguments.socket:
        await serve_socket(server, arguments.socket)
    else:
        await serve_stdio(server)
    watcher.cancel()


if __name__ == "__main__":
    asyncio.run(main())
