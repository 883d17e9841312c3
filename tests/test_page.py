"""The page as text: what is in it, what cannot get out of it, and that it is always the same."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

from diplograph.model import Actor, ActorKind, EventDate, Granularity, Records
from diplograph.outputs.page import render_page
from diplograph.outputs.page.blocks import SCRIPTS, json_block, script_block
from diplograph.outputs.page.cast import actor_labels
from diplograph.outputs.page.payload import safe_url
from diplograph.outputs.page.rules import rule_words
from diplograph.outputs.page.summary import Period, page_title, summary, top_pairs
from diplograph.outputs.phrasing import date_text, event_title, one_line
from pagedata import page_payload
from sample import nasty_records, sample_records

ARTICLE_BYTES = 700_000


class Blocks(HTMLParser):
    """Collects start tags with their attributes, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, str | None, str]] = []
        self.words: list[str] = []
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self._open = tag
            self.blocks.append((tag, dict(attrs).get("type"), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, kind, text = self.blocks[-1]
            self.blocks[-1] = (tag, kind, text + data)
        else:
            self.words.append(data)


def parsed(html: str) -> Blocks:
    blocks = Blocks()
    blocks.feed(html)
    return blocks


@pytest.fixture(scope="module")
def sample_page() -> str:
    return render_page(sample_records())


@pytest.fixture(scope="module")
def nasty_page() -> str:
    return render_page(nasty_records())


def payload_of(html: str) -> Any:
    texts = [text for _, kind, text in parsed(html).blocks if kind == "application/json"]
    assert len(texts) == 1
    return json.loads(texts[0])


@pytest.mark.parametrize("name", ["sample_page", "nasty_page"])
def test_nothing_in_the_page_names_a_place_to_fetch_from(name: str, request: pytest.FixtureRequest) -> None:
    for tag, attributes in parsed(request.getfixturevalue(name)).tags:
        assert tag not in {
            "img",
            "iframe",
            "link",
            "object",
            "embed",
            "base",
            "form",
            "audio",
            "video",
            "source",
        }
        assert not {"src", "srcset", "action", "data", "background", "poster"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")


@pytest.mark.parametrize("name", ["sample_page", "nasty_page"])
def test_no_element_has_a_handler_or_a_style_of_its_own(name: str, request: pytest.FixtureRequest) -> None:
    for _, attributes in parsed(request.getfixturevalue(name)).tags:
        assert not [key for key in attributes if key.startswith("on") or key == "style"]


@pytest.mark.parametrize("name", ["sample_page", "nasty_page"])
def test_the_policy_names_exactly_the_blocks_that_are_there(name: str, request: pytest.FixtureRequest) -> None:
    found = parsed(request.getfixturevalue(name))
    policy = next(
        a["content"] for t, a in found.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    hashed = {
        (tag, "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'")
        for tag, kind, text in found.blocks
        if kind is None
    }
    named = {
        (tag, value) for tag, words in re.findall(r"(script|style)-src ([^;]+)", policy) for value in words.split()
    }
    assert hashed == named
    assert len(named) == 3
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_the_only_scripts_are_vis_network_and_ours(nasty_page: str) -> None:
    kinds = [kind for tag, kind, _ in parsed(nasty_page).blocks if tag == "script"]
    assert kinds == ["application/json", None, None]


def test_nasty_names_reach_the_reader_as_text(nasty_page: str) -> None:
    labels = [node["label"] for node in payload_of(nasty_page)["nodes"]]
    assert "<b onclick=alert(1)>Bob</b></script><script>alert(2)</script>" in labels
    assert "]]>&amp;&lt;{{ 7*7 }}{% raw %}${x}" in labels
    assert "{{ 7*7 }}" in "".join(parsed(nasty_page).words)


def test_labels_hold_no_control_or_direction_characters(nasty_page: str) -> None:
    for node in payload_of(nasty_page)["nodes"]:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", node["label"])


@pytest.mark.parametrize("value", ["</script>", "<!--<script>", "\u2028", "\u2029", "&lt;", "]]>"])
def test_a_json_block_cannot_be_left(value: str) -> None:
    block = json_block({"x": value})
    assert not re.search("[<>&\u2028\u2029]", block)
    assert json.loads(block) == {"x": value}


@pytest.mark.parametrize("name", SCRIPTS)
def test_our_scripts_use_nothing_that_runs_text(name: str) -> None:
    code = (files("diplograph.outputs.page") / name).read_text(encoding="utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|"
        r"setAttribute\(\"style|fetch\(|XMLHttpRequest|WebSocket|import\("
    )
    assert not re.search(forbidden, code)


def test_every_script_file_is_in_the_page() -> None:
    there = {item.name for item in files("diplograph.outputs.page").iterdir() if item.name.endswith(".js")}
    assert there == set(SCRIPTS)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://wire.example/1986/10/01", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("https://a.example/\n", False),
        ('https://a.example/"x', False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert safe_url(url) == (url if kept else None)


def test_the_same_records_give_the_same_bytes(sample_page: str) -> None:
    records = sample_records()
    turned = replace(records, actors=records.actors[::-1], events=records.events[::-1])
    assert render_page(turned) == sample_page


def test_a_small_page_is_small(sample_page: str) -> None:
    assert len(sample_page.encode()) <= ARTICLE_BYTES


def test_the_page_is_utf_8_even_with_half_a_surrogate_pair() -> None:
    records = sample_records()
    assert "?" in render_page(records, title="half \ud83d pair").encode("utf-8").decode("utf-8")


def test_the_sentence_on_top_counts_the_records() -> None:
    assert summary(sample_records()) == (
        "3 documents, 21 actors, 15 events, 1947 – Nov 1986; "
        "busiest pair United States–Soviet Union (mixed); "
        "2 alleged, 1 planned, 1 denied, 1 cancelled, 4 undated."
    )


def test_nothing_is_counted_twice_in_the_busiest_pair() -> None:
    best = top_pairs(sample_records())[0]
    assert (best.first, best.second, best.events) == ("United States", "Soviet Union", 6)
    assert best.cooperative + best.conflictual == 6


def test_an_empty_build_has_a_page_too() -> None:
    empty = Records(run=sample_records().run, readings=(), actors=(), events=())
    assert summary(empty) == "0 documents, 0 actors, 0 events."
    assert "0 events" in render_page(empty)


def test_a_single_document_gives_the_title() -> None:
    records = sample_records()
    alone = replace(records, readings=records.readings[:1])
    assert page_title(alone, None) == "Paris summit called off"
    assert page_title(records, None) == "Events in 3 documents"
    assert page_title(records, "Mine\n") == "Mine"


def dated(edtf: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None, unit: str) -> EventDate:
    return EventDate(
        edtf=edtf,
        earliest=date(*first) if first else None,
        latest=date(*last) if last else None,
        granularity=Granularity(unit),
    )


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (None, "undated"),
        (dated("2021-10-08", (2021, 10, 8), (2021, 10, 8), "day"), "8 Oct 2021"),
        (dated("2021-10", (2021, 10, 1), (2021, 10, 31), "month"), "Oct 2021"),
        (dated("2021", (2021, 1, 1), (2021, 12, 31), "year"), "2021"),
        (dated("198X", (1980, 1, 1), (1989, 12, 31), "decade"), "1980s"),
        (dated("../2021-10-08", None, (2021, 10, 8), "day"), "until 8 Oct 2021"),
        (dated("2021-10-08/..", (2021, 10, 8), None, "day"), "from 8 Oct 2021"),
        (dated("2021-09-12/2021-09-29", (2021, 9, 12), (2021, 9, 29), "interval"), "12 – 29 Sep 2021"),
        (dated("2021-02-04/2021-03-05", (2021, 2, 4), (2021, 3, 5), "interval"), "4 Feb – 5 Mar 2021"),
        (dated("1945/2022-03-22", (1945, 1, 1), (2022, 3, 22), "interval"), "1945 – 22 Mar 2022"),
        (dated("2020-10/2021-10-08", (2020, 10, 1), (2021, 10, 8), "interval"), "Oct 2020 – 8 Oct 2021"),
        (dated("1953/..", (1953, 1, 1), None, "interval"), "from 1953"),
        (dated("../1962-01", None, (1962, 1, 31), "interval"), "until Jan 1962"),
        (dated("2008-02-21/2008-02-21", (2008, 2, 21), (2008, 2, 21), "interval"), "21 Feb 2008"),
        (dated("2021~", (2021, 1, 1), (2021, 12, 31), "year"), "2021"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(when: EventDate | None, text: str) -> None:
    assert date_text(when) == text


def test_the_period_keeps_months_and_years() -> None:
    period = Period()
    for event in sample_records().events:
        period.add(event.date)
    assert period.text() == "1947 – Nov 1986"


def test_a_label_that_tells_actors_apart_keeps_the_name_beside_it() -> None:
    records = sample_records()
    told = {event.claims[0].document: event for event in records.events if event.claims}
    events = [
        replace(
            event,
            participations=(
                replace(event.participations[0], actor=Actor(id=name, name="President", kind=ActorKind.PERSON)),
            ),
            claims=event.claims[:1],
        )
        for name, event in sorted(told.items())
    ]
    nodes = page_payload(replace(records, events=tuple(events)))["nodes"]
    labels = [(node["label"], node["name"]) for node in nodes if node.get("kind") == "person"]
    assert sorted(labels) == [
        ("President (1 Oct 1986)", "President"),
        ("President (13 Oct 1986)", "President"),
        ("President (18 May 1960)", "President"),
    ]


def test_what_is_met_about_is_no_party() -> None:
    meeting = next(event for event in sample_records().events if event.id == "meeting-01")
    accords = Actor(id="doc-accords", name="the accords", kind=ActorKind.MATTER)
    first, second = meeting.participations
    told = replace(meeting, participations=(first, replace(second, actor=accords)))
    assert event_title(told) == "Meeting: Ronald Reagan, about the accords"


def test_titles_say_who_and_whom() -> None:
    titles = {event.id: event_title(event) for event in sample_records().events}
    assert titles["arrest-03"] == "Arrest: KGB officers → Nicholas Daniloff"
    assert titles["meeting-01"] == "Meeting: Ronald Reagan – Mikhail Gorbachev"
    assert titles["protest-14"] == "Protest: Crowds"


def test_actors_of_one_name_are_told_apart_by_their_documents() -> None:
    presidents = [
        Actor(id=f"doc-{at}-president", name="President", kind=ActorKind.PERSON, linked=at == 3) for at in range(4)
    ]
    single = Actor(id="x", name="Envoy", kind=ActorKind.PERSON)
    told = {"doc-0-president": "8 Oct 2021", "doc-1-president": "Talks go on", "doc-3-president": "1 May", "x": "1 May"}
    assert actor_labels([*presidents, single], told) == {
        "doc-0-president": "President (8 Oct 2021)",
        "doc-1-president": "President (Talks go on)",
        "doc-2-president": "President",
        "doc-3-president": "President",
        "x": "Envoy",
    }


def test_marks_point_into_their_sentence() -> None:
    payload = page_payload(sample_records())
    spoken = {}
    for node in payload["nodes"]:
        for claim in node.get("claims", ()):
            text = payload["sentences"][claim["s"]][2]
            spoken[node["key"]] = {kind: text[start:end] for kind, start, end in claim["marks"]}
    assert spoken["visit-02"] == {
        "t": "visited",
        "s": "Eduard Shevardnadze",
        "o": "Washington",
        "d": "September 19",
    }


def test_statements_and_single_actors_are_in_no_pair() -> None:
    payload = page_payload(sample_records())
    pairs = {node["key"]: node["pairs"] for node in payload["nodes"] if "class" in node}
    assert pairs["protest-14"] == []
    assert pairs["refusal-09"] == []
    assert len(pairs["meeting-01"]) == 1


def test_without_scripts_every_event_of_a_small_build_is_in_the_table(sample_page: str) -> None:
    words = "".join(parsed(sample_page).words)
    for event in sample_records().events:
        assert event_title(event) in words
        assert one_line(event.claims[0].sentence.text) in words


def many_events(number: int) -> Records:
    records = sample_records()
    first = records.events[0]
    return replace(records, events=tuple(replace(first, id=f"event-{at:04}") for at in range(number)))


def test_without_scripts_the_rows_come_in_pages_up_to_a_bound() -> None:
    found = parsed(render_page(many_events(620)))
    words = "".join(found.words)
    assert [tag for tag, _ in found.tags].count("details") == 4
    assert "Events 401 to 500" in words
    assert "the first 500 of 620" in words
    assert [tag for tag, _ in found.tags].count("tr") == 500 + 5


def test_every_sentence_is_cut_from_the_document_that_it_names() -> None:
    records = sample_records()
    payload = page_payload(records)
    texts = {reading.document.id: reading.document.text for reading in records.readings}
    assert payload["sentences"]
    for at, start, text in payload["sentences"]:
        assert texts[payload["documents"][at]["key"]][start : start + len(text)] == text
    said = {
        node["key"]: [payload["documents"][payload["sentences"][claim["s"]][0]]["key"] for claim in node["claims"]]
        for node in payload["nodes"]
        if "class" in node
    }
    for event in records.events:
        assert sorted(said[event.id]) == sorted(claim.document for claim in event.claims)


def test_no_two_sides_stand_in_one_place() -> None:
    places = [(side["x"], side["y"]) for side in page_payload(sample_records())["sides"]]
    assert len(places) == len(set(places)) > 3


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("recall-envoy", "the verb “recall”, said of envoy or diplomat, tells of recall of envoy"),
        ("meet", "the verb “meet” tells of meeting"),
        ("meeting-noun+told-before", "the noun “meeting” tells of meeting (told before)"),
    ],
)
def test_a_rule_is_told_in_plain_words(rule: str, words: str) -> None:
    assert rule_words([rule]) == {rule: words}


def test_a_rule_that_the_lexicon_does_not_hold_is_left_out() -> None:
    assert rule_words(["arrested (verb)"]) == {}


@pytest.mark.parametrize("word", ["http://", "https://"])
def test_our_script_asks_nobody(word: str) -> None:
    assert word not in script_block().replace("http://www.w3.org/2000/svg", "")
