"""Noun phrases and what they say about whom they mean: name, office, country, kind of agent."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from diplograph.codebook.agents import AgentNoun, Title
from diplograph.codebook.registry import Name
from diplograph.codebook.words import word_list
from diplograph.language.agentnouns import forms, is_building, is_crowd, is_stance
from diplograph.language.gazetteer import Hit
from diplograph.language.phrase import Phrase
from diplograph.language.terms import Vocabulary, find_agents_of, find_titles, joined, title_words
from diplograph.language.tree import Tree
from diplograph.model import ActorKind, MentionKind, Tenure

MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "det", "nummod", "npadvmod", "quantmod", "predet", "punct"})
LEFT_DEPS = MODIFIER_DEPS | {"poss", "advmod", "case", "neg"}
# Of these a country follows for the whole phrase: "a court in Guyana", "the government of Chad".
OWNER_PREPOSITIONS = frozenset({"of", "in", "from", "for", "at"})
NAME_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ibn",
        "de",
        "da",
        "dos",
        "del",
        "van",
        "von",
        "der",
        "di",
        "la",
        "le",
        "-",
        "'",
        "ul",
    }
)
# Of these a name can begin with the particle: "De Klerk".
FIRST_PARTICLES = frozenset({"al", "el", "bin", "de", "van", "von"})
# Nouns of these sectors also stand before the name of a group: "the rebel Sudan Liberation Movement".
GROUP_SECTORS = frozenset({"REB", "UAF", "PTY", "OPP"})
# So many tokens of an agent noun may stand before its head.
LONGEST_AGENT = 4
MONTHS = frozenset(calendar.month_name) - {""}
TIME_PREPOSITIONS = frozenset(
    {"in", "since", "until", "till", "by", "from", "of", "last", "next", "this", "late", "early", "mid", "-", "for"}
)
HONORIFICS = frozenset({"mr.", "mr", "mrs.", "mrs", "ms.", "ms", "dr.", "dr", "sir", "lord", "lady", "he"})
TENURES = {
    "former": Tenure.FORMER, "ex": Tenure.FORMER, "late": Tenure.FORMER, "ousted": Tenure.FORMER,
    "deposed": Tenure.FORMER, "onetime": Tenure.FORMER, "retired": Tenure.FORMER, "toppled": Tenure.FORMER,
    "acting": Tenure.ACTING, "interim": Tenure.ACTING, "caretaker": Tenure.ACTING, "transitional": Tenure.ACTING,
    "elect": Tenure.DESIGNATE, "designate": Tenure.DESIGNATE, "incoming": Tenure.DESIGNATE,
    "nominee": Tenure.DESIGNATE, "candidate": Tenure.CANDIDATE, "hopeful": Tenure.CANDIDATE,
    "presumptive": Tenure.CANDIDATE,
}  # fmt: skip


def _names_of(hits: Sequence[Hit]) -> dict[str, list[Name]]:
    """Return the names by which the text itself calls each registered actor."""
    found: dict[str, list[Name]] = {}
    for hit in hits:
        found.setdefault(hit.name.actor, []).append(hit.name)
    return found


class Phrases:
    """The phrases of one text, by their head token, made when first asked for."""

    def __init__(self, tree: Tree, hits: Sequence[Hit], vocabulary: Vocabulary) -> None:
        self.tree = tree
        self.hits = hits
        self.vocabulary = vocabulary
        self.hit_of = {token: hit for hit in hits for token in range(hit.start, hit.end)}
        self.names_of = _names_of(hits)
        self.titles = find_titles(tree, vocabulary)
        self.agents_of = find_agents_of(tree, vocabulary)
        self._unit_of = {token: span for span in (*self.agents_of, *self.titles) for token in range(*span)}
        self._unit_of |= {token: (hit.start, hit.end) for token, hit in self.hit_of.items()}
        self._made: dict[int, Phrase] = {}

    @cached_property
    def heads(self) -> list[int]:
        """Every token that heads a noun phrase, in text order."""
        tree = self.tree
        return [token for token in range(len(tree)) if tree.is_nominal(token) and not self._is_part(token)]

    def _is_part(self, token: int) -> bool:
        """Return whether ``token`` only modifies a later head, or stands inside a name or an office."""
        tree = self.tree
        if (
            tree.deps[token] in {"compound", "amod", "nmod", "npadvmod", "quantmod", "nummod"}
            and tree.heads[token] > token
        ):
            return True
        return self.head_of_unit(token) != token

    def head_of_unit(self, token: int) -> int:
        """Return the token by which the name or office around ``token`` hangs in the sentence."""
        start, end = self._unit_of.get(token, (token, token + 1))
        outside = (
            one for one in range(start, end) if not start <= self.tree.heads[one] < end or self.tree.heads[one] == one
        )
        return next(outside, token)

    def at(self, head: int) -> Phrase:
        """Return the phrase headed by ``head``."""
        if head not in self._made:
            self._made[head] = self._read(head)
        return self._made[head]

    def _start(self, head: int) -> int:
        tree, start = self.tree, head
        for kid in tree.children[head]:
            if kid < head and tree.deps[kid] in LEFT_DEPS:
                start = min(start, tree.subtree(kid)[0])
        while start < head and self._is_outside(start, head):
            start += 1
        return start

    def _is_outside(self, token: int, head: int) -> bool:
        """Return whether a word before a head is none of its phrase: a comma, a month, the "whom" of a clause."""
        tree = self.tree
        return tree.deps[token] == "punct" or tree.lowered[token] == "whom" or self._is_date_before(token, head)

    def _is_date_before(self, token: int, head: int) -> bool:
        """Return whether a month was only taken into the phrase: "from 3 to 7 May Azerbaijani gunners"."""
        tree = self.tree
        month = token if tree.words[token] in MONTHS else token + 1
        if month >= head or tree.words[month] not in MONTHS or not tree.words[month + 1][:1].isupper():
            return False
        numbered = month > 0 and tree.words[month - 1].isdigit()
        return numbered or tree.entity_of.get(month, (0, 0, ""))[2] == "DATE"

    def _read(self, head: int) -> Phrase:
        tree = self.tree
        phrase = Phrase(head=head, start=self._start(head), end=head + 1, kind=MentionKind.NOMINAL)
        phrase.hit = self.hit_of.get(head)
        if phrase.hit:
            phrase.start = min(phrase.start, phrase.hit.start)
            phrase.end = max(phrase.end, phrase.hit.end)
        phrase.plural = tree.tags[head] in {"NNS", "NNPS"} or bool(tree.kids(head, "conj"))
        phrase.modifiers = frozenset(
            tree.lowered[token]
            for token in range(phrase.start, head)
            if tree.pos[token] in {"ADJ", "NUM", "DET", "NOUN", "VERB", "PRON", "PROPN", "ADV"}
        )
        phrase.definite = bool(phrase.modifiers & {"the", "this", "these", "that", "those", "both", "its", "their"})
        self._read_owners(phrase)
        self._read_title(phrase)
        self._read_name(phrase)
        self._read_agent(phrase)
        phrase.kind = self._kind(phrase)
        return phrase

    def _read_owners(self, phrase: Phrase) -> None:
        """Collect the countries and bodies that modify the phrase, before and after its head."""
        before = [hit for hit in self.hits_between(phrase.start, phrase.head) if hit is not phrase.hit]
        usable = [hit for hit in (*before, *self._hits_after(phrase.head)) if self.is_owner(hit)]
        if not usable:
            return
        phrase.owner_hits = tuple(dict.fromkeys(usable))
        phrase.owners = tuple(dict.fromkeys(hit.name.actor for hit in usable))
        # "France's president" is as definite as "the French president".
        phrase.definite |= any(self.tree.deps[hit.end - 1] == "poss" for hit in usable if hit.end <= phrase.head)

    def _hits_after(self, head: int) -> list[Hit]:
        """Return the names after the prepositions of a phrase, or of the office that it begins."""
        tree = self.tree
        preps = [prep for token in (head, *self._office_ends(head)) for prep in tree.kids(token, "prep")]
        if not preps:
            return []
        # "its embassy in Tehran" is not Iran's.
        owned = any(tree.pos[kid] == "PRON" for kid in tree.kids(head, "poss"))
        words = {"of"} if owned else OWNER_PREPOSITIONS
        places = [kid for prep in preps if tree.lowered[prep] in words for kid in tree.kids(prep, "pobj")]
        return [hit for kid in places for hit in self._place_hits(kid)]

    def _office_ends(self, head: int) -> tuple[int, ...]:
        """Return the last token of an office that begins at ``head``: "government" of "head of government"."""
        start, end = self._unit_of.get(head, (head, head))
        return (end - 1,) if start == head and end > head + 1 and head not in self.hit_of else ()

    def _place_hits(self, token: int, depth: int = 2) -> list[Hit]:
        """Return the names after "of" or "in": "Sindh" of "Sindh province", "Basra" of "the city of Basra"."""
        tree, found = self.tree, []
        for one in tree.conjuncts(token):
            if one in self.hit_of:
                found.append(self.hit_of[one])
            elif depth and tree.lemmas[one] in word_list("place-nouns"):
                found += [self.hit_of[kid] for kid in tree.kids(one, "compound", "amod", "nmod") if kid in self.hit_of]
                inner = [kid for prep in tree.kids(one, "prep") for kid in tree.kids(prep, "pobj")]
                inner += tree.kids(one, "appos")
                found += [hit for kid in inner for hit in self._place_hits(kid, depth - 1)]
        return found

    def is_owner(self, hit: Hit) -> bool:
        """Return whether a name can say whose the phrase is: not in "pro-Syria", "Syrian-backed", "ethnic Albanian"."""
        lowered = self.tree.lowered
        before, after = lowered[max(0, hit.start - 2) : hit.start], lowered[hit.end : hit.end + 2]
        if (
            not hit.name.actor
            or before[-1:] == ["ethnic"]
            or (before[-1:] == ["-"] and before[0] in word_list("for-or-against"))
        ):
            return False
        return not (after[:1] == ["-"] and after[-1] in word_list("backed"))

    def hits_between(self, start: int, end: int) -> list[Hit]:
        """Return the names of which a token stands from ``start`` to before ``end``, in text order."""
        found = [self.hit_of[token] for token in range(start, end) if token in self.hit_of]
        return list(dict.fromkeys(found)) if found else found

    def _read_title(self, phrase: Phrase) -> None:
        """Find the longest office in the phrase, "Foreign Minister" before "Minister"."""
        tree, titles = self.tree, self.vocabulary.titles
        last = phrase.head if self._is_surname(phrase.head) else phrase.head + 1
        for start in range(phrase.start, phrase.head + 1):
            if tree.lowered[start] not in self.vocabulary.title_starts:
                continue
            for end in range(min(last, start + 5), start, -1):
                words = " ".join(tree.lowered[start:end]).replace(" - ", "-")
                # "Amir-Abdollahian" is no emir.
                if words in titles and tree.words[end : end + 1] != ["-"]:
                    phrase.title, phrase.title_span = titles[words], (start, end)
                    break
            if phrase.title:
                break
        if last > phrase.head and (phrase.title is None or self._office_ends(phrase.head)):
            self._read_office_of(phrase)
        if tree.lowered[max(0, phrase.start - 2) : phrase.start] == ["ex", "-"]:
            phrase.tenure = Tenure.FORMER
        for token in range(phrase.start, phrase.head + 1):
            tenure = TENURES.get(tree.lowered[token])
            if tenure and tree.lowered[phrase.head] != tree.lowered[token]:
                phrase.tenure = tenure

    def _is_surname(self, head: int) -> bool:
        """Return whether ``head`` ends a personal name of several words: John Major is no officer."""
        start, _, label = self.tree.entity_of.get(head, (head, head, ""))
        return label == "PERSON" and start < head and self.tree.pos[start] == "PROPN"

    def _read_office_of(self, phrase: Phrase) -> None:
        """Read an office that runs over its head: "secretary general of the OECD", "head of the navy"."""
        tree = self.tree
        if tree.lowered[phrase.head] not in self.vocabulary.title_starts:
            return
        for end in range(min(len(tree), phrase.head + 4), phrase.head + 1, -1):
            words = " ".join(tree.lowered[phrase.head : end])
            if words in self.vocabulary.titles:
                phrase.title, phrase.title_span = self.vocabulary.titles[words], (phrase.head, end)
                return

    def _read_name(self, phrase: Phrase) -> None:
        tree, head = self.tree, phrase.head
        if phrase.hit is not None or tree.pos[head] != "PROPN" or self._is_time(head):
            return
        first = self._name_start(phrase)
        if first is None or all(tree.words[token].islower() for token in range(first, head + 1)):
            return
        phrase.name = (first, head + 1)
        entity = tree.entity_of.get(head)
        label = entity[2] if entity else ""
        titled = phrase.title is not None and phrase.title_span is not None and phrase.title_span[1] <= first
        polite = any(tree.lowered[token] in HONORIFICS for token in range(phrase.start, first))
        described = self._read_description(phrase, first, label)
        phrase.person = titled or polite or described or label == "PERSON"

    def _read_description(self, phrase: Phrase, first: int, label: str) -> bool:
        """Read the noun that tells who a named person is, where it is no office: "schoolgirl Malala Yousafzai".

        Returns:
            Whether the noun alone shows that the name is a person's.
        """
        span = self._noun_before(phrase.start, first)
        if span is None or (phrase.title and phrase.title.sectors):
            return False
        words = title_words(self.tree, *span)
        noun, known = self.vocabulary.agents[words], phrase.title
        if known is None:
            phrase.title = Title(title=words, office=words.replace(" ", "-"), sectors=noun.sectors, of="any")
            phrase.title_span = span
        elif phrase.title_span and phrase.title_span[1] == first and self._is_of_a_state(phrase):
            # "The Chechen leader" is of the government there, "the Likud leader" of no government for that.
            phrase.title = replace(known, sectors=noun.sectors)
        return known is None and self._names_a_person(first, phrase.head, noun, label)

    def _noun_before(self, start: int, first: int) -> tuple[int, int] | None:
        """Return the longest noun for a person that ends just before token ``first``: "human rights activist"."""
        for begin in range(max(start, first - 4), first):
            noun = self.vocabulary.agents.get(title_words(self.tree, begin, first))
            if noun is not None and noun.kind is ActorKind.PERSON:
                return begin, first
        return None

    def _is_of_a_state(self, phrase: Phrase) -> bool:
        names = [hit.name for hit in phrase.owner_hits]
        return bool(names) and all(name.kind is MentionKind.DEMONYM or name.place for name in names)

    def _names_a_person(self, first: int, head: int, noun: AgentNoun, label: str) -> bool:
        """Return whether a name of several words after a singular noun is a person's, whatever the tagger says."""
        tree = self.tree
        if head == first or tree.tags[first - 1] != "NN" or tree.lowered[head] in self.vocabulary.agents:
            return False
        return label != "ORG" or not GROUP_SECTORS & set(noun.sectors)

    def _is_time(self, head: int) -> bool:
        """Return whether a capitalised word is a day or month: nobody is met "in May" but the month."""
        tree = self.tree
        if tree.entity_of.get(head, (0, 0, ""))[2] in {"DATE", "TIME"}:
            return True
        return tree.words[head] in MONTHS and head > 0 and tree.lowered[head - 1] in TIME_PREPOSITIONS

    def _name_start(self, phrase: Phrase) -> int | None:
        """Return where the run of name tokens that ends in the head begins, after titles and nations."""
        tree, token = self.tree, phrase.head
        title_end = phrase.title_span[1] if phrase.title_span else phrase.start
        if phrase.title_span and phrase.title_span[1] > phrase.head:
            return None
        entity = tree.entity_of.get(phrase.head)
        floor = max(phrase.start, title_end)
        if entity and entity[2] == "PERSON":
            floor = max(floor, min(entity[0], phrase.head))
        while token - 1 >= floor and self._is_name_token(token - 1):
            token -= 1
        # "Amir-Abdollahian": taggers and parsers often see only what follows the hyphen.
        while token > 1 and tree.words[token - 1] == "-" and tree.pos[token - 2] == "PROPN":
            token -= 2
            while token - 1 >= title_end and tree.pos[token - 1] == "PROPN" and token - 1 not in self.hit_of:
                token -= 1
            phrase.start = min(phrase.start, token)
        while token < phrase.head and self._is_before_name(token):
            token += 1
        return token

    def _is_before_name(self, token: int) -> bool:
        """Return whether a word before a name is none of it: "Mr." and "HE", not the family name "He"."""
        lowered = self.tree.lowered[token]
        return lowered in HONORIFICS | (NAME_PARTICLES - FIRST_PARTICLES) and self.tree.words[token] != "He"

    def _is_name_token(self, token: int) -> bool:
        tree = self.tree
        if token in self.hit_of and self.hit_of[token].name.kind is MentionKind.DEMONYM:
            return False
        return tree.pos[token] == "PROPN" or tree.lowered[token] in NAME_PARTICLES

    def _read_agent(self, phrase: Phrase) -> None:
        """Find the longest agent noun that ends in the head: "foreign ministry" before "ministry"."""
        tree, agents = self.tree, self.vocabulary.agents
        if phrase.person or is_stance(tree, phrase.head):
            return
        phrase.agent = self.agents_of.get(self._unit_of.get(phrase.head, (0, 0)))
        if phrase.agent:
            return
        lasts = [form for form in forms(tree, phrase.head) if form in self.vocabulary.agent_ends]
        for start in range(max(phrase.start, phrase.head - LONGEST_AGENT), phrase.head + 1) if lasts else ():
            before = tree.lowered[start : phrase.head]
            for last in lasts:
                agent = agents.get(joined((*before, last)))
                if agent and (before or not is_building(tree, phrase.head)):
                    phrase.agent = agent
                    return
        if is_crowd(tree, phrase.head):
            phrase.agent = agents.get("people")

    def _kind(self, phrase: Phrase) -> MentionKind:
        if self.tree.pos[phrase.head] == "PRON":
            return MentionKind.PRONOUN
        if phrase.hit is not None:
            return phrase.hit.name.kind
        return MentionKind.NAME if phrase.name else MentionKind.NOMINAL
