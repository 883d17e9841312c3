from __future__ import annotations

import dataclasses
import json
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from diplograph.errors import BuildError, OntologyError, QueryError, UsageError
from diplograph.model import Modality, Status
from diplograph.outputs.rdf import turtle_chunks
from diplograph.querying import Solutions, format_solutions, list_queries, named_query, run_query
from diplograph.querying.guard import LONGEST, check_query, replace_variables, tokens
from diplograph.querying.named import NamedQuery, read_query
from diplograph.querying.solutions import Value
from rdfworld import write_build
from sample import HERALD, WIRE, claim, nasty_records, records_of, sample_records

DATA = Path(__file__).parent / "data" / "rdf"
ANSWERS: dict[str, dict[str, Any]] = json.loads((DATA / "answers.json").read_text(encoding="utf-8"))
REFUSED: list[dict[str, str]] = yaml.safe_load((DATA / "refused.yaml").read_text(encoding="utf-8"))
ALLOWED: list[str] = yaml.safe_load((DATA / "allowed.yaml").read_text(encoding="utf-8"))
COUNT = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a dg:Event }"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_build(tmp_path_factory.mktemp("query") / "out", sample_records())


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data="".join(turtle_chunks(sample_records())), format="turtle")


def texts(solutions: Solutions) -> list[list[str | None]]:
    return [list(row.values()) for row in solutions]


def as_number(text: str | None) -> object:
    # rdflib writes the mean of decimals as 1.0, Oxigraph as 1.
    try:
        return float(text or "")
    except ValueError:
        return text


def test_every_named_query_has_an_expected_answer() -> None:
    made = {query.name for query in list_queries() if "CONSTRUCT" in query.text}
    assert {query.name for query in list_queries()} == set(ANSWERS) | made
    assert len(ANSWERS) >= 20


@pytest.mark.parametrize("name", ANSWERS)
def test_oxigraph_answers_as_expected(name: str, build: Path) -> None:
    case = ANSWERS[name]
    assert texts(run_query(build, named_query(name), settings=case["settings"])) == case["rows"]


@pytest.mark.parametrize("name", ANSWERS)
def test_rdflib_answers_as_expected(name: str, graph: Graph) -> None:
    case = ANSWERS[name]
    found: Any = graph.query(named_query(name).bind(case["settings"]))
    rows = [[None if term is None else as_number(str(term)) for term in row] for row in found]
    assert rows == [[as_number(text) for text in row] for row in case["rows"]]


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_days_are_compared_as_text(query: NamedQuery) -> None:
    """SPARQL 1.1 defines no order of xsd:date; Virtuoso 7.2 finds no day before another in a filter."""
    for one in query.parameters:
        if one.type == "date":
            assert query.text.count(f"${one.name}") == query.text.count(f"STR(${one.name})") > 0


def test_a_disputed_event_shows_both_sides(tmp_path: Path) -> None:
    (arrest,) = (event for event in sample_records().events if event.id == "arrest-03")
    denial = dataclasses.replace(arrest.claims[1], modality=Modality.DENIED)
    event = dataclasses.replace(arrest, status=Status.DISPUTED, claims=(arrest.claims[0], denial))
    folder = write_build(tmp_path, records_of((WIRE, HERALD), [event]))
    rows = texts(run_query(folder, named_query("disputed")))
    assert [row[1] for row in rows] == ["asserted", "denied"]


def test_a_lifted_sanction_is_no_longer_in_force(tmp_path: Path) -> None:
    (sanction,) = (event for event in sample_records().events if event.id == "sanction-08")
    assert sanction.date is not None
    later = dataclasses.replace(sanction.date, edtf="1986-09-20", earliest=date(1986, 9, 20), latest=date(1986, 9, 20))
    relief = dataclasses.replace(sanction, id="relief", event_class="SanctionRelief", date=later)
    folder = write_build(tmp_path, records_of((WIRE,), [sanction, relief]))
    query = named_query("sanctions-in-force")
    assert len(run_query(folder, query, settings={"day": "1986-09-15"})) == 0
    assert len(run_query(folder, query, settings={"day": "1986-09-18"})) == 1
    assert len(run_query(folder, query, settings={"day": "1986-10-01"})) == 0


def test_a_construct_gives_turtle(build: Path) -> None:
    solutions = run_query(build, named_query("as-annotations"))
    made = Graph().parse(data=format_solutions(solutions, "ttl"), format="turtle")
    assert len(made) == len(solutions.rows) > 100


def test_our_prefixes_need_not_be_declared(build: Path) -> None:
    assert texts(run_query(build, COUNT)) == [["15"]]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["query"][:40])
def test_what_looks_outside_or_writes_is_refused(case: dict[str, str], build: Path) -> None:
    with pytest.raises(QueryError, match=f"^{case['why']} is refused"):
        run_query(build, case["query"])


@pytest.mark.parametrize("query", ALLOWED)
def test_harmless_words_pass(query: str, build: Path) -> None:
    run_query(build, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER(" + "(" * 200 + "true" + ")" * 200 + ") }",
        "SELECT * " + "{" * 100 + "}" * 100,
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 200 + "true) }",
        "SELECT * { ?s ?p ?o FILTER(" + "! " * 200 + "true) }",
        "SELECT * { ?s ?p [" * 80,
    ],
)
def test_deep_queries_are_refused(query: str, build: Path) -> None:
    with pytest.raises(QueryError, match="nested deeper than 64"):
        run_query(build, query)


def test_long_queries_are_refused(build: Path) -> None:
    with pytest.raises(QueryError, match=f"longer than {LONGEST} bytes"):
        run_query(build, f"SELECT * {{ ?s ?p '{'x' * LONGEST}' }}")


@pytest.mark.parametrize("query", ["", "SELECT", "SELECT * { ?s ?p }", "hello", "SELECT * { ?s a nope:x }"])
def test_wrong_queries_get_one_line(query: str, build: Path) -> None:
    with pytest.raises(QueryError, match="not SPARQL") as caught:
        run_query(build, query)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 120


def test_a_mistyped_name_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no query is named 'who-met-whm'; did you mean who-met-whom\?"):
        named_query("who-met-whm")


def test_a_cartesian_product_is_stopped(build: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
    begin = time.monotonic()
    with pytest.raises(QueryError, match="took longer than 1 s"):
        run_query(build, query, timeout=1)
    assert time.monotonic() - begin < 5
    assert texts(run_query(build, COUNT)) == [["15"]]


def test_too_many_rows_are_refused(build: Path) -> None:
    with pytest.raises(QueryError, match="more than 10 rows; add a LIMIT"):
        run_query(build, "SELECT * { ?s ?p ?o }", row_limit=10)


def test_a_broken_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError):
        run_query(tmp_path, COUNT)
    (tmp_path / "graph.trig").write_text("<", encoding="utf-8")
    with pytest.raises(QueryError):
        run_query(tmp_path, COUNT)


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("said-by", {"speaker": "x"}, "no parameter 'speaker'; it has actor"),
        ("disputed", {"x": "y"}, "it has none"),
        ("in-period", {"from": "yesterday"}, "is not a day"),
        ("in-period", {"from": '2020-01-01" } DROP ALL #'}, "is not a day"),
        ("acts-by-month", {"source": "Mexico"}, "three capital letters"),
        ("evidence", {"class": "Feast"}, "a class of events"),
        ("not-asserted", {"status": "doubtful"}, "a status"),
        ("find-actor", {"words": "a\nb"}, "words without control"),
    ],
)
def test_wrong_settings_are_named(name: str, settings: dict[str, str], message: str, build: Path) -> None:
    with pytest.raises(UsageError, match=message):
        run_query(build, named_query(name), settings=settings)


def test_an_unknown_query_is_named() -> None:
    with pytest.raises(UsageError, match="no query is named 'nope'; there are acts-by-month"):
        named_query("nope")


def test_only_named_queries_have_settings(build: Path) -> None:
    with pytest.raises(UsageError):
        run_query(build, COUNT, settings={"x": "y"})


@pytest.mark.parametrize("name", ["find-actor", "said-by"])
@given(value=st.text(min_size=1, max_size=30))
def test_a_setting_is_one_term_whatever_it_holds(name: str, value: str) -> None:
    query = named_query(name)
    key = query.parameters[0].name
    try:
        bound = query.bind({key: value})
    except UsageError:
        return
    plain = [kind for kind, _ in tokens(query.bind({})) if kind != "space"]
    assert [kind for kind, _ in tokens(bound) if kind != "space"] == plain


INJECTION = '") } ; DROP ALL ; SELECT * { ?s ?p "'


def test_an_injection_finds_nothing(build: Path) -> None:
    assert len(run_query(build, named_query("find-actor"), settings={"words": INJECTION})) == 0
    assert texts(run_query(build, COUNT)) == [["15"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "a comment that says"),
        ("", "a comment that says"),
        ("# help\n# param day moon 1\nSELECT * {}", "no type of parameter"),
    ],
)
def test_a_broken_query_file_is_named(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        read_query("mine", text)
    assert caught.value.file == "queries/mine.rq"


def test_a_parameter_in_a_string_or_comment_stays() -> None:
    text = "# about $day\nSELECT * { ?s ?p '$day' . FILTER(?s < $day) }"
    query = NamedQuery(name="x", help="", parameters=(), text=text)
    assert replace_variables(query.text, {"$day": "1"}.get).count("$day") == 2


@given(st.text(max_size=60))
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(characters for _, characters in tokens(text)) == text


@given(st.text(max_size=200))
def test_the_guard_never_breaks(text: str) -> None:
    with suppress(QueryError):
        check_query(text)


def test_listing_names_the_parameters() -> None:
    lines = [str(query) for query in list_queries()]
    assert any(line.startswith("in-period ") and "[from=1986-09-01 to=1986-09-30]" in line for line in lines)


def test_formats_of_an_answer(build: Path) -> None:
    solutions = run_query(build, "SELECT ?n ?x { VALUES (?n ?x) { (1 'a, b') (2 UNDEF) } } ORDER BY ?n")
    assert format_solutions(solutions, "table") == "n  x\n-  ----\n1  a, b\n2\n(2 rows)\n"
    assert format_solutions(solutions, "csv") == 'n,x\n1,"a, b"\n2,\n'
    answer = json.loads(format_solutions(solutions, "json"))
    assert answer["head"] == {"vars": ["n", "x"]}
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert answer["results"]["bindings"] == [
        {
            "n": {"type": "literal", "value": "1", "datatype": integer},
            "x": {"type": "literal", "value": "a, b"},
        },
        {"n": {"type": "literal", "value": "2", "datatype": integer}},
    ]
    with pytest.raises(UsageError, match="CONSTRUCT"):
        format_solutions(solutions, "ttl")
    with pytest.raises(UsageError, match="unknown format 'xls'"):
        format_solutions(solutions, "xls")


@pytest.mark.parametrize(("form", "text"), [("table", "yes\n"), ("csv", "boolean\ntrue\n")])
def test_formats_of_a_yes(form: str, text: str, build: Path) -> None:
    assert format_solutions(run_query(build, "ASK { ?e a dg:Event }"), form) == text


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    folder = write_build(tmp_path, nasty_records())
    solutions = run_query(folder, "SELECT DISTINCT ?name { ?a dg:linked ?x ; rdfs:label ?name }")
    assert len(solutions) == 15
    for line in format_solutions(solutions, "csv").splitlines():
        assert not line.lstrip('"').startswith(("=", "+", "-", "@"))


def test_no_cell_of_a_table_breaks_the_table() -> None:
    row = (Value(kind="literal", text="a\nb\x1b[31m\u202e" + "c" * 100),)
    text = format_solutions(Solutions(variables=("x",), rows=(row,)), "table")
    assert len(text.splitlines()) == 4
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_solutions_are_rows_of_texts() -> None:
    solutions = Solutions(variables=("a", "b"), rows=((Value(kind="uri", text="http://x.example/"), None),))
    assert list(solutions) == [{"a": "http://x.example/", "b": None}]
    assert len(solutions) == 1


def test_the_claim_helper_of_the_sample_is_right() -> None:
    found = claim(WIRE, "KGB officers", "arrested")
    assert WIRE.text[found.trigger.start : found.trigger.end] == "arrested"
