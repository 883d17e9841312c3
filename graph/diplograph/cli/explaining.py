"""An event, or the reading of a text, told line by line: marks, rule, parse, and what did not fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from diplograph.model import Claim, Event, Participation, Records, Span
from diplograph.reading.failure import one_line

if TYPE_CHECKING:
    from diplograph.language.tree import Tree
    from diplograph.pipeline import Explanation

LEGEND = "[S who] [E word that fired] [T whom] [M cue of modality] [W cue of who says it] [D date]"


def _marks(claim: Claim) -> Iterator[tuple[Span, str]]:
    yield claim.trigger, "E"
    yield from ((span, "S") for span in claim.source_spans)
    yield from ((span, "T") for span in claim.target_spans)
    yield from ((span, "M") for span in claim.cues)
    if claim.attribution.cue:
        yield claim.attribution.cue, "W"
    if claim.date:
        yield claim.date, "D"


def marked(claim: Claim) -> str:
    """Return the sentence with its marks; of two marks that overlap the first by rank stands."""
    sentence, kept = claim.sentence, list[tuple[Span, str]]()
    for span, letter in _marks(claim):
        inside = sentence.start <= span.start and span.end <= sentence.end
        if inside and all(span.end <= other.start or other.end <= span.start for other, _ in kept):
            kept.append((span, letter))
    text, position = "", sentence.start
    for span, letter in sorted(kept):
        before = sentence.text[position - sentence.start : span.start - sentence.start]
        text += f"{before}[{letter} {span.text}]"
        position = span.end
    return _line(text + sentence.text[position - sentence.start :])


def _line(text: str, *, indent: str = "") -> str:
    """Return ``text`` on one line, spaces drawn together, control characters spelt out."""
    return indent + one_line(" ".join(text.split()))


def _participant(part: Participation) -> str:
    actor = part.actor
    linked = actor.id if actor.linked else "not linked"
    acting = f", for {part.acts_for}" if part.acts_for else ""
    office = f", as {part.capacity.office} ({part.capacity.tenure.value})" if part.capacity else ""
    told = f"{part.role.value}: {actor.name} ({actor.kind.value}, {linked}{acting}{office})"
    return _line(told, indent="  ")


def _date_line(event: Event) -> str:
    when = event.date
    if when is None:
        return "  undated: no date in the text belongs to it"
    words = f' from "{when.expression.text}"' if when.expression else ""
    anchor = f", counted from {when.anchor}" if when.anchor else ""
    manner = "stated" if when.stated else "inferred"
    told = f"when: {when.edtf} ({when.granularity.value}, {manner}{words}{anchor}; rule {when.rule})"
    return _line(told, indent="  ")


def _speaker(claim: Claim) -> str:
    speaker = claim.attribution.speaker
    return claim.attribution.kind.value + (f", {speaker.name}" if speaker else "")


def _claim_lines(claim: Claim) -> Iterator[str]:
    yield _line(f"{claim.document}, characters {claim.sentence.start} to {claim.sentence.end}:")
    yield f"  {marked(claim)}"
    yield _line(f"  rule {claim.rule}; {claim.modality.value}, {claim.polarity.value}; grade {claim.grade.value}")
    yield _line(f"  on whose word: {_speaker(claim)}")
    if claim.typer:
        second = f"{claim.typer.root} by the typer ({claim.typer.probability:.2f})"
        yield _line(f"  root: {claim.typer.rules} by the rules, {second}")


def event_lines(event: Event) -> Iterator[str]:
    """Yield what an event is and rests on."""
    codes = ", ".join(code for code in (event.plover, event.mode, event.cameo) if code)
    yield _line(f"{event.event_class} {event.id} ({codes or 'outside PLOVER'}): {event.status.value}")
    yield from map(_participant, event.participations)
    yield _date_line(event)
    if event.place:
        yield _line(f"where: {event.place.name}", indent="  ")
    for claim in event.claims:
        yield from _claim_lines(claim)


def explained_event(event: Event, records: Records) -> Iterator[str]:
    """Yield the explanation of one event of a build."""
    yield LEGEND
    yield from event_lines(event)
    titles = {reading.document.id: reading.document.title for reading in records.readings}
    for name in dict.fromkeys(claim.document for claim in event.claims):
        yield _line(f"document {name}: {titles.get(name) or 'without a title'}")


def _token_lines(tree: Tree, tokens: Iterable[int]) -> Iterator[str]:
    yield "  token            lemma            part   relation   of"
    for token in tokens:
        if tree.words[token].strip():
            word, lemma = _line(tree.words[token]), _line(tree.lemmas[token])
            head = _line(tree.words[tree.heads[token]])
            yield f"  {word:<16} {lemma:<16} {tree.pos[token]:<6} {tree.deps[token]:<10} {head}"


def explained_text(explanation: Explanation) -> Iterator[str]:
    """Yield the explanation of a text: its events, the triggers that gave none, the parse."""
    tree, events = explanation.tree, explanation.reading.events
    yield LEGEND
    for event in events:
        yield from event_lines(event)
    for note in explanation.notes:
        yield _line(f'"{tree.words[note.token]}" ({note.entry}) gave no event: {note.reason}')
    if not events and not explanation.notes:
        yield "no event: no word of this text is in the lexicon, or none in the sense that it asks for"
    for start, end in tree.sentences:
        yield from _token_lines(tree, range(start, end))
