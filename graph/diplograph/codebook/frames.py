"""Argument frames: where the parties stand around a trigger, from ``ontology/lexicon/frames.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from diplograph.errors import OntologyError
from diplograph.resources import ontology_file

FILE = "lexicon/frames.yaml"
ROLES = ("source", "target", "parties", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Slots of each role, in the order in which they are tried."""

    name: str
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    symmetric: bool = False


def _frame(name: str, value: object) -> Frame:
    if not isinstance(value, dict):
        raise OntologyError(FILE, 0, f"frame {name!r} is no mapping")
    unknown = set(value) - {*ROLES, "symmetric"}
    if unknown:
        raise OntologyError(FILE, 0, f"frame {name!r} has the unknown roles {sorted(unknown)}")
    slots = {role: tuple(str(slot) for slot in value.get(role, ())) for role in ROLES}
    return Frame(name=name, symmetric=value.get("symmetric") == "true", **slots)


class _UniqueKeys(yaml.BaseLoader):
    """Keeps all words as they are (YAML reads "on" as true) and refuses a frame that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise OntologyError(FILE, node.start_mark.line + 1, f"{twice} stand twice")
        return super().construct_mapping(node, deep=deep)


@cache
def load_frames() -> Mapping[str, Frame]:
    """Return every frame by name.

    Raises:
        OntologyError: if the file is no mapping of frames.
    """
    content = yaml.load(ontology_file(FILE).read_text(encoding="utf-8"), Loader=_UniqueKeys)
    if not isinstance(content, dict):
        raise OntologyError(FILE, 0, "a mapping of frame names is expected")
    return {str(name): _frame(str(name), value) for name, value in content.items()}
