"""Building into an existing build: only what is new is read, and the result is that of a build from scratch."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import commands
from commands import Terminal
from diplograph.building import Manner, build_into
from diplograph.files import writing
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Document
from diplograph.outputs.folder import FILES, WRITERS
from diplograph.querying.buildstore import store_of
from diplograph.running.settings import Settings
from diplograph.running.shardfile import item_of, items_of, pack
from diplograph.running.shards import MANIFEST, SHARDS, Shards

pytest_plugins = ("commands",)
pytestmark = pytest.mark.usefixtures("fake_reading")

NAMES = ("Ann", "Bob", "Cem", "Dora")
Texts = Mapping[str, str]


def feed(folder: Path, texts: Texts, name: str = "feed.jsonl") -> Path:
    """Write documents by id to a file, in their order."""
    path = folder / name
    lines = (json.dumps({"id": ident, "text": text}) for ident, text in texts.items())
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def shard_names(folder: Path) -> set[str]:
    return {path.name for path in (folder / SHARDS).glob("*.gz")}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the documents that are read, as they are."""
    found: list[str] = []

    def noted(documents: Iterable[Document], **_: object) -> Iterable[object]:
        for reading in commands.read_meetings(documents):
            found.append(reading.document.id)
            yield reading

    monkeypatch.setattr("diplograph.running.reader.read", noted)
    return found


TEXT = st.lists(st.sampled_from(NAMES), min_size=2, max_size=4).map(" met ".join)
RUN = st.dictionaries(st.sampled_from("abcdefgh"), TEXT, min_size=1, max_size=5)


@given(runs=st.lists(RUN, min_size=1, max_size=4), seed=st.integers())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
def test_any_order_and_split_gives_the_bytes_of_a_build_from_scratch(runs: list[Texts], seed: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        last: dict[str, str] = {}
        for run in runs:
            build_into(folder / "grown", [feed(folder, run)])
            last |= run
        shuffled = random.Random(seed).sample(sorted(last.items()), len(last))
        build_into(folder / "scratch", [feed(folder, dict(shuffled))])
        assert contents(folder / "grown") == contents(folder / "scratch")


def test_only_what_is_new_or_changed_is_read(tmp_path: Path, read: list[str]) -> None:
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Bob", "b": "Bob met Cem"})])
    assert read == ["a", "b"]
    read.clear()
    build_into(tmp_path / "out", [feed(tmp_path, {"c": "Cem met Dora", "b": "Bob met Cem", "a": "Ann met Dora"})])
    assert read == ["c", "a"]


def test_documents_that_are_not_given_again_stay(tmp_path: Path) -> None:
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Bob"})])
    graph = build_into(tmp_path / "out", [feed(tmp_path, {"b": "Bob met Cem"})])
    assert [reading.document.id for reading in graph.records.readings] == ["a", "b"]


def test_a_changed_document_says_what_it_says_now(tmp_path: Path) -> None:
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Bob"})])
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Dora"})])
    assert b"Bob" not in (tmp_path / "out" / "graph.ttl").read_bytes()
    assert len(shard_names(tmp_path / "out")) == 1


def test_a_changed_day_is_a_change(tmp_path: Path, read: list[str]) -> None:
    for day in ("2021-10-08", "2021-10-09"):
        (tmp_path / "feed.jsonl").write_text(json.dumps({"id": "a", "text": "Ann met Bob", "date": day}))
        build_into(tmp_path / "out", [tmp_path / "feed.jsonl"])
    assert read == ["a", "a"]


def test_a_fresh_build_forgets(tmp_path: Path) -> None:
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Bob"})])
    graph = build_into(tmp_path / "out", [feed(tmp_path, {"b": "Bob met Cem"})], manner=Manner(fresh=True))
    assert [reading.document.id for reading in graph.records.readings] == ["b"]
    assert len(shard_names(tmp_path / "out")) == 1


def test_a_document_found_in_another_file_is_named_after_it_and_not_read_again(tmp_path: Path, read: list[str]) -> None:
    texts = {"a": "Ann met Bob", "b": "Bob met Cem"}
    build_into(tmp_path / "out", [feed(tmp_path, texts, "old.jsonl")])
    graph = build_into(tmp_path / "out", [feed(tmp_path, texts, "new.jsonl")])
    assert len(read) == 2
    assert {reading.document.source for reading in graph.records.readings} == {str(tmp_path / "new.jsonl")}
    assert len(shard_names(tmp_path / "out")) == 1


def test_a_corrected_article_replaces_itself_but_a_feed_does_not(tmp_path: Path) -> None:
    for text in ("Ann met Bob", "Ann met Cem"):
        (tmp_path / "article.txt").write_text(text, encoding="utf-8")
        (tmp_path / "feed.jsonl").write_text(json.dumps({"text": f"{text} again"}), encoding="utf-8")
        graph = build_into(tmp_path / "out", [tmp_path / "article.txt", tmp_path / "feed.jsonl"])
    texts = {reading.document.text for reading in graph.records.readings}
    assert texts == {"Ann met Cem", "Ann met Bob again", "Ann met Cem again"}


def test_other_settings_read_everything_again_even_what_is_not_given(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Bob", "b": "Bob met Cem"})])
    read.clear()
    other = Settings(model="none", run=commands.RUN, key="1" * 64)
    for name in ("settings", "reader"):
        monkeypatch.setattr(f"diplograph.running.{name}.settings_for", lambda model, typer: other)
    build_into(tmp_path / "out", [feed(tmp_path, {"c": "Cem met Dora"})])
    assert sorted(read) == ["a", "b", "c"]
    assert len(shard_names(tmp_path / "out")) == 1


def test_a_build_without_shards_is_added_to(tmp_path: Path) -> None:
    build_into(tmp_path / "one", [feed(tmp_path, {"a": "Ann met Bob"})])
    KnowledgeGraph.load(tmp_path / "one").save(tmp_path / "two")
    graph = build_into(tmp_path / "two", [feed(tmp_path, {"b": "Bob met Cem"})])
    assert [reading.document.id for reading in graph.records.readings] == ["a", "b"]


def test_what_was_removed_does_not_come_back(tmp_path: Path, terminal: Terminal) -> None:
    build_into(tmp_path / "out", [feed(tmp_path, {"a": "Ann met Bob", "b": "Bob met Cem"})])
    assert terminal("remove", tmp_path / "out", "a").code == 0
    (shard,) = (tmp_path / "out" / SHARDS).glob("*.gz")
    assert [item.entry.id for item in items_of(shard.read_bytes())] == ["b"]
    graph = build_into(tmp_path / "out", [feed(tmp_path, {"c": "Cem met Dora"})])
    assert [reading.document.id for reading in graph.records.readings] == ["b", "c"]


# -------------------------------------------------------------- nothing new


def places(folder: Path) -> dict[str, int]:
    """Return which file on the disk each output is: another one after it was written anew."""
    return {name: (folder / name).stat().st_ino for name in FILES}


def test_where_nothing_is_new_no_file_is_written_and_the_graph_is_the_same(tmp_path: Path) -> None:
    source, out = feed(tmp_path, {"a": "Ann met Bob", "b": "Bob met Cem"}), tmp_path / "out"
    first = build_into(out, [source])
    before = places(out)
    second = build_into(out, [source])
    assert places(out) == before
    assert list(second.events) == list(first.events)
    assert list(second.actors) == list(first.actors)
    assert list(second.records.readings) == list(first.records.readings)
    assert second.records.readings[-1].document.id == "b"


def _other_program(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.running.corpus.program_hash", lambda: "another one")


def _other_corrections(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / "corrections.tsv").write_text("operation\tactor\tother\tnote\ndrop\ta-Ann\t\t\n", encoding="utf-8")


def _no_note(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / "files.sha256").unlink()


def _half_a_note(out: Path, _: pytest.MonkeyPatch) -> None:
    note = out / "files.sha256"
    note.write_bytes(note.read_bytes()[:-100])


@pytest.mark.parametrize("change", [_other_program, _other_corrections, _no_note, _half_a_note])
def test_what_decides_the_outputs_has_them_written_anew(
    change: Callable[[Path, pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = feed(tmp_path, {"a": "Ann met Bob"}), tmp_path / "out"
    build_into(out, [source])
    before = places(out)
    change(out, monkeypatch)
    build_into(out, [source])
    assert not before.items() & places(out).items()


@pytest.mark.parametrize("name", [*WRITERS, "store.sha256"])
def test_a_file_that_is_gone_or_changed_is_written_anew(name: str, tmp_path: Path) -> None:
    source, out = feed(tmp_path, {"a": "Ann met Bob"}), tmp_path / "out"
    build_into(out, [source])
    whole = contents(out)
    (out / name).unlink()
    build_into(out, [source])
    assert contents(out) == whole
    with (out / name).open("ab") as file:
        file.write(b"\n")
    build_into(out, [source])
    assert contents(out) == whole
    assert store_of(out)


# -------------------------------------------------------------- damage


def _cut(shard: Path) -> None:
    shard.write_bytes(shard.read_bytes()[:-20])


def _changed(shard: Path) -> None:
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)


def _replaced(shard: Path) -> None:
    shard.write_bytes(b"not a shard")


def _gone(shard: Path) -> None:
    shard.unlink()


def _unlisted(shard: Path) -> None:
    (shard.parent / MANIFEST).unlink()


def _list_cut(shard: Path) -> None:
    manifest = shard.parent / MANIFEST
    manifest.write_bytes(manifest.read_bytes()[:-30])


def _elsewhere(shard: Path) -> None:
    manifest = shard.parent / MANIFEST
    manifest.write_text(f"{'0' * 64}  ../../{shard.name}\n", encoding="ascii")


@pytest.mark.parametrize("damage", [_cut, _changed, _replaced, _gone, _unlisted, _list_cut, _elsewhere])
@pytest.mark.parametrize("given_again", [True, False])
def test_a_damaged_shard_is_noticed_and_read_again(
    damage: Callable[[Path], None], given_again: bool, tmp_path: Path, read: list[str]
) -> None:
    texts = {"a": "Ann met Bob", "b": "Bob met Cem"}
    out = tmp_path / "out"
    build_into(out, [feed(tmp_path, texts)])
    whole = contents(out)
    (shard,) = (out / SHARDS).glob("*.gz")
    damage(shard)
    read.clear()
    build_into(out, [feed(tmp_path, texts if given_again else {"a": "Ann met Bob"})])
    assert sorted(read) == ["a", "b"]
    assert contents(out) == whole
    read.clear()
    build_into(out, [feed(tmp_path, texts)])
    assert not read


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_into(out, [feed(tmp_path, {"a": "Ann met Bob"})])
    for name in (".graph.ttl.abc.part", f"{SHARDS}/.x.part", f"{SHARDS}/{'f' * 32}.jsonl.gz"):
        (out / name).write_text("half", encoding="utf-8")
    build_into(out, [feed(tmp_path, {"a": "Ann met Bob"})])
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]
    assert len(shard_names(out)) == 1


def test_many_small_shards_are_packed_together(tmp_path: Path) -> None:
    shards = Shards(tmp_path, "0" * 64)
    for number in range(66):
        document = Document(id=str(number), text="Ann met Bob")
        shards.put(pack(map(item_of, [document], commands.read_meetings([document])), shards.settings))
    items = list(shards.items())
    shards.sweep()
    assert len(shard_names(tmp_path)) == 3
    assert list(Shards(tmp_path, "0" * 64).items()) == list(shards.items()) == items


def test_two_builds_into_one_folder_exclude_each_other(tmp_path: Path, terminal: Terminal) -> None:
    source = feed(tmp_path, {"a": "Ann met Bob"})
    assert terminal("build", source, "-o", tmp_path / "out").code == 0
    code = _in_another_process(tmp_path / "out", lambda: terminal("build", source, "-o", tmp_path / "out").code)
    assert code == 1


def _in_another_process(folder: Path, act: Callable[[], int]) -> int:
    """Act while the folder is held as another process would hold it."""
    import contextvars

    with writing(folder):
        # What this thread knows of its own hold is in its context; in a new one it is a stranger.
        return contextvars.Context().run(act)
