"""On whose word a clause stands."""

from __future__ import annotations

import pytest

from diplograph.language.speech import Voice
from diplograph.language.tree import Tree
from trees import Case, cases_of, token_at
from world import account_of


def _shown(word: str, voice: Voice, tree: Tree) -> list[str]:
    speaker = voice.speaker
    name = "-" if speaker is None else (speaker.id if len(speaker.id) == 3 else speaker.name)
    cue = "-" if voice.cue is None else tree.words[voice.cue]
    return [word, voice.kind.value, name, cue]


@pytest.mark.parametrize("case", cases_of("speech", "voices"))
def test_voice_of_each_word(case: Case) -> None:
    scene = account_of(case).scene
    tree = scene.parsed.tree
    words = [wanted[0] for wanted in case["voices"]]
    found = [_shown(word, scene.speech.voice(token_at(tree, word)), tree) for word in words]
    assert found == case["voices"]


@pytest.mark.parametrize("case", cases_of("speech", "quoted"))
def test_quoted_tokens(case: Case) -> None:
    speech = account_of(case).scene.speech
    assert [speech.tree.words[token] for token in sorted(speech.quoted)] == case["quoted"].split()
