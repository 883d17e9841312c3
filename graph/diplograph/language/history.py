"""Whom a text has spoken of so far: what coreference looks back on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from diplograph.codebook.registry import Registry
from diplograph.language.phrase import Phrase
from diplograph.language.phrases import Phrases
from diplograph.language.references import Reference
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "npadvmod", "poss"})
# How many sentences back an antecedent may stand.
REACH = 3
# How many sentences back the two parties of "both sides" may stand.
FAR = 12


class History:
    """The references of one text in the order in which they are found."""

    def __init__(self, phrases: Phrases, registry: Registry) -> None:
        self.phrases = phrases
        self.tree: Tree = phrases.tree
        self.registry = registry
        self.found: dict[int, Reference] = {}
        self._heads: dict[int, list[int]] = defaultdict(list)
        self._hits: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._located: set[int] = set()
        for hit in phrases.hits:
            # "in Oslo" says where, not which state is spoken of.
            if hit.name.city and hit.start and self.tree.lowered[hit.start - 1] in {"in", "at", "near"}:
                self._located.add(hit.end - 1)
            elif hit.name.actor:
                self._hits[self.tree.sentence_of[hit.start]].append((hit.end - 1, hit.name.actor))

    def add(self, reference: Reference) -> None:
        """Note one more reference."""
        self.found[reference.head] = reference
        self._heads[self.tree.sentence_of[reference.head]].append(reference.head)

    def before(self, head: int, reach: int = REACH) -> Iterator[Reference]:
        """Yield references before ``head``: of its sentence the nearest first, of earlier ones the first first.

        Subjects come before all others of their sentence.
        """
        here = self.tree.sentence_of[head]
        for back in range(reach + 1):
            heads = [one for one in self._heads.get(here - back, ()) if one < head]
            nearest = -1 if back == 0 else 1
            for one in sorted(heads, key=lambda one: (not self.is_subject(one), nearest * one)):
                yield self.found[one]

    def is_subject(self, token: int) -> bool:
        """Return whether ``token`` is a subject or coordinated with one."""
        return self.tree.deps[self.tree.first_conjunct(token)] in SUBJECTS

    def doer(self, head: int) -> Reference | None:
        """Return whom the subject of the verb around ``head`` means, or of the verb that is coordinated with it."""
        tree = self.tree
        verb = next((one for one in tree.ancestors(head) if tree.is_verb(one)), None)
        while verb is not None and not tree.kids(verb, *SUBJECTS) and tree.deps[verb] == "conj":
            verb = tree.heads[verb]
        subject = tree.kid(verb, *SUBJECTS) if verb is not None else None
        return self.found.get(subject) if subject is not None and subject != head else None

    def is_modifier(self, token: int) -> bool:
        """Return whether ``token`` only modifies a noun."""
        return self.tree.deps[token] in MODIFIERS

    def same_clause(self, reference: Reference, phrase: Phrase) -> bool:
        """Return whether both depend on one verb: "he" is not the object of his own verb."""
        tree, one, two = self.tree, reference.head, phrase.head
        return tree.heads[one] == tree.heads[two] and {tree.deps[one], tree.deps[two]} <= ARGUMENTS

    def coordinated(self, head: int) -> tuple[Actor, ...]:
        """Return the actors of all members of a coordination, each once."""
        members = [self.found[one] for one in self.tree.conjuncts(head) if one in self.found]
        return tuple(dict.fromkeys(actor for member in members for actor in member.actors))

    def spoken_of(self, head: int, reach: int = FAR - 1) -> Iterator[Actor]:
        """Yield who was spoken of before ``head``, the last first; with an official also the state."""
        here = self.tree.sentence_of[head]
        for sentence in range(here, max(-1, here - reach - 1), -1):
            marks = [(token, self.registry.actors[ident]) for token, ident in self._hits.get(sentence, ())]
            marks += [(one, actor) for one in self._spoken(sentence) for actor in self.found[one].actors]
            for token, actor in sorted(marks, key=lambda mark: (-mark[0], mark[1].id)):
                if token < head:
                    yield actor
                    yield from filter(None, [self.state_of(actor)])

    def _spoken(self, sentence: int) -> list[int]:
        """Return the references of a sentence that are more than the town where something was."""
        return [head for head in self._heads.get(sentence, ()) if head not in self._located]

    def sentences_before(self, head: int) -> Iterator[tuple[list[tuple[Actor, ...]], list[Actor]]]:
        """Yield what is joined and who is spoken of in each earlier sentence; with an official also the state."""
        here = self.tree.sentence_of[head]
        for sentence in range(here - 1, max(-1, here - FAR), -1):
            heads = self._spoken(sentence)
            named = [self.registry.actors[ident] for _, ident in self._hits.get(sentence, ())]
            named += [actor for one in heads for actor in self.found[one].actors]
            joined = [self.coordinated(one) for one in heads if self.tree.first_conjunct(one) == one]
            yield joined, [*named, *(state for actor in named if (state := self.state_of(actor)))]

    def state_of(self, actor: Actor) -> Actor | None:
        """Return the state that an official serves, or a state itself; none where the country is only supposed."""
        if not actor.linked:
            return None
        state = self.registry.actors.get(actor.country or "")
        return state if state is not None and state.kind is ActorKind.STATE else None
