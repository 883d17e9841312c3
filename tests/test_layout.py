"""Layout: cases as data, every boilerplate pattern by its example, and what must hold for any text."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from diplograph.model import Document
from diplograph.reading.boilerplate import Pattern, patterns, tail_of, whole_kind
from diplograph.reading.characters import COMBINING, LOOKALIKES, WIDE
from diplograph.reading.cleaning import MAX_SENTENCE, READ_KINDS, CleanText, clean_text
from diplograph.reading.layout import lay_out

DATA = Path(__file__).parent / "data" / "layout"
CASES = yaml.safe_load((DATA / "cases.yaml").read_text(encoding="utf-8"))


def _document(text: str, *, title: str | None = None, published: date | None = None) -> Document:
    return Document(id="d", text=text, title=title, published=published)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, object]) -> None:
    document = lay_out(_document(str(case["text"]), title=case.get("title")))  # type: ignore[arg-type]
    found = [[one.kind.value, _plain(document.text[one.start : one.end])] for one in document.segments]
    assert found == case["segments"]
    assert (document.published, document.place, document.publisher) == (
        case.get("published"),
        case.get("place"),
        case.get("publisher"),
    )
    assert document.published_from == ("dateline" if case.get("published") else None)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
def test_example_of_the_pattern(pattern: Pattern) -> None:
    if pattern.where == "tail":
        tail = tail_of(pattern.example)
        assert tail is not None
        assert tail[1] is pattern.kind
        assert pattern.regex.match(pattern.example, tail[0])
    else:
        assert pattern.regex.match(pattern.example)
        assert whole_kind(pattern.example) is pattern.kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell after the vote in Lima.",
        "Reporting to the council, the envoy named no names.",
        "The home minister shared the view of his aide.",
        "By Friday the two armies had left the valley.",
        "The search went on for the missing crew.",
        "More on the islands was said in the closed session.",
        "Subscribers to the treaty met in Geneva.",
        "Copies of the note went to both capitals.",
        "Related to this is the question of the islands.",
    ],
)
def test_sentences_that_only_look_like_boilerplate(sentence: str) -> None:
    assert whole_kind(sentence) is None
    assert tail_of(sentence) is None


def test_what_is_known_is_kept() -> None:
    document = Document(
        id="d",
        text="OSLO, May 3, 2018 (NTB) - Norway recalled its envoy.",
        published=date(2018, 5, 4),
        published_from="metadata",
        publisher="The Example",
    )
    laid_out = lay_out(document)
    assert (laid_out.published, laid_out.published_from) == (date(2018, 5, 4), "metadata")
    assert (laid_out.publisher, laid_out.place) == ("The Example", "Oslo")


TEXTS = st.text(
    st.sampled_from("ab C.!?,:;-–—()[]\"'“”’ \n\t\r\u00a0\u200b\u202e\u2028\x0019/é") | st.characters(),
    max_size=300,
)


@given(TEXTS)
def test_segments_are_in_order_and_cover_all_that_is_visible(text: str) -> None:
    document = lay_out(_document(text))
    last = 0
    for segment in document.segments:
        assert last <= segment.start < segment.end <= len(text)
        assert not any(char.isalnum() for char in text[last : segment.start])
        assert text[segment.start : segment.end].strip() == text[segment.start : segment.end]
        last = segment.end
    assert not any(char.isalnum() for char in text[last:])


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


CHANGED = COMBINING + WIDE + LOOKALIKES + "ÂÃÄÅâ"
PLAIN_TEXTS = st.text(
    st.sampled_from("ab C.!?,:;-–—()[]\"'“”’ \n\t\r\u00a0\u200b\u202e\u2028\x0019/é")
    | st.characters(exclude_characters=CHANGED),
    max_size=300,
)


@given(PLAIN_TEXTS, st.data())
def test_every_slice_of_the_clean_text_has_the_letters_of_its_origin(text: str, data: st.DataObject) -> None:
    clean = clean_text(lay_out(_document(text)))
    assert len(clean.origins) == len(clean.text) + 1
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    low, high = clean.to_document(start, end)
    if "\n\n" not in clean.text[start:end]:
        assert _letters(text[low:high]) == _letters(clean.text[start:end])
    assert list(clean.origins) == sorted(clean.origins)


STRANGE_TEXTS = st.text(
    st.sampled_from("abé Ã©â€œ™Å\xa0\u0301\u0308АеорﬁｆО\n-\u200b👍🏽\ufe0f\u200d.") | st.characters()
)


@given(STRANGE_TEXTS)
def test_no_letter_falls_between_the_characters_of_the_clean_text(text: str) -> None:
    laid = lay_out(_document(text))
    # "©A" is a line of copyright, which is left out on purpose.
    assume(all(segment.kind in READ_KINDS for segment in laid.segments))
    clean = clean_text(laid)
    places = [clean.to_document(at, at + 1) for at, char in enumerate(clean.text) if not char.isspace()]
    last = (0, 0)
    for place in places:
        assert place == last or last[1] <= place[0] < place[1] <= len(text) or place[0] == last[0]
        assert not any(char.isalnum() for char in text[last[1] : place[0]])
        last = place
    assert not any(char.isalnum() for char in text[last[1] :])


def _clean(text: str) -> CleanText:
    return clean_text(_document(text))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("“No,” he said; it’s over.", '"No," he said; it\'s over.'),
        ("a\u00a0b  c\t d", "a b c d"),
        ("one\nline", "one line"),
        ("Secretary-\nGeneral", "Secretary-General"),
        ("2007–2013 – war", "2007-2013 — war"),
        ("a\u200bb\u202ec\x00d", "abcd"),
        ("\ufeffHe left.\u200b ", "He left."),
        ("", ""),
        ("\u200b", ""),
        ("JosÃ© said itâ€™s â€œdoneâ€\x9d â€“ for Â£5", 'José said it\'s "done" — for £5'),
        ("Šefčovič".encode().decode("latin-1"), "Šefčovič"),
        ("Pen\u0303a and Cafe\u0301", "Peña and Café"),
        ("Аngela Мerkel read Правда", "Angela Merkel read Правда"),
        ("ﬁnal ｔａｌｋｓ", "final talks"),
        ("\u202eevil\u202c \u2066text\u2069", "evil text"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert _clean(text).text == clean


@pytest.mark.parametrize("name", ["JosÃ©", "Jose\u0301", "Аnna", "ﬁn", "Peñ\u200ba"])
def test_a_name_is_quoted_as_it_was_given(name: str) -> None:
    text = f"Today {name} met Ana."
    clean = _clean(text)
    start, end = clean.text.index("Today") + 6, clean.text.index(" met")
    low, high = clean.to_document(start, end)
    assert text[low:high] == name


def test_only_what_is_read_is_clean_text() -> None:
    document = lay_out(_document(str(CASES[0]["text"])))
    clean = clean_text(document)
    read = [document.text[one.start : one.end] for one in document.segments if one.kind in READ_KINDS]
    assert clean.text.count("\n\n") == len(read) - 1
    assert not any(word in clean.text for word in ("Read more", "via REUTERS", "(Reuters)", "World Desk"))
    start = clean.text.index("Peru and Bolivia")
    low, high = clean.to_document(start, start + 4)
    assert document.text[low:high] == "Peru"


@pytest.mark.parametrize("piece", ["word ", "( ", "((((", "[]", "a-"])
def test_endless_sentences_are_cut(piece: str) -> None:
    clean = _clean(piece * 5000)
    assert all(len(re.findall(r"\w+|[^\w\s]", part)) <= MAX_SENTENCE for part in clean.text.split("\n\n"))
    assert _letters(clean.text) == _letters(piece * 5000)


@pytest.mark.parametrize(
    "piece",
    [
        "A. ",
        "A\n",
        "\n",
        "LIMA, ",
        "Jo Doe / ",
        "(Reporting by ",
        ". Jo Doe via ",
        "x" * 60 + "\n",
        "\u200b",
        " ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        document = _document(piece * (size // len(piece)))
        start = time.perf_counter()
        clean_text(lay_out(document))
        return time.perf_counter() - start

    assert seconds(200_000) < 12 * max(seconds(50_000), 0.03)
