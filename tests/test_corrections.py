"""Corrections: what a table may say, what is refused, and what comes of it in a build."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from diplograph.errors import CorrectionsError
from diplograph.knowledge.corrections import Correction, corrections_for, read_corrections
from diplograph.knowledge.joining import Joined, join
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    AttributionKind,
    Document,
    Mention,
    MentionKind,
    Reading,
    Span,
    Verdict,
)
from diplograph.records import reading_from_json, reading_to_json
from reportworld import report

HEADER = "operation\tactor\tother\tnote\n"


def table(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "corrections.tsv"
    path.write_text(header + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        ("merge\ta\tb\n", 2, "operation 'merge' found"),
        ("same\ta\n", 2, "same needs the other actor"),
        ("different\ta\t\t\n", 2, "different needs the other actor"),
        ("rename\ta\n", 2, "rename needs the new name"),
        ("same\t\tb\n", 2, "no actor given"),
        ("same\ta\ta\n", 2, "stands on both sides"),
        ("drop\ta\tb\n", 2, "drop takes one actor"),
        ("same\n", 2, "1 cells found"),
        ("same\ta\tb\tc\td\n", 2, "5 cells found"),
        ("same\ta\tb\n\n# why\nsame\tb\tc\ndifferent\ta\tc\n", 6, "other rows say that a and c are the same"),
        ("rename\ta\tAnn\nrename\ta\tAnna\n", 3, "a was named 'Ann' before"),
        ("drop\ta\nsame\ta\tb\n", 3, "a is dropped by another row"),
    ],
)
def test_a_bad_row_stops_with_file_line_and_reason(rows: str, line: int, reason: str, tmp_path: Path) -> None:
    path = table(tmp_path, rows)
    with pytest.raises(CorrectionsError) as caught:
        read_corrections(path)
    assert (caught.value.file, caught.value.line) == (str(path), line)
    assert reason in str(caught.value)


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=":1: header"):
        read_corrections(table(tmp_path, "same\ta\tb\n", header="what\twho\n"))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match="cannot be read"):
        read_corrections(tmp_path / "none.tsv")
    (tmp_path / "odd.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorrectionsError, match="not UTF-8"):
        read_corrections(tmp_path / "odd.tsv")


def test_notes_comments_and_empty_lines_are_allowed(tmp_path: Path) -> None:
    rows = read_corrections(table(tmp_path, "# found in May\n\nsame\ta\tb\tone face\ndrop\tc\n"))
    assert [(row.operation.value, row.actor, row.other, row.note) for row in rows] == [
        ("same", "a", "b", "one face"),
        ("drop", "c", "", ""),
    ]


def test_a_build_replays_the_table_in_its_own_folder(tmp_path: Path) -> None:
    assert corrections_for(tmp_path) == ()
    table(tmp_path, "drop\tc\n")
    assert [row.actor for row in corrections_for(tmp_path)] == ["c"]
    other = tmp_path / "other"
    other.mkdir()
    assert [row.actor for row in corrections_for(tmp_path, table(other, "drop\td\n"))] == ["d"]


# -------------------------------------------------------------- what comes of them


def person(name: str, country: str | None = None) -> Actor:
    ident = name.lower().replace(" ", "-")
    return Actor(id=ident, name=name, kind=ActorKind.PERSON, country=country, linked=country is not None)


def reading(document: str, line: str, *persons: Actor, speaker: Actor | None = None) -> Reading:
    """Return a document that names ``persons`` and tells what ``line`` says."""
    told = report(f"{document}@2021-05-04 {line}").event
    if speaker:
        said = Attribution(kind=AttributionKind.INDIRECT, speaker=speaker)
        told = replace(told, claims=tuple(replace(claim, attribution=said) for claim in told.claims))
    parts = tuple(
        replace(part, actor=next((one for one in persons if one.id == part.actor.id), part.actor))
        for part in told.participations
    )
    names = tuple(
        Mention(
            span=Span(document=document, start=at, end=at + 1, text="x"),
            kind=MentionKind.NAME,
            actor=one.id,
            rule="name",
        )
        for at, one in enumerate(persons)
    )
    actors = {part.actor.id: part.actor for part in parts} | {one.id: one for one in persons}
    text = f"{document} tells something that no other document tells"
    return Reading(
        document=Document(id=document, text=text),
        mentions=names,
        actors=tuple(actors[key] for key in sorted(actors)),
        events=(replace(told, participations=parts),),
    )


def joined(readings: list[Reading], rows: str, folder: Path) -> Joined:
    corrections: tuple[Correction, ...] = read_corrections(table(folder, rows)) if rows else ()
    return join(tuple(sorted(readings, key=lambda one: one.document.id)), corrections)


SMITHS = [
    reading("one", "Visit john-smith > NOR", person("John Smith", "GBR")),
    reading("two", "Visit john-smith > NOR", person("John Smith", "GBR")),
    reading("three", "Visit jack-smith > NOR", person("Jack Smith", "GBR")),
]


def ids(result: Joined) -> dict[str, str | None]:
    """Return the actor that each document names first."""
    return {one.document.id: one.mentions[0].actor for one in result.readings}


def test_without_corrections_names_decide(tmp_path: Path) -> None:
    assert ids(joined(SMITHS, "", tmp_path)) == {"one": "john-smith", "two": "john-smith", "three": "jack-smith"}


def test_same_makes_one_of_two(tmp_path: Path) -> None:
    result = joined(SMITHS, "same\tjohn-smith\tjack-smith\tJack is John\n", tmp_path)
    assert set(ids(result).values()) == {"john-smith"}
    (actor,) = (one for one in result.actors if one.kind is ActorKind.PERSON)
    assert (actor.name, actor.aliases) == ("John Smith", ("Jack Smith",))
    (merge,) = (one for one in result.merges if one.subject == "correction")
    assert (merge.verdict, merge.rule) == (Verdict.SAME, "correction: same")
    assert "corrections.tsv:2: Jack is John" in merge.reason


def test_same_keeps_the_registered_id(tmp_path: Path) -> None:
    result = joined(SMITHS, "same\tjack-smith\tkevin-rudd\nsame\tkevin-rudd\tjohn-smith\n", tmp_path)
    assert set(ids(result).values()) == {"kevin-rudd"}
    assert {actor.name for actor in result.actors if actor.id == "kevin-rudd"} == {"Kevin Rudd"}
    rudd = reading("four", "Visit kevin-rudd > NOR", person("Kevin Rudd", "AUS"))
    result = joined([*SMITHS, rudd], "same\tjack-smith\tkevin-rudd\n", tmp_path)
    assert ids(result)["three"] == "kevin-rudd"


def test_different_parts_one_document_from_the_others(tmp_path: Path) -> None:
    result = joined(SMITHS, "different\tjohn-smith@one\tjohn-smith@two\n", tmp_path)
    found = ids(result)
    assert found["one"] == "john-smith"
    assert found["two"] not in {"john-smith", "jack-smith"}
    assert str(found["two"]).endswith("-john-smith")


def test_rename_gives_the_new_name_and_keeps_the_old_one(tmp_path: Path) -> None:
    result = joined(SMITHS, "rename\tjohn-smith\tSir John Smith\n", tmp_path)
    actor = next(one for one in result.actors if one.id == "john-smith")
    assert (actor.name, actor.aliases) == ("Sir John Smith", ("John Smith",))
    assert {
        part.actor.name for event in result.events for part in event.participations if part.actor.id == actor.id
    } == {"Sir John Smith"}


def test_drop_takes_an_actor_and_its_word_out(tmp_path: Path) -> None:
    spoken = reading("four", "Attack NOR > CHL", person("John Smith", "GBR"), speaker=person("John Smith", "GBR"))
    result = joined([*SMITHS, spoken], "drop\tjohn-smith\n", tmp_path)
    assert "john-smith" not in {actor.id for actor in result.actors}
    assert ids(result)["one"] is None
    (claim,) = (claim for event in result.events for claim in event.claims if claim.document == "four")
    assert (claim.attribution.kind, claim.attribution.speaker) == (AttributionKind.UNNAMED, None)


def test_drop_takes_out_what_nobody_is_left_of(tmp_path: Path) -> None:
    alone = reading("five", "WeaponsTest wall-street >", person("Wall Street"))
    assert joined([alone], "drop\twall-street\n", tmp_path).events == ()


def test_a_row_that_finds_nobody_is_told(tmp_path: Path) -> None:
    result = joined(SMITHS, "same\tjohn-smith\tnobody\ndrop\tno-one\n", tmp_path)
    idle = [one for one in result.merges if one.subject == "correction"]
    assert {one.verdict for one in idle} == {Verdict.DOUBTFUL}
    assert all("no such actors in this build" in one.reason for one in idle)
    assert ids(result) == ids(joined(SMITHS, "", tmp_path))


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    rows = "same\tjohn-smith@one\tjack-smith\ndifferent\tjohn-smith@two\tjohn-smith@one\n"
    assert joined(SMITHS[::-1], rows, tmp_path) == joined(SMITHS, rows, tmp_path)


AGAIN = (
    "",
    "same\tjohn-smith\tjack-smith\n",
    "different\tjohn-smith@one\tjohn-smith@two\n",
    "rename\tjohn-smith\tSir John\n",
)


@pytest.mark.parametrize("rows", AGAIN)
def test_joining_what_was_joined_changes_nothing(rows: str, tmp_path: Path) -> None:
    """A build that grows out of a folder gives what a build from scratch gives."""
    others = [
        reading("four", "Visit john-smith > NOR", person("John Smith", "AUS")),
        reading("five", "Attack NOR > CHL"),
    ]
    first = joined(SMITHS, rows, tmp_path)
    kept = [reading_from_json(reading_to_json(one)) for one in first.readings]
    assert joined(kept, rows, tmp_path) == first
    assert joined([*kept, *others], rows, tmp_path) == joined([*SMITHS, *others], rows, tmp_path)


def test_a_country_learnt_from_a_document_goes_with_it(tmp_path: Path) -> None:
    known, unknown = (
        reading(name, "Visit ann-lee > NOR", person("Ann Lee", code)) for name, code in (("one", "GBR"), ("two", None))
    )
    both = joined([known, unknown], "", tmp_path)
    assert {actor.country for actor in both.actors if actor.id == "ann-lee"} == {"GBR"}
    assert joined([both.readings[1]], "", tmp_path) == joined([unknown], "", tmp_path)
