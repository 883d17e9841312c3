"""Whom phrases without a name of their own mean: an ordered list of sieves, each kept by name in the result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from diplograph.language.cast import Cast, Reference
from diplograph.language.phrases import Phrase
from diplograph.model import Actor, ActorKind, MentionKind

PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTRAL = frozenset({"it", "its", "itself"})
SPEAKER = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
STATE_NOUNS = frozenset({"country", "nation", "kingdom", "republic", "state", "island", "neighbour", "neighbor"})
SET_NOUNS = frozenset(
    "country nation side neighbour neighbor government state party power capital rival ally foe adversary".split()
)
PERSON_SET_NOUNS = frozenset("leader president minister counterpart man diplomat official premier envoy negotiator".split())
BETWEEN_STATES = frozenset({"relation", "tie"})
OTHERS = frozenset("ally neighbour neighbor rival foe enemy counterpart partner adversary opponent critic host guest".split())
TWO = frozenset({"two", "both"})
SPEECH = frozenset("say tell add state declare announce note think believe argue insist warn stress write".split())
# How many sentences back an antecedent may stand.
REACH = 3


class Resolver:
    """Walks through one text and gives every phrase its reference."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.tree = cast.tree
        self.phrases = cast.phrases
        self.found: dict[int, Reference] = {}
        self._heads: list[int] = []

    def run(self) -> dict[int, Reference]:
        """Return a reference for every phrase that means someone or something known, by head token."""
        self.cast.meet_named()
        for head in self.phrases.heads():
            phrase = self.phrases.at(head)
            reference = self.cast.refer(phrase) or self._by_sieves(phrase) or self._by_description(phrase)
            if reference is not None:
                self.found[head] = reference
                self._heads.append(head)
        self._modifiers()
        return self.found

    def _modifiers(self) -> None:
        """Add the names that only modify a phrase: the "US" of "US officials"."""
        for hit in self.phrases.hits:
            last = hit.end - 1
            if any(token in self.found and self.found[token].start <= hit.start for token in range(hit.start, hit.end)):
                continue
            if not hit.name.actor:
                continue
            actor = self.cast.registry.actor(hit.name.actor)
            self.found[last] = Reference(
                head=last, start=hit.start, end=hit.end, kind=hit.name.kind, actors=(actor,), rule="gazetteer: modifier"
            )

    def _by_sieves(self, phrase: Phrase) -> Reference | None:
        sieves: tuple[tuple[str, Callable[[Phrase], tuple[Actor, ...]]], ...] = (
            ("relative pronoun", self._relative),
            ("pronoun", self._pronoun),
            ("role description", self._role),
            ("apposition", self._apposition),
            ("set of parties", self._set),
            ("the country", self._country),
            ("same head", self._same_head),
            ("agreement", self._agreement),
        )
        for name, sieve in sieves:
            actors = sieve(phrase)
            if actors:
                kind = MentionKind.SET if name == "set of parties" else phrase.kind
                return Reference(head=phrase.head, start=phrase.start, end=phrase.end, kind=kind, actors=actors, rule=name)
        return None

    def _by_description(self, phrase: Phrase) -> Reference | None:
        self._take_owner(phrase)
        reference = self.cast.describe(phrase)
        if reference is None and phrase.agent and phrase.kind is MentionKind.NOMINAL:
            actor = self.cast.nominal(phrase, None)
            return Reference(
                head=phrase.head, start=phrase.start, end=phrase.end, kind=phrase.kind, actors=(actor,), rule="agent noun, no country"
            )
        return reference

    def _take_owner(self, phrase: Phrase) -> None:
        """Give "its troops" the country that "its" means; allies and rivals are another's."""
        if phrase.owners or phrase.agent is None or self.tree.lemmas[phrase.head] in OTHERS:
            return
        for kid in self.tree.kids(phrase.head, "poss"):
            known = self.found.get(kid)
            country = known.actors[0].country if known and known.actors else None
            if country in self.cast.registry.actors:
                phrase.owners = (country,)

    # -------------------------------------------------------------- looking back

    def _before(self, head: int, reach: int = REACH) -> Iterator[Reference]:
        """Yield references before ``head``: its sentence from the nearest, then earlier sentences, subjects first."""
        tree = self.tree
        here = tree.sentence_of[head]
        for back in range(reach + 1):
            sentence = here - back
            found = [self.found[one] for one in self._heads if tree.sentence_of[one] == sentence and one < head]
            if back == 0:
                yield from sorted(found, key=lambda one: (not self._is_subject(one.head), -one.head))
            else:
                yield from sorted(found, key=lambda one: (not self._is_subject(one.head), one.head))

    def _is_subject(self, token: int) -> bool:
        return self.tree.deps[self.tree.first_conjunct(token)] in {"nsubj", "nsubjpass"}

    # -------------------------------------------------------------- the sieves

    def _relative(self, phrase: Phrase) -> tuple[Actor, ...]:
        tree = self.tree
        if tree.lowered[phrase.head] not in RELATIVE or tree.tags[phrase.head] not in {"WP", "WDT", "WP$", "IN"}:
            return ()
        for verb in tree.ancestors(phrase.head):
            if tree.deps[verb] == "relcl":
                antecedent = self.found.get(tree.heads[verb])
                return antecedent.actors if antecedent else ()
        return ()

    def _pronoun(self, phrase: Phrase) -> tuple[Actor, ...]:
        word = self.tree.lowered[phrase.head]
        if self.tree.pos[phrase.head] != "PRON":
            return ()
        if word in PERSONAL:
            return self._nearest(phrase, lambda actor: actor.kind is ActorKind.PERSON)
        if word in PLURAL:
            return self._plural(phrase)
        if word in NEUTRAL and not self._is_expletive(phrase.head):
            return self._neutral(phrase)
        if word in SPEAKER:
            return self._speaker(phrase)
        return ()

    def _nearest(self, phrase: Phrase, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        for reference in self._before(phrase.head):
            if len(reference.actors) == 1 and fits(reference.actors[0]) and not self._same_clause(reference, phrase):
                return reference.actors
        return ()

    def _same_clause(self, reference: Reference, phrase: Phrase) -> bool:
        """Return whether both depend on one verb: "he" is not the object of his own verb."""
        tree = self.tree
        return (
            tree.heads[reference.head] == tree.heads[phrase.head]
            and tree.deps[phrase.head] in {"nsubj", "nsubjpass", "dobj", "dative"}
            and tree.deps[reference.head] in {"nsubj", "nsubjpass", "dobj", "dative"}
        )

    def _plural(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return the last group or coordination; failing that a body, of which English says "they" too."""
        bodies: tuple[Actor, ...] = ()
        for reference in self._before(phrase.head, reach=1):
            if self._same_clause(reference, phrase) or not reference.actors:
                continue
            joined = self._coordinated(reference.head)
            if len(joined) > 1:
                return joined
            plural = self.tree.tags[reference.head] in {"NNS", "NNPS"} or len(reference.actors) > 1
            if plural and not self._is_modifier(reference.head):
                return reference.actors
            if self._is_subject(reference.head) and reference.actors[0].kind not in {ActorKind.PERSON, ActorKind.MATTER}:
                bodies = bodies or reference.actors
        return bodies

    def _coordinated(self, head: int) -> tuple[Actor, ...]:
        members = [self.found[one] for one in self.tree.conjuncts(head) if one in self.found]
        return tuple(dict.fromkeys(actor for member in members for actor in member.actors))

    def _is_expletive(self, head: int) -> bool:
        """Return whether "it" only holds the place of a clause ("made it difficult to", "it is likely that")."""
        tree = self.tree
        verb = tree.heads[head]
        return any(tree.deps[kid] in {"acomp", "ccomp", "xcomp", "attr", "oprd", "advcl"} for kid in tree.children[verb]) and (
            tree.lemmas[verb] in {"be", "seem", "appear", "make", "become", "remain"} or tree.pos[verb] == "ADJ"
        )

    def _neutral(self, phrase: Phrase) -> tuple[Actor, ...]:
        kinds = {ActorKind.PERSON, ActorKind.GROUP}
        candidates = list(self._before(phrase.head, reach=1))
        if self.tree.deps[phrase.head] in {"dobj", "pobj"}:
            # An object takes up what was last spoken of, not the doer.
            candidates.sort(key=lambda one: -one.head)
        for reference in candidates:
            if reference.head in self.phrases.hit_of and self._is_modifier(reference.head):
                continue
            if len(reference.actors) == 1 and reference.actors[0].kind not in kinds and not self._same_clause(reference, phrase):
                if self.tree.deps[reference.head] in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "attr", "ROOT"}:
                    return reference.actors
        return ()

    def _is_modifier(self, head: int) -> bool:
        return self.tree.deps[head] in {"compound", "amod", "nmod", "npadvmod", "poss"}

    def _speaker(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return who says the words around "I"."""
        tree = self.tree
        for verb in tree.ancestors(phrase.head):
            if tree.lemmas[verb] in SPEECH:
                subject = tree.kid(verb, "nsubj")
                if subject is not None and subject != phrase.head and tree.lowered[subject] not in SPEAKER:
                    said = self.phrases.at(subject)
                    known = self.found.get(subject) or self.cast.refer(said) or self._by_sieves(said) or self._by_description(said)
                    return known.actors if known else ()
        return ()

    def _role(self, phrase: Phrase) -> tuple[Actor, ...]:
        if phrase.agent is None and phrase.title is None:
            return ()
        found = self.cast.holder_of(phrase)
        if found:
            return (found[0],)
        return self._rank_description(phrase)

    def _rank_description(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Link "the senior US diplomat", "the Russian leader" to an official of that state named before."""
        if not phrase.definite or phrase.plural or phrase.agent is None or phrase.agent.kind is not ActorKind.PERSON:
            return ()
        country = self.cast.country(phrase)
        wanted = _offices_described(self.tree.lemmas[phrase.head])
        for reference in self._before(phrase.head):
            actor = reference.actors[0] if len(reference.actors) == 1 else None
            if actor is None or actor.kind is not ActorKind.PERSON or "GOV" not in actor.sectors:
                continue
            if country not in {None, actor.country}:
                continue
            person = next((one for one in self.cast.people.persons if one.actor(self.cast.prefix).id == actor.id), None)
            if person and person.office and (not wanted or person.office in wanted):
                return (actor,)
        return ()

    def _apposition(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Give a phrase the actors of the name that it stands beside."""
        tree = self.tree
        if tree.deps[phrase.head] == "appos" and self.found.get(tree.heads[phrase.head]):
            if phrase.agent or self.cast.matters.is_agreement(phrase.head):
                return self.found[tree.heads[phrase.head]].actors
        beside = tree.kid(phrase.head, "appos")
        if beside is not None and (phrase.agent or self.cast.matters.is_agreement(phrase.head)):
            other = self.cast.refer(self.phrases.at(beside)) or self.cast.describe(self.phrases.at(beside))
            return other.actors if other else ()
        return ()

    def _set(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Split "the two countries" or "both leaders" into the two spoken of last."""
        lemma = self.tree.lemmas[phrase.head]
        if lemma in BETWEEN_STATES and self._is_bare_relation(phrase):
            return self._last_two(phrase.head, lambda actor: actor.kind is ActorKind.STATE)
        two = bool(phrase.modifiers & TWO) or self.tree.lowered[phrase.head] in {"neighbors", "neighbours"}
        if not phrase.plural or not two or self._has_own_members(phrase):
            return ()
        if lemma in SET_NOUNS:
            return self._last_two(phrase.head, lambda actor: actor.kind is ActorKind.STATE)
        if lemma in PERSON_SET_NOUNS:
            return self._last_two(phrase.head, lambda actor: actor.kind is ActorKind.PERSON and "GOV" in actor.sectors)
        return ()

    def _is_bare_relation(self, phrase: Phrase) -> bool:
        """Return whether "relations" are those of the two states just spoken of, nobody else's."""
        tree = self.tree
        owned = tree.kids(phrase.head, "poss", "compound", "nmod") or phrase.owners
        tied = [prep for prep in tree.kids(phrase.head, "prep") if tree.lowered[prep] in {"with", "between", "of", "to"}]
        return phrase.plural and not owned and not tied and tree.deps[phrase.head] in {"nsubj", "nsubjpass", "dobj", "pobj"}

    def _has_own_members(self, phrase: Phrase) -> bool:
        """Return whether the phrase names its countries itself ("the two Korean states", "both US and Russia")."""
        return bool(phrase.owners)

    def _last_two(self, head: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """Return the two fitting actors spoken of last; states also count by their officials and adjectives."""
        members: dict[str, Actor] = {}
        for actor in self._spoken_of_before(head):
            if fits(actor):
                members.setdefault(actor.id, actor)
            if len(members) == 2:
                return tuple(sorted(members.values(), key=lambda one: one.id))
        return ()

    def _spoken_of_before(self, head: int) -> Iterator[Actor]:
        registry = self.cast.registry
        marks = [(hit.end - 1, registry.actors[hit.name.actor]) for hit in self.phrases.hits if hit.name.actor and hit.end <= head]
        marks += [(one, actor) for one in self._heads if one < head for actor in self.found[one].actors]
        for _, actor in sorted(marks, key=lambda mark: (-mark[0], mark[1].id)):
            yield actor
            state = registry.actors.get(actor.country or "")
            if state is not None and state.kind is ActorKind.STATE:
                yield state

    def _country(self, phrase: Phrase) -> tuple[Actor, ...]:
        if self.tree.lemmas[phrase.head] not in STATE_NOUNS or not phrase.definite or phrase.plural or phrase.owners:
            return ()
        for reference in self._before(phrase.head, reach=2):
            for actor in reference.actors:
                if actor.kind is ActorKind.STATE:
                    return (actor,)
        return ()

    def _same_head(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Link "the official" to the official spoken of before, "the Mexican official" to a Mexican one."""
        if not phrase.definite or phrase.agent is None:
            return ()
        country, lemma = self.cast.country(phrase), self.tree.lemmas[phrase.head]
        for reference in self._before(phrase.head, reach=8):
            if reference.head == phrase.head or self.tree.lemmas[reference.head] != lemma or len(reference.actors) != 1:
                continue
            if country in {None, reference.actors[0].country}:
                return reference.actors
        return ()

    def _agreement(self, phrase: Phrase) -> tuple[Actor, ...]:
        if not self.cast.matters.is_agreement(phrase.head) or self.tree.pos[phrase.head] != "NOUN":
            return ()
        if self.tree.deps[phrase.head] == "compound":
            return ()
        return (self.cast.matters.agreement(phrase),)


def _offices_described(lemma: str) -> frozenset[str]:
    """Return the offices that a loose description can mean; empty = any."""
    described = {
        "diplomat": {"foreign-minister", "ambassador", "ambassador-un", "envoy"},
        "leader": {"head-of-state", "head-of-government", "monarch", "president"},
        "premier": {"head-of-government"},
        "envoy": {"envoy", "ambassador", "special-envoy", "ambassador-un"},
    }
    return frozenset(described.get(lemma, ()))


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
        if reference.kind in {MentionKind.NAME, MentionKind.NOMINAL} and len(reference.actors) == 1:
            if reference.actors[0].kind is not ActorKind.STATE:
                called[reference.actors[0].id].add(cast.tree.slice(reference.start, reference.end))
    return called


def _refreshed(reference: Reference, latest: Mapping[str, Actor], called: Mapping[str, set[str]]) -> Reference:
    actors = []
    for known in reference.actors:
        actor = latest.get(known.id, known)
        aliases = {*actor.aliases, *called.get(actor.id, ())} - {actor.name}
        actors.append(replace(actor, aliases=tuple(sorted(aliases))))
    return replace(reference, actors=tuple(actors))
