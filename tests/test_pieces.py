"""A TriG file cut into pieces says what it said whole, wherever it is cut."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.outputs.rdf import trig_chunks
from diplograph.querying.pieces import pieces
from sample import sample_records

TRIG = "".join(trig_chunks(sample_records())).encode()
EMPTY = b"@prefix a: <https://a.example/> .\n"
NASTY = b"""@prefix a: <https://a.example/> .

<https://a.example/g> {

    # ---- texts ----
    a:one a:says \"\"\"The first line .
<https://a.example/no> {
}
 .
\"\"\" ;
        a:also a:two .
    a:two a:says "\\"\\"\\" .", "x" .
}

<https://a.example/h> {
    a:three a:says a:four .
}
"""


def quads(*files: bytes) -> set[ox.Quad]:
    return {quad for file in files for quad in ox.parse(file, format=ox.RdfFormat.TRIG)}


@pytest.mark.parametrize("most", [1, 40, 1000, 10**9])
@pytest.mark.parametrize("trig", [TRIG, NASTY, EMPTY], ids=["sample", "nasty", "empty"])
def test_pieces_say_what_the_file_says(trig: bytes, most: int) -> None:
    found = list(pieces(trig.splitlines(keepends=True), most))
    assert quads(*found) == quads(trig)
    assert len(found) > 1 or most > 500 or trig.count(b" .\n") < 2


@given(most=st.integers(1, 5000))
def test_a_piece_is_no_larger_than_asked_but_for_its_last_subject(most: int) -> None:
    longest = max(map(len, TRIG.split(b" .\n")))
    prefixes = TRIG.index(b"\n<")
    assert max(map(len, pieces(TRIG.splitlines(keepends=True), most))) <= most + longest + prefixes + 200
