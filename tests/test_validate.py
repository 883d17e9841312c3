"""Validation finds what is wrong, says what is expected, and agrees with pySHACL."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDFS, SH, Graph

from diplograph.errors import BuildError, InputError, OntologyError
from diplograph.knowledge.merging import status_of as merged_status
from diplograph.model import Actor, ActorKind, Attribution, AttributionKind, Modality
from diplograph.outputs.rdf import trig_chunks, turtle_chunks
from diplograph.querying.findings import Finding, Severity, shorten
from diplograph.querying.graphs import load_text
from diplograph.querying.shacl import load_rules
from diplograph.querying.store import open_store
from diplograph.querying.validate import (
    CHECKSUM,
    CODES,
    REFERENCE,
    STATUS,
    has_violations,
    status_of,
    validate_build,
    validate_in_batches,
    validate_store,
    validate_text,
)
from diplograph.vocabulary import PREFIXES
from rdfworld import ONTOLOGY, small_records, write_build
from sample import HERALD, WIRE, nasty_records, records_of, sample_records

DATA = Path(__file__).parent / "data"
CASES: list[dict[str, Any]] = yaml.safe_load((ONTOLOGY / "examples" / "invalid.yaml").read_text("utf-8"))
OURS = {CHECKSUM, STATUS, REFERENCE, CODES}
# One error a rule, each of which takes more than one graph to see, and the quotation.
PLANTED: dict[str, str] = yaml.safe_load((DATA / "planted.yaml").read_text("utf-8"))
VALID = (ONTOLOGY / "examples" / "valid.ttl").read_text(encoding="utf-8")


def case_id(case: dict[str, Any]) -> str:
    return f"{case['shape']}-{CASES.index(case)}"


def changed(update: str) -> ox.Store:
    store = load_text(VALID)
    store.update(update, prefixes=dict(PREFIXES))
    return store


@cache
def shapes(*, core: bool) -> Graph:
    graph = Graph().parse(ONTOLOGY / "shapes.ttl")
    if core:
        for constraint in set(graph.objects(None, SH.sparql)):
            graph.remove((constraint, None, None))
            graph.remove((None, SH.sparql, constraint))
    return graph


@cache
def classes() -> Graph:
    ontology, graph = Graph().parse(ONTOLOGY / "diplograph.ttl"), Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def by_pyshacl(store: ox.Store, *, core: bool) -> set[tuple[str, str]]:
    """Return (focus, message) of what pySHACL finds."""
    data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    graph = Graph().parse(data=data or b"", format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(core=core), ont_graph=classes())
    return {
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultMessage)))
        for one in report.subjects(SH.resultMessage)
    }


def by_us(store: ox.Store) -> set[tuple[str, str]]:
    return {(found.focus, found.message) for found in validate_store(store) if found.message not in OURS}


@pytest.mark.parametrize("records", [sample_records, small_records], ids=["sample", "small"])
def test_what_is_written_is_valid(records: Any) -> None:
    assert validate_text("".join(turtle_chunks(records()))) == ()
    assert validate_text("".join(trig_chunks(records())), trig=True) == ()


@pytest.mark.parametrize("body", ["FARC", "PLO", "a body & <co>"])
@pytest.mark.parametrize("known", [True, False])
def test_who_acts_for_a_body_that_is_no_state_is_valid(body: str, known: bool) -> None:
    """A commander acts for an armed group, whether or not the group takes part itself."""
    (event,) = (one for one in sample_records().events if one.id == "meeting-01")
    commander = dataclasses.replace(event.participations[0].actor, id="commander", country=body)
    group = Actor(id=body, name=body, kind=ActorKind.ARMED_GROUP, country=body)
    first = dataclasses.replace(event.participations[0], actor=commander, acts_for=body, capacity=None)
    parts = (first, *event.participations[1:])
    if known:
        parts = (*parts, dataclasses.replace(first, actor=group))
    records = records_of((WIRE, HERALD), [dataclasses.replace(event, participations=parts)])
    assert validate_text("".join(turtle_chunks(records))) == ()


def test_nasty_names_are_valid_but_for_the_missing_days() -> None:
    findings = validate_text("".join(turtle_chunks(nasty_records())))
    assert {found.severity for found in findings} == {Severity.WARNING}
    assert not has_violations(findings)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_each_invalid_example_is_refused(case: dict[str, Any]) -> None:
    found = [one for one in validate_store(changed(case["update"])) if one.message == case["message"]]
    severity = Severity.WARNING if case.get("warning") else Severity.VIOLATION
    assert {one.severity for one in found} == {severity}
    assert case["focus"] == "*" or case["focus"] in {shorten(one.focus) for one in found}


def compared() -> Iterator[Any]:
    """Yield the cases that pySHACL can judge; its SPARQL constraints take seconds each."""
    for case in CASES:
        if not case.get("own") and not case.get("own_message"):
            quick = not case.get("sparql") or case["shape"] == "TextSpan"
            yield pytest.param(case, id=case_id(case), marks=() if quick else pytest.mark.slow)


@pytest.mark.parametrize("case", list(compared()))
def test_pyshacl_finds_the_same(case: dict[str, Any]) -> None:
    store = changed(case["update"])
    core = not case.get("sparql")
    theirs, ours = by_pyshacl(store, core=core), by_us(store)
    if core:
        # Without the SPARQL constraints pySHACL finds less; what it finds we find, and nothing core is added.
        messages = {str(message) for message in shapes(core=True).objects(None, SH.message)}
        ours = {found for found in ours if found[1] in messages}
        theirs = {found for found in theirs if found[1] in messages}
    assert ours == theirs


def test_a_claim_needs_a_grade_as_pyshacl_says_too() -> None:
    store = changed("DELETE WHERE { ?c dg:grade ?a }")
    focuses = {focus for focus, _ in by_pyshacl(store, core=True)}
    assert focuses == {focus for focus, _ in by_us(store)}
    assert len(focuses) == 5


def test_every_shape_has_three_invalid_examples() -> None:
    count: dict[str, int] = {}
    for case in CASES:
        count[case["shape"]] = count.get(case["shape"], 0) + 1
    targeted = {str(shape).rsplit("#", 1)[-1] for shape in shapes(core=True).subjects(SH.targetClass)}
    assert targeted <= set(count)
    assert min(count.values()) >= 3


def test_every_message_of_the_shapes_has_an_example() -> None:
    messages = {str(message) for message in shapes(core=False).objects(None, SH.message)}
    assert messages - {case["message"] for case in CASES} == set()


def test_a_part_of_shacl_that_is_not_read_stops_the_load(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph().parse(ONTOLOGY / "shapes.ttl")
    shape = next(graph.subjects(SH.targetClass))
    graph.add((shape, SH.closed, next(graph.objects(None, SH.minCount))))
    load_rules.cache_clear()
    monkeypatch.setattr("diplograph.querying.shacl.read_ontology", lambda _: graph)
    with pytest.raises(OntologyError, match="closed"):
        load_rules()
    monkeypatch.undo()
    load_rules.cache_clear()


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({("asserted", "own-voice")}, "asserted"),
        ({("asserted", "indirect")}, "alleged"),
        ({("asserted", "own-voice"), ("denied", "indirect")}, "disputed"),
        ({("planned", "own-voice"), ("asserted", "own-voice")}, "asserted"),
        ({("planned", "own-voice"), ("cancelled", "own-voice")}, "cancelled"),
        ({("asserted", "own-voice"), ("cancelled", "own-voice")}, "cancelled"),
        ({("planned", "own-voice"), ("denied", "direct")}, "planned"),
        ({("requested", "own-voice"), ("hypothetical", "own-voice")}, "requested"),
        ({("denied", "direct")}, "denied"),
    ],
)
def test_the_status_follows_from_the_claims(claims: set[tuple[str, str]], status: str) -> None:
    assert status_of(frozenset(claims)) == status


@given(st.lists(st.tuples(st.sampled_from(Modality), st.sampled_from(AttributionKind)), min_size=1, max_size=4))
def test_the_writer_of_events_goes_by_the_same_rule(said: list[tuple[Modality, AttributionKind]]) -> None:
    first = sample_records().events[0].claims[0]
    claims = [
        dataclasses.replace(first, modality=modality, attribution=Attribution(kind=kind)) for modality, kind in said
    ]
    ours = status_of(frozenset((modality.value, kind.value) for modality, kind in said))
    assert ours == merged_status(claims).value


def test_a_build_is_validated(tmp_path: Path) -> None:
    assert validate_build(write_build(tmp_path, small_records())) == ()


@cache
def broken() -> ox.Store:
    """Return the sample in its named graphs with much that is wrong: in each document, and between documents."""
    store = ox.Store()
    store.load("".join(trig_chunks(sample_records())), format=ox.RdfFormat.TRIG)
    for update in PLANTED.values():
        before = set(store)
        store.update(update, prefixes=dict(PREFIXES))
        assert set(store) != before
    return store


def merged(store: ox.Store) -> ox.Store:
    one = ox.Store()
    one.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    return one


@pytest.mark.parametrize(("most", "much"), [(1, 200), (7, 5), (1000, 200)])
def test_batches_find_what_the_whole_finds(most: int, much: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.querying.batches._MUCH", much)
    monkeypatch.setattr("diplograph.querying.batches._MOST_HUBS", 20)
    whole = validate_store(merged(broken()))
    assert PLANTED.keys() - {one.message for one in whole} == set()
    assert validate_in_batches(broken(), most) == whole


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_batches_find_each_invalid_example(case: dict[str, Any]) -> None:
    store = changed(case["update"])
    assert validate_in_batches(store, 3) == validate_store(store)


def planted_build(folder: Path) -> Path:
    """Write what ``broken`` returns as a build that is too large to be checked at once."""
    text = broken().dump(format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES)) or b""
    write_build(folder, small_records())
    (folder / "graph.trig").write_bytes(text)
    return folder


@pytest.mark.parametrize("has_store", [True, False])
def test_a_large_build_is_validated_in_batches(
    has_store: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = planted_build(tmp_path)
    whole = validate_build(build)
    monkeypatch.setattr("diplograph.querying.validate._AT_ONCE", 0)
    monkeypatch.setattr("diplograph.querying.validate.load_build", None)
    if has_store:
        with open_store(build / "store") as store:
            store.extend(broken())
        monkeypatch.setattr("diplograph.querying.validate.store_of", lambda folder: folder / "store")
        monkeypatch.setattr("diplograph.querying.validate.store_on_the_side", None)
    assert [one for one in validate_build(build) if one.focus != str(build / "store")] == list(whole)


def test_a_store_that_is_damaged_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = planted_build(tmp_path)
    whole = validate_build(build)
    (build / "store").mkdir()
    (build / "store" / "CURRENT").write_text("nonsense")
    monkeypatch.setattr("diplograph.querying.validate._AT_ONCE", 0)
    monkeypatch.setattr("diplograph.querying.validate.store_of", lambda folder: folder / "store")
    assert set(whole) <= set(validate_build(build))


def test_a_large_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.querying.validate._AT_ONCE", 0)
    (tmp_path / "graph.trig").write_text("<http://a> { <http://b> <http://c> ", encoding="utf-8")
    with pytest.raises(BuildError, match=r"graph\.trig: cannot be read"):
        validate_build(tmp_path)


def test_a_folder_without_a_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"graph\.trig is missing"):
        validate_build(tmp_path)
    with pytest.raises(BuildError, match="no such folder"):
        validate_build(tmp_path / "nothing")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = write_build(tmp_path, small_records())
    (folder / "graph.trig").write_text("@prefix dg: <", encoding="utf-8")
    with pytest.raises(BuildError, match=r"graph\.trig"):
        validate_build(folder)
    with pytest.raises(InputError):
        validate_text("dg:")


def test_a_finding_is_one_readable_line() -> None:
    focus = f"{PREFIXES['ev']}x\ny\u202e" + "z" * 300
    line = str(Finding(severity=Severity.VIOLATION, focus=focus, message="it has a label", value="w"))
    assert line.startswith("violation: ev:x")
    assert line.isprintable()
    assert len(line) < 220
