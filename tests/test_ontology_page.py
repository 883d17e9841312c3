"""The ontology's web page can be built, has every term, and needs nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import RDFS, SKOS, Graph

from diplograph.vocabulary import PREFIXES
from rdfworld import ONTOLOGY

pytest.importorskip("pylode", reason="pylode is not installed (requirements/dev.in)")
SCRIPT = Path(__file__).parents[1] / "docs" / "ontology_page.py"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "ontology"
    subprocess.run([sys.executable, str(SCRIPT), str(folder)], check=True, capture_output=True, timeout=120)
    return folder


def test_the_page_has_every_term_with_its_definition(site: Path) -> None:
    html, graph = (site / "index.html").read_text(encoding="utf-8"), Graph().parse(ONTOLOGY / "diplograph.ttl")
    terms = [one for one in graph.subjects(SKOS.definition) if str(one).startswith(PREFIXES["dg"])]
    assert len(terms) > 150
    text = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert [one for one in terms if str(one) not in html] == []
    assert [one for one in terms if str(graph.value(one, RDFS.label)) not in text] == []


def test_the_page_fetches_nothing(site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"<script[^>]*\bsrc=|<link[^>]*stylesheet|<img[^>]*src=[\"']?http|@import|url\(http", html)


def test_the_files_stand_beside_it(site: Path) -> None:
    for name in ("diplograph.ttl", "context.jsonld", "shapes.ttl"):
        assert (site / name).read_bytes() == (ONTOLOGY / name).read_bytes()
