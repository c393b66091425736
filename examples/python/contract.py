"""The contract, read from the OpenRPC document: operations, schemas and error numbers. Nothing of it is repeated in this driver.

`Contract.accept` does what the wire asks of a receiver: forget members that are not known, refuse those behind a capability that is not
declared, and validate what is left. It knows the keywords of JSON Schema that the contract uses and no others.
"""

import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from errors import DriverError, invalid

Schema = dict[str, Any]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Operation:
    """One method of the OpenRPC document."""

    def __init__(self, method: dict[str, Any]) -> None:
        self.name: str = method["name"]
        self.kind: str = method["x-kind"]
        self.is_for_driver: bool = method["x-direction"] == "coreToDriver"
        self.is_keyed: bool = method.get("x-idempotency") == "keyed"
        self.capability: str | None = method.get("x-capability")
        self.params: Schema = {
            "type": "object",
            "additionalProperties": False,
            "required": [param["name"] for param in method["params"] if param.get("required")],
            "properties": {param["name"]: param["schema"] for param in method["params"]},
        }


class Undeclared(Exception):
    """What was sent is behind a capability that the driver does not declare."""

    def __init__(self, capability: str, path: str) -> None:
        super().__init__(capability)
        self.capability = capability
        self.path = path


class Contract:
    def __init__(self, path: Path, declared: Collection[str]) -> None:
        self._declared = declared
        document = json.loads(path.read_text())
        self.version: str = document["info"]["version"]
        self.operations = {method["name"]: Operation(method) for method in document["methods"]}
        self.error_numbers: dict[str, int] = {code: error["rpcCode"] for code, error in document["x-errors"].items()}
        self._schemas: dict[str, Schema] = document["components"]["schemas"]

    def accept(self, operation: Operation, params: Any) -> dict[str, Any]:
        """The parameters with defaults filled in and unknown members left out, or NOT_SUPPORTED, or INVALID_REQUEST."""
        try:
            return self._accept_object(operation.params, params, "params")
        except Undeclared as gate:
            missing = {"operation": operation.name, "capability": gate.capability, "path": gate.path}
            raise DriverError("NOT_SUPPORTED", f"This driver cannot use {gate.path}", **missing) from None

    def _accept(self, schema: Schema, value: Any, path: str) -> Any:
        self._check_gate(schema, path)
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
            self._check_gate(schema, path)
        if "oneOf" in schema:
            return self._accept(self._member_of_union(schema, value, path), value, path)
        if "const" in schema and value != schema["const"]:
            raise invalid(path, "is not a value that is known here")
        match schema.get("type"):
            case "object":
                return self._accept_object(schema, value, path)
            case "array":
                return self._accept_array(schema, value, path)
            case "string":
                return _accept_string(schema, value, path)
            case "integer":
                return _accept_integer(schema, value, path)
            case "boolean" if not isinstance(value, bool):
                raise invalid(path, "must be a boolean")
        return value

    def _check_gate(self, schema: Schema, path: str) -> None:
        """Members, and variants of unions, that are not safe to ignore name the capability without which nobody sends them."""
        gate = schema.get("x-capability")
        if gate and gate not in self._declared:
            raise Undeclared(gate, path)

    def _member_of_union(self, schema: Schema, value: Any, path: str) -> Schema:
        tag = schema["x-union"]
        if not isinstance(value, dict):
            raise invalid(path, "must be an object")
        members: Iterable[Schema] = (self._schemas[member["$ref"].rpartition("/")[2]] for member in schema["oneOf"])
        for member in members:
            if value.get(tag) == member["properties"][tag]["const"]:
                return member
        raise invalid(f"{path}.{tag}", "is not a value that is known here")

    def _accept_object(self, schema: Schema, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise invalid(path, "must be an object")
        accepted: dict[str, Any] = {}
        for name, member in schema["properties"].items():
            if name in value:
                accepted[name] = self._accept(member, value[name], f"{path}.{name}")
            elif name in schema.get("required", []):
                raise invalid(f"{path}.{name}", "is missing")
            elif "default" in member:
                accepted[name] = member["default"]
        return accepted

    def _accept_array(self, schema: Schema, value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise invalid(path, "must be a list")
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            raise invalid(path, "has too few or too many entries")
        return [self._accept(schema["items"], item, f"{path}[{index}]") for index, item in enumerate(value)]


def _accept_string(schema: Schema, value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise invalid(path, "must be a string")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        raise invalid(path, "is too short or too long")
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        raise invalid(path, f"does not match {schema['pattern']}")
    if schema.get("format") == "uuid" and not UUID.fullmatch(value):
        raise invalid(path, "must be a uuid in lower case")
    if "enum" in schema and value not in schema["enum"]:
        if "x-open-enum" not in schema:
            raise invalid(path, f"must be one of {', '.join(schema['enum'])}")
        return str(schema["x-open-enum"])
    return value


def _accept_integer(schema: Schema, value: Any, path: str) -> int:
    is_integer = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not is_integer:
        raise invalid(path, "must be an integer")
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise invalid(path, f"must be from {schema.get('minimum')} to {schema.get('maximum')}")
    return int(value)
