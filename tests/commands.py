"""Run the command line inside the tests, with a reading that needs no model.

``fake_reading`` puts a small pipeline in the place of the real one: every document in which "met" stands
between two words gives a meeting of the two. Everything around it - inputs, outputs, exit codes - is real.
PYTEST_DONT_REWRITE: imported by tests that also name it as their plug-in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest

from diplograph.cli import run
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    Claim,
    Document,
    Event,
    Grade,
    Modality,
    Participation,
    Polarity,
    Reading,
    Records,
    Role,
    Run,
    Span,
    Status,
)
from diplograph.running.engines import alone
from diplograph.running.settings import Settings

RUN = Run(version="0.1.0", model="none 0", config_hash="0" * 64)
_MEETING = re.compile(r"([^\s.]+) met ([^\s.]+)")


def _span(document: Document, match: re.Match[str], group: int) -> Span:
    start, end = match.span(group)
    return Span(document=document.id, start=start, end=end, text=document.text[start:end])


def _event(document: Document, match: re.Match[str]) -> Event:
    one, two, whole = (_span(document, match, group) for group in (1, 2, 0))
    trigger = Span(document=document.id, start=one.end + 1, end=one.end + 4, text="met")
    claim = Claim(
        document=document.id,
        sentence=whole,
        trigger=trigger,
        source_spans=(one,),
        target_spans=(two,),
        modality=Modality.ASSERTED,
        polarity=Polarity.POSITIVE,
        cues=(),
        attribution=Attribution(),
        rule="met (test)",
        grade=Grade.B,
    )
    parts = (
        Participation(
            actor=Actor(id=f"{document.id}-{span.text}", name=span.text, kind=ActorKind.PERSON),
            role=Role.PARTY,
            spans=(span,),
        )
        for span in (one, two)
    )
    return Event(
        id=f"meeting-{document.id}-{trigger.start}",
        event_class="Meeting",
        plover="CONSULT",
        mode=None,
        cameo="040",
        goldstein=1.0,
        quad=1,
        contexts=(),
        participations=tuple(parts),
        date=None,
        place=None,
        status=Status.ASSERTED,
        claims=(claim,),
    )


def read_meetings(documents: Iterable[Document], **_: object) -> Iterator[Reading]:
    """Yield what each document says of who met whom."""
    for document in documents:
        events = tuple(_event(document, match) for match in _MEETING.finditer(document.text))
        actors = {part.actor.id: part.actor for event in events for part in event.participations}
        yield Reading(document=document, actors=tuple(actors[name] for name in sorted(actors)), events=events)


def _build_records(readings: Iterable[Reading], made_by: Run, *_: object) -> Records:
    ordered = tuple(sorted(readings, key=lambda reading: reading.document.id))
    events = sorted((event for reading in ordered for event in reading.events), key=lambda event: event.id)
    actors = sorted((actor for reading in ordered for actor in reading.actors), key=lambda actor: actor.id)
    return Records(run=made_by, readings=ordered, actors=tuple(actors), events=tuple(events))


SETTINGS = Settings(model="none", run=RUN, key="0" * 64)


@pytest.fixture
def fake_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without a model, and in this process."""
    # Imported first: a module that is first imported under the patch would keep what is patched for good.
    for name in ("pipeline", "running.reader", "running.corpus", "running.engines"):
        import_module(f"diplograph.{name}")
    functions: dict[str, Callable[..., object]] = {
        "pipeline.read": read_meetings,
        "pipeline.build_records": _build_records,
        "pipeline.run_of": lambda nlp: RUN,
        "pipeline.knowledge_for": lambda nlp, typer=False: None,
        "language.parsing.load_nlp": lambda name="": SimpleNamespace(name=name),
        "running.reader.read": read_meetings,
        "running.reader.load_nlp": lambda name: None,
        "running.reader.knowledge_for": lambda nlp, typer: None,
        "running.reader.settings_for": lambda model, typer: SETTINGS,
        "running.corpus.settings_for": lambda model: SETTINGS,
        "running.settings.settings_for": lambda model, typer=False: SETTINGS,
        "running.corpus.build_records": _build_records,
        "running.engines.supervised": lambda make_reader, jobs, bounds: alone(make_reader),
    }
    for name, function in functions.items():
        monkeypatch.setattr(f"diplograph.{name}", function)


class Answer:
    """What a command said and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("diplograph: ")]


class Terminal:
    """Runs commands and catches what they say."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: object) -> Answer:
        self._capture.readouterr()
        code = run([str(argument) for argument in arguments])
        said = self._capture.readouterr()
        return Answer(code, said.out, said.err)


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)
