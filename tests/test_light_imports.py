"""Importing is free and silent: the heavy libraries are loaded when they are needed, not before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "graph"
HEAVY = (
    *("spacy", "pyvis", "IPython", "networkx", "rdflib", "pandas", "pyarrow", "matplotlib"),
    *("pyoxigraph", "pyshacl", "trafilatura", "torch"),
)
REPORT = f"""
import json, sys
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""


def _run(program: str) -> tuple[str, str, list[str]]:
    """Return what a program says before the report, on stderr, and which heavy libraries it has loaded."""
    command = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{program}\n{REPORT}"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    *said, loaded = done.stdout.splitlines()
    return "\n".join(said), done.stderr, json.loads(loaded)


def _cli(*arguments: str) -> str:
    return f"from diplograph.cli import run\nassert run({list(arguments)!r}) == 0"


def test_importing_the_package_is_free_and_silent() -> None:
    assert _run("import diplograph") == ("", "", [])


def test_version_needs_nothing_heavy() -> None:
    said, complaints, loaded = _run(_cli("--version"))
    assert said.startswith("diplograph ")
    assert (complaints, loaded) == ("", [])


@pytest.mark.parametrize(
    "command", ["build", "query", "explain", "export", "view", "validate", "evaluate", "demo", "push", "remove"]
)
def test_help_needs_nothing_heavy(command: str) -> None:
    said, _, loaded = _run(_cli(command, "--help"))
    assert "Usage" in said
    assert loaded == []


@pytest.mark.parametrize(
    "module", ["model", "records", "files", "resources", "errors", "codebook.lexicon", "codebook.registry", "pipeline"]
)
def test_modules_below_the_outputs_are_light(module: str) -> None:
    _, _, loaded = _run(f"import diplograph.{module}")
    assert loaded == []


def test_unknown_name_is_an_attribute_error() -> None:
    said, _, _ = _run("import diplograph\ntry: diplograph.nothing\nexcept AttributeError as error: print(error)")
    assert "nothing" in said
