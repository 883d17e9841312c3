"""Whom every phrase of a text means: names first, then an ordered list of sieves, each kept by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from diplograph.codebook.words import word_list
from diplograph.language.cast import Cast
from diplograph.language.descriptions import Descriptions
from diplograph.language.genders import FEMALE, MALE, can_be
from diplograph.language.history import SUBJECTS, History
from diplograph.language.phrase import Phrase
from diplograph.language.pronouns import pronoun, relative
from diplograph.language.references import Reference
from diplograph.language.sets import Sets, is_official, is_state
from diplograph.language.syntax import is_passive
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind, MentionKind

SPEAKER = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
# How many sentences back "the official" may have been introduced.
DESCRIPTION_REACH = 8


class Resolver:
    """Walks through one text and gives every phrase its reference."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.tree = cast.tree
        self.phrases = cast.phrases
        self.history = History(cast.phrases, cast.registry)
        self.descriptions = Descriptions(cast, self.history)
        self.sets = Sets(cast, self.history, self.descriptions)
        self.sieves: tuple[tuple[str, Callable[[Phrase], tuple[Actor, ...]]], ...] = (
            ("relative pronoun", lambda phrase: relative(self.history, phrase)),
            ("what was judged before", self._judged),
            ("pronoun", lambda phrase: pronoun(self.history, phrase) or self._speaker(phrase)),
            ("role description", self.descriptions.of),
            ("apposition", self._apposition),
            ("set of parties", self.sets.of),
            ("the other side", self.sets.other_side),
            ("name that follows", self._following),
            ("the country", self._country),
            ("same head", self._same_head),
            ("agreement", self._agreement),
        )

    def run(self) -> dict[int, Reference]:
        """Return a reference for every phrase that means someone or something known, by head token."""
        self.cast.meet_named()
        for head in self.phrases.heads:
            reference = self._resolve(self.phrases.at(head))
            if reference is not None:
                self.history.add(reference)
        return self.history.found | self._modifiers()

    def _resolve(self, phrase: Phrase) -> Reference | None:
        return self.cast.refer(phrase) or self._by_sieves(phrase) or self._by_description(phrase)

    def _modifiers(self) -> dict[int, Reference]:
        """Return the names that only modify a phrase: the "US" of "US officials"."""
        found = self.history.found
        covered = {
            token for one in found.values() if one.rule.startswith("gazetteer") for token in range(one.start, one.end)
        }
        added = {}
        for hit in self.phrases.hits:
            last = hit.end - 1
            if hit.name.actor and hit.start not in covered and last not in found:
                actors = (self.cast.registry.actor(hit.name.actor),)
                rule = "gazetteer: modifier"
                added[last] = Reference(
                    head=last, start=hit.start, end=hit.end, kind=hit.name.kind, actors=actors, rule=rule
                )
        return added

    def _by_sieves(self, phrase: Phrase) -> Reference | None:
        for name, sieve in self.sieves:
            actors = sieve(phrase)
            if actors:
                kind = MentionKind.SET if name == "set of parties" else phrase.kind
                return Reference(
                    head=phrase.head, start=phrase.start, end=phrase.end, kind=kind, actors=actors, rule=name
                )
        return None

    def _by_description(self, phrase: Phrase) -> Reference | None:
        self._take_owner(phrase)
        reference = self.cast.describe(phrase)
        if reference is None and phrase.agent and phrase.kind is MentionKind.NOMINAL:
            return self.cast.described(phrase)
        return reference

    def _take_owner(self, phrase: Phrase) -> None:
        """Give "its troops" the country that "its" means; allies and rivals are another's."""
        if phrase.owners or phrase.agent is None or self.tree.lemmas[phrase.head] in word_list("other-sides"):
            return
        for kid in self.tree.kids(phrase.head, "poss"):
            known = self.history.found.get(kid)
            country = known.actors[0].country if known and known.actors else None
            if country is not None and country in self.cast.registry.actors:
                phrase.owners = (country,)

    # -------------------------------------------------------------- the sieves

    def _speaker(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return who says the words around "I"."""
        tree = self.tree
        if tree.lowered[phrase.head] not in SPEAKER or tree.kid(phrase.head, "det") is not None:
            return ()
        for verb in tree.ancestors(phrase.head):
            subject = tree.kid(verb, "nsubj") if tree.lemmas[verb] in word_list("first-person-speech") else None
            if subject is not None and tree.lowered[subject] not in SPEAKER:
                known = self.history.found.get(subject) or self._resolve(self.phrases.at(subject))
                return known.actors if known else ()
        return ()

    def _judged(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return what "it" means where somebody judges what others have judged: "hailed the vote; Togo rejected it"."""
        tree, head = self.tree, phrase.head
        if tree.lowered[head] != "it" or tree.deps[head] not in {"dobj", "nsubj", "nsubjpass"}:
            return ()
        if not self._judges(tree.heads[head]) or (tree.deps[head] == "nsubjpass") != is_passive(tree, tree.heads[head]):
            return ()
        first = tree.sentences[max(0, tree.sentence_of[head] - 1)][0]
        verbs = [
            token
            for token in range(first, head)
            if token != tree.heads[head] and (self._judges(token) or tree.lemmas[token] in word_list("making"))
        ]
        for verb in reversed(verbs):
            for judged in tree.kids(verb, "nsubjpass" if is_passive(tree, verb) else "dobj"):
                known = self.history.found.get(judged)
                if known is not None:
                    return (
                        known.actors if len(known.actors) == 1 and known.actors[0].kind is not ActorKind.PERSON else ()
                    )
                if tree.pos[judged] == "NOUN" and not _is_plural(tree, judged):
                    return (self.cast.matters.thing(self.phrases.at(judged)),)
        return ()

    def _judges(self, verb: int) -> bool:
        tree = self.tree
        names = tree.lemmas[verb] in {"call", "consider", "describe"} and tree.kid(verb, "oprd", "ccomp", "xcomp")
        return tree.is_verb(verb) and (tree.lemmas[verb] in word_list("judging") or bool(names))

    def _following(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return the named subject of the clause after a first one: "When he arrived in Amman, Abbas met ..."."""
        tree, word = self.tree, self.tree.lowered[phrase.head]
        if tree.pos[phrase.head] != "PRON" or word not in FEMALE | MALE:
            return ()
        clause = next((verb for verb in tree.ancestors(phrase.head) if tree.deps[verb] == "advcl"), None)
        subject = tree.kid(tree.heads[clause], *SUBJECTS) if clause is not None else None
        if subject is None or subject < phrase.head or tree.pos[subject] != "PROPN":
            return ()
        known = self.cast.refer(self.phrases.at(subject))
        person = known is not None and len(known.actors) == 1 and known.actors[0].kind is ActorKind.PERSON
        return known.actors if known is not None and person and can_be(tree, word, known) else ()

    def _apposition(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Give a phrase the actors of the name that it stands beside."""
        tree, found = self.tree, self.history.found
        side = tree.lemmas[phrase.head] in word_list("other-sides")
        if not phrase.agent and not side and not self.cast.matters.is_agreement(phrase.head):
            return ()
        if tree.deps[phrase.head] == "appos" and tree.heads[phrase.head] in found:
            return self._alike(phrase, found[tree.heads[phrase.head]].actors)
        beside = tree.kid(phrase.head, "appos")
        if beside is None and side:
            # "its closest partner in the Gulf, Oman": hung on the Gulf.
            inner = [kid for prep in tree.kids(phrase.head, "prep") for kid in tree.kids(prep, "pobj")]
            beside = next((name for kid in inner for name in tree.kids(kid, "appos")), None)
        if beside is None:
            return ()
        # "the two allies, Spain and Italy"
        heads = tree.conjuncts(beside) if phrase.plural else [beside]
        named = [self.cast.refer(one) or self.cast.describe(one) for one in map(self.phrases.at, heads)]
        return self._alike(phrase, tuple(actor for other in named if other for actor in other.actors))

    def _alike(self, phrase: Phrase, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return ``actors`` if a phrase beside their name can describe them: one person is no "officials"."""
        agent, lemma = phrase.agent, self.tree.lemmas[phrase.head]
        if agent is None or agent.kind is not ActorKind.PERSON or not actors:
            return actors
        persons = all(actor.kind in {ActorKind.PERSON, ActorKind.GROUP} for actor in actors)
        # States are neighbours, allies and rivals as persons are.
        if not persons and lemma not in word_list("other-sides", "state-sets"):
            return ()
        single = len(actors) == 1 and actors[0].kind is ActorKind.PERSON
        return () if _is_plural(self.tree, phrase.head) and single else actors

    def _country(self, phrase: Phrase) -> tuple[Actor, ...]:
        if self.tree.lemmas[phrase.head] not in word_list("state-nouns") or phrase.plural or phrase.owners:
            return ()
        owned = any(self.tree.lowered[kid] in {"his", "her"} for kid in self.tree.kids(phrase.head, "poss"))
        another = self.tree.lemmas[phrase.head] in word_list("other-sides") and self.tree.kids(phrase.head, "poss")
        if another or not (phrase.definite or owned):
            return ()
        return tuple([state for state in map(self._state, self._spoken_of(phrase.head)) if state][:1])

    def _spoken_of(self, head: int) -> Iterator[Actor]:
        """Yield who was spoken of before: in earlier sentences only states, in its own officials too."""
        here = self.tree.sentence_of[head]
        for reference in self.history.before(head, reach=2):
            own = self.tree.sentence_of[reference.head] == here and not self._acts_on(reference.head, head)
            yield from (actor for actor in reference.actors if is_state(actor) or (own and is_official(actor)))

    def _acts_on(self, doer: int, head: int) -> bool:
        """Return whether ``doer`` does something to ``head``: a guest who praises "the country" praises another's."""
        tree = self.tree
        return tree.deps[head] == "dobj" and self.history.is_subject(doer) and tree.heads[doer] == tree.heads[head]

    def _state(self, actor: Actor) -> Actor | None:
        """Return a state, or the state that an official serves."""
        state = self.cast.registry.actors.get(actor.country or "")
        return state if state is not None and is_state(state) else None

    def _same_head(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Link "the official" to the official spoken of before, "the Mexican official" to a Mexican one."""
        if not phrase.definite or phrase.agent is None:
            return ()
        country, lemma = self.cast.country(phrase), self.tree.lemmas[phrase.head]
        for reference in self.history.before(phrase.head, reach=DESCRIPTION_REACH):
            alike = self.tree.lemmas[reference.head] == lemma and len(reference.actors) == 1
            if alike and country in {None, reference.actors[0].country} and self._says_no_more(phrase, reference):
                return reference.actors
        return ()

    def _says_no_more(self, phrase: Phrase, reference: Reference) -> bool:
        """Return whether a phrase can mean what was named before: same number, no name or owner of its own."""
        if _is_plural(self.tree, phrase.head) != _is_plural(self.tree, reference.head):
            return False
        office, before = phrase.office, self.phrases.at(reference.head).office
        if office and before and not before.endswith(office):
            return False
        said = set(self.tree.lowered[reference.start : reference.end])
        left = (self.tree.lowered[kid] for kid in self._named_modifiers(phrase) if not self._is_nation(kid))
        if any(word not in said for word in left):
            return False
        return reference.kind is not MentionKind.NAME or self.tree.kid(phrase.head, "poss") is None

    def _is_nation(self, token: int) -> bool:
        """Return whether a token names a state, which is compared as such; towns are told apart by their words."""
        hit = self.phrases.hit_of.get(token)
        return hit is not None and not hit.name.city

    def _named_modifiers(self, phrase: Phrase) -> list[int]:
        """Return the capitalised words in front of the head: "Trujillo" of "the Trujillo regime"."""
        tree = self.tree
        return [
            token
            for token in range(phrase.start, phrase.head)
            if tree.pos[token] in {"PROPN", "ADJ"} and tree.words[token][:1].isupper()
        ]

    def _agreement(self, phrase: Phrase) -> tuple[Actor, ...]:
        common = self.tree.pos[phrase.head] == "NOUN" and self.tree.deps[phrase.head] != "compound"
        if not common or not self.cast.matters.is_agreement(phrase.head):
            return ()
        return (self.cast.matters.agreement(phrase),)


def _is_plural(tree: Tree, head: int) -> bool:
    return tree.tags[head] in {"NNS", "NNPS"}


def resolve(cast: Cast) -> dict[int, Reference]:
    """Return whom every phrase of ``cast``'s text means, by head token."""
    found = Resolver(cast).run()
    # A person's codes, and what else the text calls an actor, may have become known only later.
    latest = {actor.id: actor for actor in (person.actor(cast.prefix) for person in cast.people.persons)}
    called = _called(found, cast)
    return {head: _refreshed(reference, latest, called) for head, reference in found.items()}


def _called(found: Mapping[int, Reference], cast: Cast) -> dict[str, set[str]]:
    """Return the words by which the text names or describes each actor; states have names enough."""
    called: dict[str, set[str]] = defaultdict(set)
    for reference in found.values():
        described = reference.kind in {MentionKind.NAME, MentionKind.NOMINAL} and len(reference.actors) == 1
        if described and not is_state(reference.actors[0]):
            called[reference.actors[0].id].add(cast.tree.slice(reference.start, reference.end))
    return called


def _refreshed(reference: Reference, latest: Mapping[str, Actor], called: Mapping[str, set[str]]) -> Reference:
    actors = []
    for known in reference.actors:
        actor = latest.get(known.id, known)
        aliases = tuple(sorted({*actor.aliases, *called.get(actor.id, ())} - {actor.name}))
        actors.append(actor if aliases == actor.aliases else replace(actor, aliases=aliases))
    return reference if reference.actors == tuple(actors) else replace(reference, actors=tuple(actors))
