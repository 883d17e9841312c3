"""When an event happened: the date expression of its clause, else a date inherited by a named rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diplograph.codebook.words import word_list
from diplograph.language.dates.expressions import DateHit
from diplograph.language.dates.timespans import (
    TimeSpan,
    day_span,
    month_span,
    open_after,
    open_before,
    shifted,
    unit_span,
    year_span,
)
from diplograph.language.sequence import comes_before, distance_to, is_reason
from diplograph.language.tree import Tree
from diplograph.model import Granularity, Modality

# From an act up to the verb whose time is its time too.
CLIMBING = frozenset(
    {
        "xcomp",
        "dobj",
        "pobj",
        "prep",
        "conj",
        "nsubj",
        "nsubjpass",
        "acomp",
        "pcomp",
        "attr",
        "dative",
        "oprd",
        "csubj",
    }
)
HOLDING = frozenset({"until", "since", "from"})
TOGETHER = frozenset({"when", "as", "while"})
HOW_FAR = 8
# For so many sentences a plan without a date of its own is taken to be for the day of the plan before.
PLAN_REACH = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A resolved date with the rule that gave it; ``hit`` only where the clause itself says it."""

    edtf: str
    earliest: date | None
    latest: date | None
    granularity: Granularity
    rule: str
    hit: DateHit | None = None


class Clock:
    """Dates the triggers of one text, in order; remembers what the text was speaking of last."""

    def __init__(self, tree: Tree, hits: Sequence[DateHit], day: date | None) -> None:
        self.tree = tree
        self.day = day
        self._hits: dict[int, list[tuple[int, DateHit]]] = {}
        for hit in hits:
            token = self._token_at(hit.start)
            if token is not None and hit.edtf is not None:
                self._hits.setdefault(tree.sentence_of[token], []).append((self._head(token, hit), hit))
        self._past: tuple[int, When] | None = None
        self._planned: tuple[int, When] | None = None
        self._said: tuple[int, When] | None = None

    def _token_at(self, offset: int) -> int | None:
        low, high = 0, len(self.tree) - 1
        while low <= high:
            middle = (low + high) // 2
            if self.tree.starts[middle] <= offset < self.tree.starts[middle] + max(1, len(self.tree.words[middle])):
                return middle
            low, high = (middle + 1, high) if self.tree.starts[middle] < offset else (low, middle - 1)
        return None

    def _head(self, token: int, hit: DateHit) -> int:
        """Return the token of the expression that hangs on something outside it."""
        tree, last = self.tree, token
        while last + 1 < len(tree) and tree.starts[last + 1] < hit.end:
            last += 1
        inside = range(token, last + 1)
        return next((one for one in inside if tree.heads[one] not in inside), token)

    # -------------------------------------------------------------- stated dates

    def when(self, trigger: int, modality: Modality, *, is_statement: bool) -> When | None:
        """Return the date of the act that ``trigger`` says; none if nothing dates it."""
        found = self._stated(trigger) or self._counted(trigger)
        found = found or self._inherited(trigger, modality, is_statement=is_statement)
        if is_statement:
            # The day on which something is said is not the day on which it was done.
            self._said = (self.tree.sentence_of[trigger], found) if found else self._said
        else:
            self._remember(trigger, modality, found)
        return found

    def _stated(self, trigger: int) -> When | None:
        anchors, before = self._anchors(trigger), self._clauses_before(trigger)
        fitting = []
        for token, hit in self._hits.get(self.tree.sentence_of[trigger], ()):
            if hit.granularity is not Granularity.DAY and any(verb < token < start for verb, start in before):
                continue
            distance = self._distance(token, anchors)
            if distance is not None:
                fitting.append((distance, abs(token - trigger), hit.start, hit))
        if not fitting:
            return None
        hit = min(fitting, key=lambda one: one[:3])[3]
        assert hit.edtf is not None
        found = When(
            edtf=hit.edtf,
            earliest=hit.earliest,
            latest=hit.latest,
            granularity=hit.granularity,
            rule=hit.rule,
            hit=hit,
        )
        return self._before_saying(trigger, self._begun(trigger, found))

    def _begun(self, trigger: int, found: When) -> When:
        """Return when a stretch of time began for what began it: "since May 1996, when the army seized power"."""
        tree, start = self.tree, found.edtf.partition("/..")[0]
        path = (trigger, *tree.ancestors(trigger))
        clause = next((one for one in path if tree.deps[one] == "relcl"), None)
        when = clause is not None and any(tree.lowered[kid] == "when" for kid in tree.kids(clause, "advmod"))
        if not when or found.hit is None or found.latest is not None or found.earliest is None or len(start) < 4:
            return found
        span = {4: year_span(found.earliest.year), 7: month_span(found.earliest.year, found.earliest.month)}
        begun = span.get(len(start), day_span(found.earliest))
        return _spanning(begun, f"{found.rule}: when it began", found.hit)

    def _before_saying(self, trigger: int, found: When) -> When:
        """Return a weekday a week earlier where it would come after the telling: "said on Friday it had on Sunday"."""
        said = self._day_of_saying(trigger)
        hit, day = found.hit, found.earliest
        if said is None or hit is None or not hit.relative or day is None or said.latest is None or day != found.latest:
            return found
        word = self.tree.text[hit.start : hit.end].lower().split()[-1:]
        if day <= said.latest or not word or word[0] not in word_list("weekdays") or hit is said.hit:
            return found
        day -= WEEK
        return replace(_on(day, f"{found.rule}: before the day of saying"), hit=hit)

    def _day_of_saying(self, trigger: int) -> When | None:
        """Return the day on which what ``trigger`` tells as past was said; none if the text gives no day."""
        tree = self.tree
        for token in (trigger, *tree.ancestors(trigger)):
            verb = tree.heads[token]
            if tree.deps[token] == "ccomp" and tree.lemmas[verb] in word_list("saying") and verb != token:
                told = self._stated(verb) if self._tense(trigger) in {"past", "perfect"} else None
                return told if told is not None and told.granularity is Granularity.DAY else None
        return None

    def _counted(self, trigger: int) -> When | None:
        """Return the date that is counted from another: of "left on Friday, a day after Chad shut the border"."""
        away = distance_to(self.tree, trigger)
        base = self._stated(away.other) if away is not None else None
        if away is None or base is None or base.earliest is None or base.granularity is not Granularity.DAY:
            return None
        try:
            span = unit_span(shifted(base.earliest, away.unit, away.number), away.unit)
        except (OverflowError, ValueError):
            return None
        return _spanning(span, "counted from the act beside it", base.hit)

    def _clauses_before(self, trigger: int) -> list[tuple[int, int]]:
        """Return the verbs before a coordinated clause with its own subject, and where that clause begins.

        What opens their clause is its time too, and the day of theirs; "by the year 2000" is not.
        """
        tree = self.tree
        path = (trigger, *tree.ancestors(trigger))
        return [(tree.heads[verb], self._joint(verb)) for verb in path if self._begins_anew(verb)]

    def _joint(self, verb: int) -> int:
        """Return the "and" before a coordinated clause; the verb itself if there is none."""
        joints = [kid for kid in self.tree.kids(self.tree.heads[verb], "cc") if kid < verb]
        return joints[-1] if joints else verb

    def _anchors(self, trigger: int) -> dict[int, int]:
        """Return the tokens whose date is the trigger's date, with their distance."""
        tree, anchors, token = self.tree, {trigger: 0}, trigger
        for step in range(1, HOW_FAR):
            head, dep = tree.heads[token], tree.deps[token]
            if dep == "relcl" and any(tree.lowered[kid] == "when" for kid in tree.kids(token, "advmod")):
                # "in November, when gunmen killed": the clause hangs on its date.
                anchors[head] = step
                if tree.lowered[tree.heads[head]] == "since":
                    anchors[tree.heads[head]] = step
            if head == token or not self._shares_time(token, head, dep):
                break
            anchors[head] = step
            token = head
        return anchors

    def _shares_time(self, token: int, head: int, dep: str) -> bool:
        tree = self.tree
        if dep == "advcl":
            marks = {tree.lowered[kid] for kid in tree.children[token] if tree.deps[kid] in {"mark", "advmod"}}
            return not marks or bool(marks & TOGETHER)
        if dep == "acl":
            return tree.tags[token] in {"VB"}
        if dep == "prep" and tree.lowered[token] in {"after", "since", "before", "following"}:
            return False
        if is_reason(self.tree, token):
            return False
        if dep == "ccomp":
            return tree.lemmas[head] not in word_list("saying")
        return dep in CLIMBING

    def _distance(self, token: int, anchors: dict[int, int]) -> int | None:
        """Return how far a date stands from the trigger's clause; none if another verb lies between."""
        tree, held, first = self.tree, False, token
        for step in range(10):
            if token in anchors:
                return step + 2 * anchors[token]
            if (
                step
                and tree.is_verb(token)
                and (self._is_apart(token) or (tree.deps[token] == "conj" and first < token))
            ):
                # "demanded it and on Friday closed the office": what opens a clause is not of the one before.
                return None
            if self._dates_a_thing(token, anchors) or self._ends_apposition(token):
                return None
            held = held or tree.lowered[token] in HOLDING
            if tree.heads[token] == token or (held and tree.deps[token] == "appos"):
                # "the minister until 2018" dates his office, not what was done.
                return None
            token = tree.heads[token]
        return None

    def _is_apart(self, verb: int) -> bool:
        """Return whether the time of ``verb`` is no other's: "..., and Congress abolished it in June"."""
        tree = self.tree
        return tree.deps[verb] not in {"conj", "aux"} or self._begins_anew(verb)

    def _begins_anew(self, verb: int) -> bool:
        """Return whether a coordinated clause has a subject of its own."""
        tree = self.tree
        return tree.deps[verb] == "conj" and tree.is_verb(verb) and bool(tree.kids(verb, "nsubj", "nsubjpass"))

    def _dates_a_thing(self, token: int, anchors: dict[int, int]) -> bool:
        """Return whether a date says of when a thing is: the "treaty of 1955", a "17th-century mask"."""
        tree, thing = self.tree, self.tree.heads[token]
        if tree.lemmas[token] == "century" and tree.deps[token] not in {"pobj", "npadvmod"}:
            return True
        if tree.pos[token] != "ADP" or thing in anchors or tree.pos[thing] != "NOUN" or thing > token:
            return False
        if tree.lowered[token] == "of":
            # "signed the agreement of 2015": then it was signed.
            return tree.lemmas[tree.heads[thing]] not in word_list("making")
        return tree.lowered[token] in {"after", "before"} and tree.deps[thing] == "pobj"

    def _ends_apposition(self, token: int) -> bool:
        """Return whether "until 2018," closes a description, on whatever the parser hangs it."""
        tree = self.tree
        if tree.lowered[token] not in HOLDING or token == 0:
            return False
        closed = "," in tree.words[token + 1 : token + 5]
        before = (token - 1, *tree.ancestors(token - 1))
        return closed and any(tree.deps[one] == "appos" for one in before if one < token)

    # -------------------------------------------------------------- inherited dates

    def _inherited(self, trigger: int, modality: Modality, *, is_statement: bool) -> When | None:
        if modality in {Modality.PLANNED, Modality.REQUESTED, Modality.HYPOTHETICAL}:
            return self._from_plan(trigger, modality)
        if self.day is None:
            return None
        tense = self._tense(trigger)
        if is_statement and self._goes_on(trigger) and self._said:
            return _inherit(self._said[1], "statement goes on: day of the words before")
        if tense == "present" or (is_statement and tense == "past"):
            return _on(
                self.day,
                "present tense: day of the text" if tense == "present" else "statement: day of the text",
            )
        if tense == "perfect":
            return _until(self.day, "present perfect: by the day of the text")
        told_here = self._past is not None and self._past[0] == self.tree.sentence_of[trigger]
        said = None if told_here or is_statement else self._day_of_saying(trigger)
        if said is not None and said.latest is not None and said.latest < self.day:
            return _until(said.latest, "told as past: by the day of saying")
        return self._from_story(trigger)

    def _goes_on(self, trigger: int) -> bool:
        """Return whether someone only speaks further: "he added"."""
        near = self._said is not None and self.tree.sentence_of[trigger] - self._said[0] <= 2
        return near and self.tree.lemmas[trigger] in {"add", "continue"}

    def _from_plan(self, trigger: int, modality: Modality) -> When | None:
        if (
            self._planned
            and self.tree.sentence_of[trigger] - self._planned[0] <= PLAN_REACH
            and modality is Modality.PLANNED
        ):
            return _inherit(self._planned[1], "plan: date of the plan before")
        if self.day is None:
            return None
        return _spanning(open_after(self.day, self.day.isoformat()), "plan: from the day of the text on")

    def _from_story(self, trigger: int) -> When | None:
        """Return the date that a past act takes from the act told just before: not earlier than that."""
        assert self.day is not None
        if self._past and self.tree.sentence_of[trigger] == self._past[0]:
            if self._past[1].latest is not None and (is_reason(self.tree, trigger) or comes_before(self.tree, trigger)):
                return _until(self._past[1].latest, "narrative: by the day of what came of it")
            return _inherit(self._past[1], "narrative: same sentence")
        if self._past and self.tree.sentence_of[trigger] - self._past[0] == 1 and self._past[1].earliest:
            start = self._past[1].earliest
            if start <= self.day:
                return When(
                    edtf=f"{_edtf_start(self._past[1])}/{self.day.isoformat()}", earliest=start, latest=self.day,
                    granularity=Granularity.INTERVAL, rule="narrative: after the act before, by the day of the text",
                )  # fmt: skip
        return _until(self.day, "past tense: by the day of the text")

    def _tense(self, trigger: int) -> str:
        """Return present, perfect or past, from the first finite verb at or above the trigger."""
        tree = self.tree
        for token in (trigger, *tree.ancestors(trigger)):
            if not tree.is_verb(token):
                continue
            helpers = tree.kids(token, "aux", "auxpass")
            tags = {tree.tags[kid] for kid in helpers} | {tree.tags[token]}
            perfect = any(tree.lemmas[kid] == "have" and tree.tags[kid] in {"VBZ", "VBP"} for kid in helpers)
            if perfect:
                return "perfect"
            if tags & {"VBZ", "VBP"}:
                return "present"
            if "VBD" in tags:
                return "past"
        return "past"

    def _remember(self, trigger: int, modality: Modality, found: When | None) -> None:
        if found is None or found.hit is None:
            return
        entry = (self.tree.sentence_of[trigger], found)
        if modality is Modality.ASSERTED and self.day and found.earliest and found.earliest <= self.day:
            self._past = entry
        if found.latest is None or self.day is None or found.latest >= self.day:
            self._planned = entry


def _spanning(span: TimeSpan, rule: str, hit: DateHit | None = None) -> When:
    return When(
        edtf=span.edtf, earliest=span.earliest, latest=span.latest, granularity=span.granularity, rule=rule, hit=hit
    )


def _on(day: date, rule: str) -> When:
    return _spanning(day_span(day), rule)


def _until(day: date, rule: str) -> When:
    return _spanning(open_before(day, day.isoformat()), rule)


def _inherit(when: When, rule: str) -> When:
    return replace(when, rule=rule, hit=None)


def _edtf_start(when: When) -> str:
    start = when.edtf.split("/")[0]
    return start if start[:1].isdigit() and "X" not in start else (when.earliest.isoformat() if when.earliest else "..")
