"""What a call is refused with. The numbers of the codes are in the contract, so that there is one place for them."""

from typing import Any


class DriverError(Exception):
    """A refusal or failure that the caller can act on: a code of the spec, what the call left behind, and the code's details."""

    def __init__(self, code: str, message: str, *, effect: str = "none", **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.effect = effect
        self.details = details


def invalid(path: str, problem: str) -> DriverError:
    """`problem` must not quote the value: it may be a secret."""
    return DriverError("INVALID_REQUEST", f"{path or 'the message'} {problem}", path=path, problem=problem)
