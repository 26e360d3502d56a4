"""Makes docs/stackfile.md from the schema of stackfiles, behind what docs/stackfile.head.md says by hand.

python -m local.reference [--check]
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from local.paths import ROOT
from local.problem import Problem, run

SCHEMA = ROOT / "schema" / "stackfile.schema.json"
HEAD = ROOT / "docs" / "stackfile.head.md"
REFERENCE = ROOT / "docs" / "stackfile.md"

# What a schema may hold that says nothing to a reader: a variable and nothing go anywhere.
SILENT = ("#/$defs/variable", "#/$defs/unset", "#/$defs/digits")
UNBOUNDED = 2**31 - 1


class Reference:
    """The schema as text."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def text(self) -> str:
        sections = list(self.sections())
        lines = ["## All keys", "", "| section | keys |", "| --- | --- |"]
        for path, section in sections:
            keys = ", ".join(f"[{key}](#{anchor(dotted(path, key))})" for key, _ in self.own(section))
            lines.append(f"| [{heading(path)}](#{anchor(title(path))}) | {keys} |")
        for path, section in sections:
            lines += ["", *self.section(path, section)]
        return "\n".join(lines) + "\n"

    def sections(self) -> Iterator[tuple[tuple[str, ...], dict]]:
        """Every section once, with the path of its first place, depth first."""
        seen: set[str] = set()

        def walk(path: tuple[str, ...], section: dict) -> Iterator[tuple[tuple[str, ...], dict]]:
            yield path, section
            for key, schema in self.own(section):
                for place, name in self.references((*path, key), schema):
                    if name not in seen:
                        seen.add(name)
                        yield from walk(place, self.schema["$defs"][name])

        # `defaults` has the keys of a service, which are told where services are.
        properties = {key: value for key, value in self.schema["properties"].items() if key != "defaults"}
        yield (), self.schema
        yield from list(walk((), {"properties": properties}))[1:]

    def references(self, path: tuple[str, ...], schema: dict) -> Iterator[tuple[tuple[str, ...], str]]:
        """The sections that a schema leads to, with their paths."""
        name = schema.get("$ref", "").removeprefix("#/$defs/")
        target = self.schema["$defs"].get(name, {})
        if "properties" in target:
            yield path, name
        elif target:
            yield from self.references(path, target)
        for branch in schema.get("anyOf", []):
            yield from self.references(path, branch)
        if "items" in schema:
            yield from self.references((*path, "[]"), schema["items"])
        if isinstance(schema.get("additionalProperties"), dict):
            names = schema.get("propertyNames", {}).get("examples", ["NAME"])
            yield from self.references((*path, f"<{names[0]}>"), schema["additionalProperties"])

    def resolve(self, schema: dict) -> dict:
        """What a key refers to that has the same meaning in two sections."""
        reference = schema.get("$ref", "")
        if "/properties/" not in reference:
            return schema
        _, _, section, _, key = reference.split("/")
        return self.schema["$defs"][section]["properties"][key]

    def own(self, section: dict) -> Iterator[tuple[str, dict]]:
        """The keys that are explained where they stand."""
        for key, schema in section["properties"].items():
            if "$ref" not in schema and not schema.get("deprecated"):
                yield key, schema

    def section(self, path: tuple[str, ...], section: dict) -> list[str]:
        lines = [f"## {title(path)}", "", section["description"] if path else "What stands at the top."]
        borrowed = [
            key
            for key, schema in section["properties"].items()
            if "$ref" in schema and not self.resolve(schema).get("deprecated")
        ]
        ignored = [
            key for key, schema in section["properties"].items() if self.resolve(schema).get("deprecated")
        ]
        if borrowed:
            first = self.resolve_path(section["properties"][borrowed[0]])
            lines += ["", f"As [{first}](#{anchor(f'Keys of {first}')}) has them: {codes(borrowed)}."]
        for key, schema in self.own(section):
            beside = {
                other: section["properties"][other]["examples"][0] for other in section.get("required", [])
            }
            lines += ["", *self.key(path, key, schema, beside)]
        if ignored:
            lines += ["", f"Ignored, with a warning, for they mean nothing on ECS: {codes(ignored)}."]
        return lines

    def resolve_path(self, schema: dict) -> str:
        target = schema["$ref"].split("/")[2]
        return next(
            heading(path) for path, section in self.sections() if section is self.schema["$defs"][target]
        )

    def key(self, path: tuple[str, ...], key: str, schema: dict, beside: dict) -> list[str]:
        """A key, its examples with what they need beside it."""
        facts = [*self.types(schema)]
        line = " or ".join(facts)
        if "default" in schema:
            line += f"; default `{scalar(schema['default'])}`"
        lines = [
            f"### {dotted(path, key)}",
            "",
            f"*{schema['title']}* · {line}",
            "",
            schema["description"],
            "",
        ]
        shown = [snippet(path, {**beside, key: example}, others) for example, others in self.shown(schema)]
        return [*lines, "```yaml", "\n```\n\nor\n\n```yaml\n".join(shown), "```"]

    def shown(self, schema: dict) -> Iterator[tuple[Any, list]]:
        """Each example that has a form of its own, with others that are as short."""
        short = [example for example in schema["examples"] if not isinstance(example, dict | list)]
        if short:
            yield short[0], short[1:]
        for example in schema["examples"]:
            if isinstance(example, dict | list):
                yield example, []

    def types(self, schema: dict) -> Iterator[str]:
        """What a value may be, in words."""
        seen = []
        for branch in schema["anyOf"]:
            if branch.get("$ref") in SILENT:
                continue
            words = self.type(branch)
            if words and words not in seen:
                seen.append(words)
                yield words

    def type(self, branch: dict) -> str:
        if "$ref" in branch:
            name = branch["$ref"].removeprefix("#/$defs/")
            target = self.schema["$defs"][name]
            return "map" if "properties" in target else target["title"]
        if "enum" in branch:
            return ", ".join(f"`{word}`" for word in branch["enum"])
        if "const" in branch:
            return f"`{flow(branch['const'])}`"
        if branch.get("type") == "integer":
            low, high = branch["minimum"], branch["maximum"]
            return f"whole number from {low}" + (f" to {high}" if high < UNBOUNDED else "")
        # Another spelling of the words before it has no title.
        return branch.get("title", "")


def heading(path: tuple[str, ...]) -> str:
    """A section's path as it is written, with NAME for what users choose."""
    if not path:
        return "the stackfile"
    text = ""
    for part in path:
        if part == "[]":
            text += "[]"
        else:
            text += ("." if text else "") + ("NAME" if part.startswith("<") else part)
    return text


def title(path: tuple[str, ...]) -> str:
    """The heading of a section's keys."""
    return f"Keys of {heading(path)}"


def dotted(path: tuple[str, ...], key: str) -> str:
    return f"{heading(path)}.{key}" if path else key


def anchor(text: str) -> str:
    """The link to a heading, as GitHub makes it."""
    kept = [character for character in text.lower() if character.isalnum() or character in " -_"]
    return "".join(kept).replace(" ", "-")


def codes(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def snippet(path: tuple[str, ...], members: dict, others: list) -> str:
    """A part of a section at its place in a stackfile; others may stand in place of the last value."""
    lines = []
    indent = ""
    for part in path:
        if part == "[]":
            return "\n".join([*lines, f"{indent}- {flow(members)}{alternatives(others)}"])
        lines.append(f"{indent}{part.strip('<>')}:")
        indent += "  "
    return "\n".join([*lines, block(members, indent) + alternatives(others)])


def alternatives(values: list) -> str:
    return f" # or {' or '.join(map(scalar, values))}" if values else ""


def block(members: dict, indent: str) -> str:
    """A map, one key a line; what is small within it stays in one line."""
    lines = []
    for key, value in members.items():
        if isinstance(value, dict) and (not indent or len(flow(value)) > 60 or has_maps(value.values())):
            lines.append(f"{indent}{key}:\n{block(value, indent + '  ')}")
        elif isinstance(value, list) and has_maps(value):
            lines += [f"{indent}{key}:", *(f"{indent}  - {item(each)}" for each in value)]
        else:
            lines.append(f"{indent}{key}: {flow(value)}")
    return "\n".join(lines)


def has_maps(values: Any) -> bool:
    return any(isinstance(value, dict) for value in values)


def item(value: Any) -> str:
    """An item of a list; a map with one key needs no braces."""
    if isinstance(value, dict) and len(value) == 1:
        return "".join(f"{key}: {flow(member)}" for key, member in value.items())
    return flow(value)


def flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A value as YAML has it: quoted where its reader would take it for something else."""
    if not isinstance(value, str):
        return json.dumps(value)
    special = not value or value[0] in "&*!|>%@`\"'#{[,-? " or any(mark in value for mark in (": ", " #"))
    looks_otherwise = value.replace(".", "").isdigit() or value in ("true", "false", "null")
    ambiguous = any(mark in value for mark in "[]{},") or (":" in value and value[:1].isdigit())
    return json.dumps(value, ensure_ascii=False) if special or looks_otherwise or ambiguous else value


def reference() -> str:
    return HEAD.read_text() + "\n" + Reference(json.loads(SCHEMA.read_text())).text()


def check() -> str:
    """Whether the reference is what the schema says."""
    if not REFERENCE.is_file() or REFERENCE.read_text() != reference():
        raise Problem(f"{REFERENCE.relative_to(ROOT)} is not what the schema says: run make docs.")
    return "docs/stackfile.md is what the schema says"


def main() -> None:
    if "--check" in sys.argv[1:]:
        print(check())
    else:
        REFERENCE.write_text(reference())


if __name__ == "__main__":
    run(main)
