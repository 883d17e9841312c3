"""What the page's scripts read, as values."""

from __future__ import annotations

import json
from typing import Any

from diplograph.model import Records
from diplograph.outputs.page.cast import cast_of
from diplograph.outputs.page.payload import in_order, payload_chunks


def page_payload(records: Records) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        "".join(payload_chunks(records, cast_of(records.events), in_order(records.events)))
    )
    return found
