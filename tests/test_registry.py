"""The registry of actors, the agent nouns and the titles: counts, ambiguous names, refused rows."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from diplograph.codebook.agents import load_agents, load_bodies, load_titles
from diplograph.codebook.registry import Name, Registry, load_registry
from diplograph.errors import OntologyError, UsageError
from diplograph.model import ActorKind, MentionKind
from diplograph.resources import ontology_dir

CASES = Path(__file__).parent / "data" / "registry"
PSEUDO = {"EUR", "UNO", "IGO", "NGO", "IMG", "MNC"}
# "Dominican" and "Congolese" alone mean the Dominican Republic and DR Congo; these two have no own word.
WITHOUT_DEMONYM = {"DMA", "COG"}


def _cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def _meant(registry: Registry, text: str) -> list[Name]:
    return [name for name in registry.names if name.text == text]


def _members_of_the_united_nations(registry: Registry) -> list[str]:
    return sorted(state.id for state in registry.states.values() if state.status == "member")


def test_all_members_of_the_united_nations_are_there(registry: Registry) -> None:
    assert len(_members_of_the_united_nations(registry)) == 193


def test_every_member_has_an_adjective_a_demonym_and_a_capital(registry: Registry) -> None:
    for state_id in _members_of_the_united_nations(registry):
        names = registry.states[state_id].names
        demonyms = {name.text for name in names if name.kind is MentionKind.DEMONYM}
        assert demonyms or state_id in WITHOUT_DEMONYM, state_id
        assert any(name.city for name in names) or state_id in {"SGP"}, state_id


def test_observers_partial_and_former_states_are_there(registry: Registry) -> None:
    expected = "VAT PSE XKX TWN ESH XAB XSO XTN XNC XSL XNK HKG MAC GRL PRI SUN YUG SCG CSK DDR RVN VDR YMD YAR"
    assert set(expected.split()) <= set(registry.states)


def test_sizes(registry: Registry) -> None:
    kinds = Counter(actor.kind for actor in registry.actors.values())
    assert kinds[ActorKind.STATE] >= 260
    assert kinds[ActorKind.ORGANISATION] >= 150
    assert len(registry.actors) - kinds[ActorKind.STATE] >= 700
    assert sum(name.city for name in registry.names) >= 1500
    assert len(load_agents()) >= 1000
    assert len(load_titles()) >= 800


@pytest.mark.parametrize("case", _cases("names.tsv"), ids=lambda case: case["text"])
def test_a_name_means_what_it_should(registry: Registry, case: dict[str, str]) -> None:
    found = [
        {
            "text": name.text,
            "actor": name.actor or "-",
            "kind": name.kind.value,
            "place": "yes" if name.place else "no",
            "city": "yes" if name.city else "no",
            "cased": "yes" if name.cased else "no",
        }
        for name in _meant(registry, case["text"])
        if not name.latest
    ]
    assert found == [case]


def test_agreements_are_matters(registry: Registry) -> None:
    for text in ("Paris Agreement", "Camp David Accords", "Minsk agreements", "Geneva Conventions", "JCPOA"):
        assert [name.matter for name in _meant(registry, text)] == [True], text
    assert [name.matter for name in _meant(registry, "Latin American")] == [False]


def test_matters_and_blocks_denote_no_actor(registry: Registry) -> None:
    assert all(name.blocks for name in registry.names if name.matter)
    assert not any(name.ambiguous or name.place for name in registry.names if name.blocks)


@pytest.mark.parametrize("text", ["Georgia", "Chad", "Jordan", "Washington", "Congo", "American", "Korean"])
def test_ambiguous_names_say_so(registry: Registry, text: str) -> None:
    assert [name.ambiguous for name in _meant(registry, text)] == [True]


def test_brussels_acts_as_the_union_and_lies_in_belgium(registry: Registry) -> None:
    found = {(name.actor, name.kind, name.place) for name in _meant(registry, "Brussels")}
    assert found == {("EUR", MentionKind.METONYM, False), ("BEL", MentionKind.NAME, True)}


def test_dates_decide_what_yugoslavia_was(registry: Registry) -> None:
    found = {(name.actor, name.earliest, name.latest) for name in _meant(registry, "Yugoslavia")}
    assert found == {("YUG", None, None), ("SCG", date(1992, 4, 27), date(2003, 2, 4))}


def test_no_text_names_one_actor_twice(registry: Registry) -> None:
    undated = Counter((name.text, name.actor) for name in registry.names if not name.earliest and not name.latest)
    assert [key for key, count in undated.items() if count > 1] == []


def test_names_are_sorted_and_point_to_actors(registry: Registry) -> None:
    assert list(registry.names) == sorted(registry.names, key=lambda name: name.sort_key)
    assert {name.actor for name in registry.names if name.actor} <= set(registry.actors)


def test_names_hold_no_article_and_no_stray_space(registry: Registry) -> None:
    for name in registry.names:
        assert name.text == " ".join(name.text.split()), name.text
        assert not name.text.startswith(("the ", "The ", "=", "?", "(")) or name.text == "The Hague"


def test_pure_capitals_are_cased(registry: Registry) -> None:
    assert all(name.cased for name in registry.names if name.text == name.text.upper())


def test_every_actor_is_linked_and_its_country_known(registry: Registry) -> None:
    for actor_id, actor in registry.actors.items():
        assert actor.id == actor_id
        assert actor.linked
        assert actor.country in PSEUDO or actor.country in registry.states


def test_codes_of_states_lead_back_to_them(registry: Registry) -> None:
    for state_id in registry.states:
        assert registry.actor(state_id).code in {state_id, f"{state_id}PRE"}
    assert len({state.wikidata for state in registry.states.values()}) == len(registry.states)


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        ("EUR", "EUR"),
        ("UNO", "UNO"),
        ("UNHCR", "UNOREF"),
        ("NATO", "IGOMIL"),
        ("AMNESTY", "NGOHRI"),
        ("HEZBOLLAH", "LBNREB"),
        ("ISIS", "IMGREB"),
        ("USA-defence-ministry", "USAGOVMIL"),
        ("IRNA", "IRNMED"),
        ("BOEING", "MNCBUS"),
    ],
)
def test_codes_of_organisations(registry: Registry, actor: str, code: str) -> None:
    assert registry.actor(actor).code == code


def test_named_bodies_bear_the_suffix_of_their_kind(registry: Registry) -> None:
    bodies = load_bodies()
    for actor_id, actor in registry.actors.items():
        state, _, suffix = actor_id.partition("-")
        if suffix and suffix == suffix.lower() and state in registry.states:
            assert suffix in bodies, actor_id
            assert actor.country == state


def test_an_unknown_actor_is_refused(registry: Registry) -> None:
    with pytest.raises(UsageError, match="UTOPIA"):
        registry.actor("UTOPIA")


@pytest.mark.parametrize(
    ("state", "successors"),
    [("CSK", ("CZE", "SVK")), ("DDR", ("DEU",)), ("SCG", ("SRB", "MNE")), ("FRA", ()), ("NATO", ())],
)
def test_successors(registry: Registry, state: str, successors: tuple[str, ...]) -> None:
    assert registry.successors(state) == successors


def test_the_soviet_union_had_fifteen_successors(registry: Registry) -> None:
    assert len(registry.successors("SUN")) == 15
    assert {"TKM", "EST", "RUS"} <= set(registry.successors("SUN"))


def test_territories_have_a_sovereign(registry: Registry) -> None:
    assert registry.sovereign("GRL") == "DNK"
    assert registry.sovereign("FRA") == "FRA"
    for state in registry.states.values():
        if state.status == "territory" and state.id != "ATA":
            assert state.sovereign in registry.states


@pytest.mark.parametrize(
    ("organisation", "day", "count"),
    [
        ("EUR", None, 27),
        ("EUR", date(2016, 1, 1), 28),
        ("EUR", date(1985, 1, 1), 10),
        ("NATO", None, 32),
        ("NATO", date(2010, 1, 1), 28),
        ("NATO", date(1990, 1, 1), 16),
        ("UN-SECURITY-COUNCIL", None, 5),
        ("G7", None, 7),
        ("G8", date(2010, 1, 1), 8),
        ("G8", None, 0),
        ("G20", None, 19),
        ("ASEAN", None, 11),
        ("ASEAN", date(2020, 1, 1), 10),
        ("AU", None, 55),
        ("ARAB-LEAGUE", None, 22),
        ("GCC", None, 6),
        ("BRICS", date(2015, 1, 1), 5),
        ("BRICS", None, 10),
        ("OAS", None, 33),
        ("CSTO", None, 6),
        ("SCO", None, 10),
        ("ECOWAS", date(2020, 1, 1), 15),
        ("ECOWAS", None, 12),
        ("INTERPOL", None, 0),
    ],
)
def test_number_of_members(registry: Registry, organisation: str, day: date | None, count: int) -> None:
    assert len(registry.members(organisation, day)) == count


def test_the_seat_of_the_soviet_union_passed_to_russia(registry: Registry) -> None:
    assert "SUN" in registry.members("UN-SECURITY-COUNCIL", date(1990, 1, 1))
    assert "RUS" in registry.members("UN-SECURITY-COUNCIL", date(1995, 1, 1))


@pytest.mark.parametrize("case", _cases("agents.tsv"), ids=lambda case: case["lemma"])
def test_agent_nouns(case: dict[str, str]) -> None:
    agent = load_agents()[case["lemma"]]
    found = (agent.kind.value, " ".join(agent.sectors), agent.body or "-")
    assert found == (case["kind"], case["sectors"], case["body"])


def test_plurals_of_persons_are_groups() -> None:
    agents = load_agents()
    assert agents["protester"].plural_is_group
    assert not agents["foreign ministry"].plural_is_group
    assert agents["prime minister"].office
    assert not agents["soldier"].office


@pytest.mark.parametrize("case", _cases("titles.tsv"), ids=lambda case: case["title"])
def test_titles(case: dict[str, str]) -> None:
    title = load_titles()[case["title"]]
    assert (title.office, " ".join(title.sectors), title.of) == (case["office"], case["sectors"], case["of"])


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a copy of the actor tables in the place of the ontology."""
    folder = tmp_path / "actors"
    shutil.copytree(str(ontology_dir() / "actors"), folder)
    monkeypatch.setattr("diplograph.resources.ontology_dir", lambda: tmp_path)
    return folder


def _refused(tables: Path, case: dict[str, str], load: Callable[[], object]) -> OntologyError:
    path = tables / case["table"]
    rows = path.read_text(encoding="utf-8").splitlines()
    rows.append(case["row"].replace("~", "\t"))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(OntologyError) as refusal:
        load()
    assert case["reason"] in refusal.value.reason
    assert refusal.value.line in (0, len(rows))
    return refusal.value


@pytest.mark.parametrize("case", _cases("bad-rows.tsv"), ids=lambda case: case["row"])
def test_bad_rows_are_refused(tables: Path, case: dict[str, str]) -> None:
    refusal = _refused(tables, case, load_registry.__wrapped__)
    if refusal.line:
        assert refusal.file == f"actors/{case['table']}"


@pytest.mark.parametrize("case", _cases("bad-agents.tsv"), ids=lambda case: case["row"])
def test_bad_agent_rows_are_refused(tables: Path, case: dict[str, str]) -> None:
    loaders = {"agents.tsv": load_agents, "bodies.tsv": load_bodies, "titles.tsv": load_titles}
    _refused(tables, case, loaders[case["table"]].__wrapped__)
