"""The notebooks run from top to bottom, are kept without outputs, and are what their scripts say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
names = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list[dict[str, Any]]:
    notebook: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    return notebook["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def script_cells(path: Path) -> list[tuple[str, str]]:
    """Return kind and text of the cells of a percent script, without its header."""
    found = []
    for part in path.read_text(encoding="utf-8").split("\n# %%")[1:]:
        heading, _, body = part.partition("\n")
        if "[markdown]" in heading:
            lines = [line.removeprefix("#").removeprefix(" ") for line in body.strip("\n").split("\n")]
            found.append(("markdown", "\n".join(lines)))
        else:
            found.append(("code", body.strip("\n")))
    return found


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@names
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in cells(path):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@names
def test_a_notebook_says_what_its_script_says(path: Path) -> None:
    held = [(cell["cell_type"], source(cell)) for cell in cells(path)]
    assert held == script_cells(path.with_suffix(".py"))


@names
def test_a_notebook_names_no_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search("/(?:home|root|tmp|work|Users)/", text)


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own packages
@names
def test_a_notebook_runs_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent / "graph"))
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    page, card = (notebook.cells[at].outputs[0]["data"] for at in (-3, -1))
    assert page["text/html"].startswith('<iframe title="diplograph" sandbox="allow-scripts allow-downloads" srcdoc="')
    assert page["text/html"].rstrip().endswith("</details>")
    assert card["text/html"].startswith('<div class="diplograph"')
    assert "<script" not in card["text/html"]
    assert len(card["text/html"].encode()) <= 50_000
    assert card["text/plain"].startswith("<KnowledgeGraph: ")
