"""Make the .ipynb of every .py here, without outputs, the same bytes each time: `python notebooks/pair.py`."""

from __future__ import annotations

import json
from pathlib import Path

import jupytext

FOLDER = Path(__file__).parent
FORMATS = "ipynb,py:percent"


def paired(script: Path) -> str:
    """Return the notebook of a percent script as JSON."""
    notebook = jupytext.read(script, fmt="py:percent")
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"{script.stem}-{number}"
        cell["metadata"] = {}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook["metadata"] = {"jupytext": {"formats": FORMATS}, "kernelspec": kernel}
    content = json.loads(jupytext.writes(notebook, fmt="ipynb"))
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    for script in sorted(FOLDER.glob("*.py")):
        if script.name != Path(__file__).name:
            script.with_suffix(".ipynb").write_text(paired(script), encoding="utf-8")
