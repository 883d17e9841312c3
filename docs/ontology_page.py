"""Make the ontology's web page, with the files it speaks of beside it: `python docs/ontology_page.py FOLDER`."""

from __future__ import annotations

import logging
import re
import shutil
import sys
import warnings
from pathlib import Path

ONTOLOGY = Path(__file__).parents[1] / "ontology"
BESIDE = ("diplograph.ttl", "schemes.ttl", "alignments.ttl", "shapes.ttl", "context.jsonld")


def page() -> str:
    """Return the page of ``diplograph.ttl`` as HTML that asks for nothing from elsewhere."""
    # pyLODE 3.2.1 works without a network; its later releases fetch vocabularies. It leans on old ways of rdflib.
    warnings.simplefilter("ignore", DeprecationWarning)
    # It also turns on the debugging log of everybody else, unless somebody listens already.
    logging.getLogger().addHandler(logging.NullHandler())
    from pylode import OntPub

    html = OntPub(ontology=str(ONTOLOGY / "diplograph.ttl")).make_html()
    if not isinstance(html, str):
        raise SystemExit("pyLODE gave no page")
    return re.sub(r"[ \t]+\n", "\n", html)


def main(folder: Path) -> None:
    """Write the page and the files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page(), encoding="utf-8")
    for name in BESIDE:
        shutil.copyfile(ONTOLOGY / name, folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site/ontology"))
