"""Everyone in a text: persons under all their names, the offices given to them, bodies and groups of states."""

from __future__ import annotations

from datetime import date

import pytest

from diplograph.codebook.agents import Title
from diplograph.language.people import People, Person, fold, slug
from diplograph.model import Actor, Tenure
from trees import Case, cases_of, token_at
from world import cast_of, knowledge


def _shown(person: Person) -> dict[str, object]:
    return {
        "id": person.registered.id if person.registered else None,
        "name": person.names[0],
        "country": person.country,
        "mentions": len(person.mentions),
    }


@pytest.mark.parametrize("case", cases_of("cast", "persons"))
def test_persons_under_all_their_names(case: Case) -> None:
    cast, _ = cast_of(case)
    found = [_shown(person) for person in sorted(cast.people.persons, key=lambda one: min(one.mentions))]
    wanted = case["persons"]
    assert [{key: one[key] for key in two} for one, two in zip(found, wanted, strict=True)] == wanted


@pytest.mark.parametrize("case", cases_of("cast", "offices"))
def test_offices_that_the_text_gives(case: Case) -> None:
    cast, _ = cast_of(case)
    found = [f"{office.office} {office.of or '-'} {office.tenure.value}" for office in cast.offices]
    assert found == case["offices"]
    for office in cast.offices:
        assert cast.tree.slice(office.start, office.end) == office.office


def _described(actor: Actor) -> str:
    return " ".join([actor.kind.value, actor.country or "-", *actor.sectors])


@pytest.mark.parametrize("case", cases_of("cast", "actors"))
def test_whom_a_phrase_means(case: Case) -> None:
    cast, references = cast_of(case)
    for word, wanted in case["actors"].items():
        actors = references[token_at(cast.tree, word)].actors
        found = [_described(actor) for actor in actors] if len(actors) == 1 else [a.country for a in actors]
        assert found == wanted


@pytest.mark.parametrize("case", cases_of("cast", "name"))
def test_one_id_is_one_actor(case: Case) -> None:
    _, references = cast_of(case)
    actors: dict[str, Actor] = {}
    for reference in references.values():
        for actor in reference.actors:
            assert actors.setdefault(actor.id, actor) == actor


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Mary Banda", "Banda", True),
        ("Mary Banda", "Mary Zulu", False),
        ("Mary Banda", "John Banda", False),
        ("Andrés Manuel López Obrador", "Andres Lopez Obrador", True),
        ("Mary Banda", "MARY BANDA", True),
        ("Banda", "Mary Banda", True),
    ],
)
def test_two_names_of_one_person(first: str, second: str, same: bool) -> None:
    people = People(knowledge().holders, None)
    one = people.meet(first.split(), country=None)
    assert (people.meet(second.split(), country=None) is one) is same


SECRETARY = Title(title="secretary", office="minister", sectors=("GOV",), of="state")
SENATOR = Title(title="senator", office="legislator", sectors=("LEG",), of="state")
PRESIDENT = Title(title="president", office="head-of-state", sectors=("GOV",), of="state")
DOCTOR = Title(title="dr.", office="scholar", sectors=("EDU",), of="any")


@pytest.mark.parametrize(
    ("day", "name", "title", "person"),
    [
        ("1963-05-01", "Rusk", None, "dean-rusk"),
        ("1963-05-01", "Rusk", SECRETARY, "dean-rusk"),
        ("1963-05-01", "Kennedy", PRESIDENT, "john-f-kennedy"),
        ("1963-05-01", "Kennedy", SENATOR, None),
        ("1970-05-01", "Kennedy", SECRETARY, "david-m-kennedy"),
        ("1966-05-01", "Johnson", PRESIDENT, "lyndon-b-johnson"),
        ("1972-05-01", "Kissinger", DOCTOR, "henry-kissinger"),
        ("1964-08-18", "R. W. Komer", None, "robert-komer"),
        ("1968-12-18", "R.W. Komer", None, "robert-komer"),
        ("1964-08-18", "McG. Bundy", None, "mcgeorge-bundy"),
        ("1964-08-18", "X. Bundy", None, None),
        ("1963-05-01", "May", None, None),
        ("2018-05-01", "May", None, "theresa-may"),
        ("1963-05-01", "II", None, None),
        ("2030-05-01", "Vance", None, "jd-vance"),
        ("1967-05-01", "George Papandreou", None, None),
        ("2010-05-01", "George Papandreou", None, "george-papandreou"),
        ("1969-02-04", "Johnson", PRESIDENT, "lyndon-b-johnson"),
        ("1978-05-01", "Vance", SECRETARY, "cyrus-vance"),
    ],
)
def test_a_surname_means_whom_the_day_and_the_title_say(
    day: str, name: str, title: Title | None, person: str | None
) -> None:
    people = People(knowledge().holders, date.fromisoformat(day))
    found = people.meet(name.split(), country=None, title=title).registered
    assert (found.id if found else None) == person


def test_a_title_that_comes_later_tells_who_it_was() -> None:
    people = People(knowledge().holders, date(1970, 5, 1))
    person = people.meet(["Kennedy"], country=None)
    assert people.meet(["Kennedy"], country=None, title=SECRETARY) is person
    assert person.registered
    assert person.registered.id == "david-m-kennedy"


def test_a_bare_word_in_a_text_without_a_day_names_whoever_is_in_office() -> None:
    people = People(knowledge().holders, None)
    assert people.recognise(["May"], None) is None
    assert people.recognise(["Erdogan"], None) is not None


def test_two_countries_are_two_persons() -> None:
    people = People(knowledge().holders, None)
    one = people.meet(["Mary", "Banda"], country="ZMB")
    assert people.meet(["Banda"], country="MWI") is not one


def test_two_of_one_name_have_two_ids() -> None:
    people = People(knowledge().holders, None)
    found = [people.meet(["Mary", "Banda"], country=country) for country in ("ZMB", "MWI")]
    assert [person.actor("x").id for person in found] == ["mary-banda", "mary-banda-mwi"]


def test_family_name_first() -> None:
    people = People(knowledge().holders, date(2020, 1, 1))
    one = people.meet(["Qin", "Daxi"], country="CHN")
    assert people.find(["Qin"], None) is one
    other = people.meet(["Mary", "Banda"], country="ZMB")
    assert people.find(["Mary"], None) is not other


def test_who_left_office_is_no_longer_government() -> None:
    person = Person(names=["Mary Banda"], words=("mary", "banda"), sectors=("GOV",), tenure=Tenure.FORMER)
    assert person.actor("x").sectors == ("ELI",)


def test_one_word_is_no_name_for_the_world() -> None:
    """A person known by one word gets an id of its document, never one that other documents share."""
    one, two = Person(names=["Banda"], words=("banda",)), Person(names=["Mary Banda"], words=("mary", "banda"))
    assert one.actor("aaa").id != one.actor("bbb").id
    assert two.actor("aaa").id == two.actor("bbb").id == "mary-banda"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("José Ángel Gurría", "jose-angel-gurria"), ("Kim Jong-un", "kim-jong-un"), ("  O'Neil ", "o-neil"), ("李", "")],
)
def test_slug(text: str, wanted: str) -> None:
    assert slug(text) == wanted


def test_fold_drops_case_and_accents() -> None:
    assert fold("José ÁNGEL") == fold("jose angel")
