"""What an auxiliary makes of the act after it: a plan, a possibility, a request."""

from __future__ import annotations

from diplograph.model import Modality

AUXILIARIES = {
    "will": Modality.PLANNED,
    "'ll": Modality.PLANNED,
    "shall": Modality.PLANNED,
    "wo": Modality.PLANNED,
    "may": Modality.HYPOTHETICAL,
    "might": Modality.HYPOTHETICAL,
    "could": Modality.HYPOTHETICAL,
    "can": Modality.HYPOTHETICAL,
    "would": Modality.HYPOTHETICAL,
    "'d": Modality.HYPOTHETICAL,
    "should": Modality.REQUESTED,
    "must": Modality.REQUESTED,
    "ought": Modality.REQUESTED,
}
# Who "would like" somebody to act asks for it.
WISHING = frozenset({"like", "prefer", "want"})
