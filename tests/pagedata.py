"""What the page's scripts read, as values."""

from __future__ import annotations

import json
from typing import Any

from diplograph.model import Records
from diplograph.outputs.page.page import payload_of


def page_payload(records: Records) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(payload_of(records)))
    return found
