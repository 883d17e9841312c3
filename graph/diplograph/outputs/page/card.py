"""What a notebook shows: a light card without script, and the whole page in a sandboxed frame above it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from diplograph.model import Event, Records, Status
from diplograph.outputs.page.payload import in_order
from diplograph.outputs.page.summary import Pair, page_title, summary, top_pairs
from diplograph.outputs.phrasing import Tone, date_text, event_title, one_line, tone

PAIRS, EVENTS, NAME, SENTENCE = 6, 10, 40, 300
_INK = {Tone.COOPERATIVE: "#0072b2", Tone.CONFLICTUAL: "#c2410c", Tone.NEUTRAL: "#6e7781"}
_MARK = {Tone.COOPERATIVE: "+", Tone.CONFLICTUAL: "−", Tone.NEUTRAL: "·"}
_FONT = "font:14px/1.45 system-ui,'DejaVu Sans',Arial,sans-serif"
_CELL = "text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-top:1px solid #8884"


def _short(text: str, length: int) -> str:
    line = one_line(text)
    return escape(line if len(line) <= length else line[: length - 1] + "…")


def _bar(x: float, y: int, width: float, tone_name: Tone) -> str:
    return f'<rect x="{x:.1f}" y="{y}" width="{max(width, 1):.1f}" height="10" fill="{_INK[tone_name]}"/>'


def _pair_line(pair: Pair, y: int, unit: float) -> str:
    parts = (
        (pair.cooperative, Tone.COOPERATIVE),
        (pair.conflictual, Tone.CONFLICTUAL),
        (pair.events - pair.cooperative - pair.conflictual, Tone.NEUTRAL),
    )
    x, bars = 300.0, []
    for number, tone_name in parts:
        if number:
            bars.append(_bar(x, y - 9, number * unit - 1, tone_name))
            x += number * unit
    name = _short(f"{pair.first} – {pair.second}", NAME)
    label = f'<text x="290" y="{y}" text-anchor="end" fill="currentColor">{name}</text>'
    told = f"{pair.events} (+{pair.cooperative} −{pair.conflictual})"
    return label + "".join(bars) + f'<text x="{x + 6:.1f}" y="{y}" fill="currentColor">{told}</text>'


def _drawing(pairs: Sequence[Pair]) -> str:
    if not pairs:
        return ""
    unit = 180 / max(pair.events for pair in pairs)
    lines = "".join(_pair_line(pair, 16 + at * 22, unit) for at, pair in enumerate(pairs))
    height = len(pairs) * 22 + 6
    return (
        f'<svg width="580" height="{height}" viewBox="0 0 580 {height}" role="img" style="max-width:100%" '
        'font-size="13"><title>Events between the busiest pairs: co-operative blue, conflictual orange, '
        f"neutral grey</title>{lines}</svg>"
    )


def _row(event: Event) -> str:
    sentence = event.claims[0].sentence.text if event.claims else ""
    title = _short(event_title(event), 120)
    struck = event.status in {Status.DENIED, Status.CANCELLED}
    shown = f"<s>{title}</s>" if struck else title
    dash = "solid" if event.status is Status.ASSERTED else "dashed"
    status = f'<span style="border:1px {dash} #888;border-radius:9px;padding:0 7px">{event.status.value}</span>'
    ink = _INK[tone(event)]
    cells = (
        escape(date_text(event.date)),
        f'<b style="color:{ink}" title="{tone(event).value}">{_MARK[tone(event)]}</b> <bdi>{shown}</bdi>',
        status,
        f"<bdi>{_short(sentence, SENTENCE)}</bdi>",
    )
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _chosen(events: Sequence[Event]) -> Sequence[Event]:
    """Return ten events: those with most reports, in order of their dates."""
    told = sorted(events, key=lambda event: (-len(event.claims), event.date is None, event.id))
    return in_order(told[:EVENTS])


def _table(events: Sequence[Event], size: int) -> str:
    heads = "".join(f'<th style="{_CELL}">{head}</th>' for head in ("Date", "Event", "Status", "Sentence"))
    rows = "".join(_row(event) for event in events)
    more = f"<p>{size - len(events):,} more events in the graph.</p>" if size > len(events) else ""
    return f'<table style="border-collapse:collapse;font-size:13px"><tr>{heads}</tr>{rows}</table>{more}'


def card(records: Records) -> str:
    """Return a static card of at most 50 kB: counts, the busiest pairs drawn, ten events with sentences."""
    events = [event for event in records.events if event.status is not Status.DENIED]
    heading = f'<p style="font-size:16px;margin:0"><b><bdi>{_short(page_title(records, None), 120)}</bdi></b></p>'
    counts = f'<p style="margin:2px 0 8px"><bdi>{escape(summary(records))}</bdi></p>'
    drawing = _drawing(top_pairs(records)[:PAIRS])
    table = _table(_chosen(events), len(events))
    return f'<div class="diplograph" style="{_FONT}">{heading}{counts}{drawing}{table}</div>'


def embed(records: Records, height: int = 600) -> str:
    """Return the whole page in a sandboxed frame, followed by the card for viewers that strip frames.

    Args:
        records: the build.
        height: of the frame, in pixels.
    """
    from diplograph.outputs.page.page import render_page

    page = escape(render_page(records), quote=True)
    frame = (
        f'<iframe title="diplograph" sandbox="allow-scripts allow-downloads" srcdoc="{page}" '
        f'style="width:100%;height:{int(height)}px;border:1px solid #8888"></iframe>'
    )
    return frame + f"<details><summary>The same in short, without scripts</summary>{card(records)}</details>"
