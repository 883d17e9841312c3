"""The notebooks run from top to bottom, quickly, offline; are kept without outputs; say what their scripts say."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CORPUS = FOLDER.parents[1] / "shared" / "corpora" / "wh_briefings.jsonl"
MOST_SECONDS = 60
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


def test_there_are_five() -> None:
    assert {path.stem for path in NOTEBOOKS} == {"quickstart", "bilateral", "networks", "sparql", "auditing"}


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


@names
def test_a_notebook_explains_itself(path: Path) -> None:
    kinds = [cell["cell_type"] for cell in cells(path)]
    assert kinds[0] == "markdown"
    assert kinds.count("markdown") >= kinds.count("code") // 2


def code_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]


def test_it_is_ten_lines_from_text_to_figure() -> None:
    first = next(source(cell) for cell in cells(FOLDER / "quickstart.ipynb") if cell["cell_type"] == "code")
    assert len(code_lines(first)) <= 10
    assert "diplograph.build(" in first
    assert "tension(" in first


# ---------------------------------------------------------------- running


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one folder for all: the build that one notebook makes, the others find."""
    return tmp_path_factory.mktemp("notebooks")


def executed(path: Path, folder: Path) -> Any:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(folder)}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FOLDER.parent / "graph"))
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    return notebook


def outputs(notebook: Any, kind: str) -> list[Any]:
    return [out for cell in notebook.cells for out in cell.get("outputs", []) if out["output_type"] == kind]


def pictures(notebook: Any) -> int:
    return sum("image/png" in out["data"] for out in outputs(notebook, "display_data"))


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own packages
@names
def test_a_notebook_runs_from_top_to_bottom(path: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIPLOGRAPH_CORPUS", raising=False)
    begin = time.process_time() + sum(os.times()[2:4])
    notebook = executed(path, workplace)
    used = time.process_time() + sum(os.times()[2:4]) - begin
    assert [out["text"] for out in outputs(notebook, "stream") if out["name"] == "stderr"] == []
    # Processor time, children included: a busy machine must not fail it.
    assert used < MOST_SECONDS
    if path.stem == "quickstart":
        check_quickstart(notebook)
    if path.stem in {"quickstart", "bilateral", "networks"}:
        assert pictures(notebook) >= 1


def check_quickstart(notebook: Any) -> None:
    page, card = (notebook.cells[at].outputs[0]["data"] for at in (-3, -1))
    assert page["text/html"].startswith('<iframe title="diplograph" sandbox="allow-scripts allow-downloads" srcdoc="')
    assert page["text/html"].rstrip().endswith("</details>")
    assert card["text/html"].startswith('<div class="diplograph"')
    assert "<script" not in card["text/html"]
    assert len(card["text/html"].encode()) <= 50_000
    assert card["text/plain"].startswith("<KnowledgeGraph: ")


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(not CORPUS.is_file(), reason="the public texts are not beside the repository (../shared/corpora)")
def test_the_bilateral_notebook_reads_public_texts(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPLOGRAPH_CORPUS", str(CORPUS))
    said = "".join(out["text"] for out in outputs(executed(FOLDER / "bilateral.ipynb", workplace), "stream"))
    assert re.search(r"public texts: \d+ documents", said)
