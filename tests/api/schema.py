# SPDX-License-Identifier: BSD-2-Clause
"""JSON Schema, as much of it as the OpenAPI document uses."""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
         "number": (int, float), "null": type(None)}
KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "const",
         "$ref", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern",
         "format", "description", "examples", "default", "readOnly", "writeOnly",
         "contentMediaType"}
DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def resolve(document, reference):
    node = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def is_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def check(document, schema, value, where="answer"):
    """All the ways in which the value does not fit the schema."""
    if "$ref" in schema:
        return check(document, resolve(document, schema["$ref"]), value, where)
    wrong = [f"{where}: the schema has {key}, which this test does not know"
             for key in schema.keys() - KNOWN]
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, name) for name in types):
        return wrong + [f"{where}: {value!r} is not of type {types}"]
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{where}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        wrong.append(f"{where}: {value!r} is not {schema['const']!r}")
    if isinstance(value, str):
        wrong += check_string(schema, value, where)
    elif isinstance(value, dict):
        wrong += check_object(document, schema, value, where)
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            wrong.append(f"{where}: {len(value)} items")
        for i, item in enumerate(value):
            wrong += check(document, schema.get("items", {}), item, f"{where}[{i}]")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            wrong.append(f"{where}: {value} is out of range")
    return wrong


def check_string(schema, value, where):
    wrong = []
    if "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{where}: {value!r} does not fit {schema['pattern']}")
    if schema.get("format") == "date-time" and not re.fullmatch(DATE_TIME, value):
        wrong.append(f"{where}: {value!r} is not a time")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        wrong.append(f"{where}: {len(value)} characters")
    return wrong


def check_object(document, schema, value, where):
    properties = schema.get("properties", {})
    wrong = [f"{where}: {name} is missing" for name in schema.get("required", [])
             if name not in value]
    for name, member in value.items():
        rest = schema.get("additionalProperties", True)
        if name in properties:
            wrong += check(document, properties[name], member, f"{where}.{name}")
        elif rest is False:
            wrong.append(f"{where}: {name} is not documented")
        elif isinstance(rest, dict):
            wrong += check(document, rest, member, f"{where}.{name}")
    return wrong
