"""Who says what: direct and indirect speech, "according to", and marks of doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diplograph.codebook.words import word_list
from diplograph.language.arguments import Arguments
from diplograph.language.judgements import denies_charge, is_left_open, judged
from diplograph.language.references import Reference
from diplograph.language.syntax import is_passive
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind, AttributionKind, MentionKind

# Words that name the source of a whole sentence.
LEADS = (
    ("according", "to"),
    ("in", "the", "words", "of"),
    ("in", "the", "view", "of"),
    ("per",),
    ("by", "the", "account", "of"),
    ("by", "its", "own", "account"),
    ("by", "his", "own", "account"),
    ("by", "her", "own", "account"),
    ("by", "their", "own", "account"),
)
LEADS_BY_WORD = {first: [lead for lead in LEADS if lead[0] == first] for first, *_ in LEADS}

# A speaker's label is no longer than this, with its colon.
LABEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """On whose word a clause stands; ``cue`` is the token that says so."""

    kind: AttributionKind
    speaker: Actor | None = None
    cue: int | None = None


OWN_VOICE = Voice(kind=AttributionKind.OWN_VOICE)


class SpeechReader:
    """Finds the speaker of any token of one text."""

    def __init__(self, tree: Tree, arguments: Arguments, references: Mapping[int, Reference]) -> None:
        self.tree = tree
        self.arguments = arguments
        self.references = references
        self.quoted = _quoted_tokens(tree)
        self._last: dict[int, Voice] = {}

    def voice(self, token: int) -> Voice:
        """Return on whose word the clause around ``token`` stands."""
        tree = self.tree
        verb = self._speech_verb(token)
        if verb is not None:
            return self._spoken(verb, token)
        source = self._according_to(token) or self._labelled(token)
        if source is not None:
            return self._of(source[0], source[1], quoted=False)
        claim = self._claim(token)
        if claim is not None:
            return self._claimed(claim)
        if token in self.quoted:
            return self._continued(tree.sentence_of[token])
        return OWN_VOICE

    def _speech_verb(self, token: int) -> int | None:
        """Return the verb of saying or denying whose content ``token`` is part of."""
        below = token
        for above in self.tree.ancestors(token):
            if self._says(below, above):
                return above
            below = above
        return None

    def _claim(self, token: int) -> int | None:
        """Return the noun whose that-clause tells ``token`` ("reports that troops fled"), or that somebody names."""
        tree = self.tree
        for one in (token, *tree.ancestors(token)):
            if self._namers(one):
                return one
            noun = tree.heads[one]
            told = tree.deps[one] in {"acl", "ccomp"} and tree.lemmas[noun] in word_list("claims")
            if told and tree.pos[noun] == "NOUN" and any(tree.lowered[kid] == "that" for kid in tree.kids(one, "mark")):
                # "Reports that troops fled were false": that is our text's own word.
                return None if judged(tree, tree.heads[noun]) else noun
        return None

    def _namers(self, noun: int) -> list[int]:
        """Return who calls a thing so: Chad of "protested against what Chad called a massacre"."""
        tree = self.tree
        named = [kid for kid in tree.kids(noun, "relcl") if tree.lemmas[kid] in word_list("naming") and kid < noun]
        return [subject for verb in named for subject in tree.kids(verb, "nsubj")]

    def _claimed(self, noun: int) -> Voice:
        """Return whose claim a noun is: "Iran's accusation that"; else somebody's without a name."""
        owners = self._namers(noun) or self.arguments.owners.of(noun)
        return self._of(owners[0], noun, quoted=False) if owners else Voice(kind=AttributionKind.UNNAMED, cue=noun)

    def _says(self, below: int, verb: int) -> bool:
        """Return whether ``below`` is what ``verb`` says: a clause, or of denials also a noun."""
        tree, dep, lemma = self.tree, self.tree.deps[below], self.tree.lemmas[verb]
        if is_left_open(tree, verb) or denies_charge(tree, verb, below):
            return False
        if lemma in word_list("denying"):
            claim = dep in {"dobj", "nsubjpass"} and (lemma == "deny" or tree.lemmas[below] in word_list("claims"))
            return dep in {"ccomp", "xcomp"} or claim
        if dep in {"ccomp", "parataxis"}:
            return lemma in word_list("saying")
        return dep == "xcomp" and lemma in word_list("hearsay")

    def _spoken(self, verb: int, token: int) -> Voice:
        passive = is_passive(self.tree, verb)
        subjects = self.arguments.slot(verb, "subj")
        if not subjects or passive:
            return Voice(kind=AttributionKind.UNNAMED, cue=verb)
        return self._of(subjects[0], verb, quoted=token in self.quoted)

    def _of(self, head: int, cue: int, *, quoted: bool) -> Voice:
        reference = self.references.get(head)
        speaker = reference.actors[0] if reference and reference.actors else None
        if speaker is None or self._is_anonymous(head, reference, speaker):
            return Voice(kind=AttributionKind.UNNAMED, speaker=speaker, cue=cue)
        return Voice(kind=AttributionKind.DIRECT if quoted else AttributionKind.INDIRECT, speaker=speaker, cue=cue)

    def _is_anonymous(self, head: int, reference: Reference | None, speaker: Actor) -> bool:
        """Return whether the speaker has no name: "officials", "a diplomat", "US media"."""
        if reference is None or reference.kind in {MentionKind.NAME, MentionKind.METONYM}:
            return False
        if speaker.kind is ActorKind.PERSON and not speaker.id.endswith(f"-{self.tree.lemmas[head]}"):
            return self.tree.lemmas[head] in word_list("anonymous") and reference.rule.startswith("agent noun")
        return (
            speaker.kind in {ActorKind.GROUP, ActorKind.MEDIA, ActorKind.PERSON}
            and reference.kind is MentionKind.NOMINAL
        )

    def _according_to(self, token: int) -> tuple[int, int] | None:
        """Return the named source of a sentence and the first word of the phrase that names it."""
        tree = self.tree
        start, end = tree.sentences[tree.sentence_of[token]]
        for word in range(start, end - 1):
            for lead in LEADS_BY_WORD.get(tree.lowered[word], ()):
                last = word + len(lead) - 1
                if tuple(tree.lowered[word : last + 1]) == lead:
                    named = tree.kid(last, "pobj") or tree.kid(word, "pobj") or self._next_noun(last, end)
                    named = self._teller(word) if lead[-1] == "account" and named not in self.references else named
                    if named is not None and named != token:
                        return named, word
        return None

    def _teller(self, prep: int) -> int | None:
        """Return who tells "by its own account": the subject of the clause."""
        subjects = (
            self.arguments.slot(self.tree.heads[prep], "subj") if self.tree.is_verb(self.tree.heads[prep]) else []
        )
        return next(iter(subjects), None)

    def _labelled(self, token: int) -> tuple[int, int] | None:
        """Return the speaker whose name and a colon open the sentence: "Kremlin: NATO is arming Kyiv"."""
        tree = self.tree
        start, end = tree.sentences[tree.sentence_of[token]]
        for colon in range(start + 1, min(end, start + LABEL)):
            if tree.words[colon] == ":" and colon < token:
                named = next((one for one in range(colon - 1, start - 1, -1) if one in self.references), None)
                verbs = any(tree.is_verb(one) for one in range(start, colon))
                return None if named is None or verbs or self._is_dateline(named) else (named, colon)
        return None

    def _is_dateline(self, head: int) -> bool:
        """Return whether a label is a town in capitals, which says from where, not who: "BRUSSELS: NATO said"."""
        hit = self.arguments.phrases.hit_of.get(head)
        place = hit is not None and (hit.is_place or self.references[head].kind is MentionKind.METONYM)
        return self.tree.words[head].isupper() and place

    def _next_noun(self, token: int, end: int) -> int | None:
        heads = (one for one in range(token + 1, min(end, token + 8)) if one in self.references)
        return next(heads, None)

    def _continued(self, sentence: int) -> Voice:
        """Return the speaker of a quotation that goes on: whoever spoke in this sentence or the one before."""
        tree = self.tree
        for back in (sentence, sentence - 1, sentence + 1):
            if not 0 <= back < len(tree.sentences):
                continue
            for token in range(*tree.sentences[back]):
                if tree.lemmas[token] in word_list("saying") and tree.is_verb(token) and token not in self.quoted:
                    subjects = self.arguments.slot(token, "subj")
                    if subjects:
                        return self._of(subjects[0], token, quoted=True)
        return Voice(kind=AttributionKind.UNNAMED)


def _quoted_tokens(tree: Tree) -> frozenset[int]:
    """Return the tokens between quotation marks that open and close within one paragraph."""
    quoted: set[int] = set()
    opened: int | None = None
    for token, word in enumerate(tree.words):
        if word.isspace() and "\n\n" in word:
            opened = None
        elif word in {'"', "``", "''"}:
            if opened is None:
                opened = token
            else:
                quoted.update(range(opened + 1, token))
                opened = None
    return frozenset(quoted)
