"""Which words around an ambiguous expression make it one of time: May is a month, 2015 a year, or not."""

from __future__ import annotations

import re

from diplograph.language.dates.datepatterns import first_any_case
from diplograph.reading.calendar import months

_BEFORE = first_any_case(
    "in|since|of|until|till|by|from|to|between|during|before|after|through|throughout|early|late|mid|and|or|the"
)
_BEFORE_YEAR = first_any_case("for|that|this|its|their|his|her|a|around|about|circa|year|as|on|over|under|when|which")
_NUMBERED = first_any_case("fiscal(?: year)?|resolution|no\\.?|number|article|room|boeing|flight")
_MONTH = re.compile(rf"(?:\b{_BEFORE}[ -]|[-–(] ?)\Z")
_YEAR = re.compile(rf"(?:\b(?:{_BEFORE}|{_BEFORE_YEAR})[ -]|['’]s |[(\[]|[,;] |\A|\n)\Z")
_NO_YEAR = re.compile(rf"\b{_NUMBERED} \Z")
_NO_WEEKDAY = re.compile(
    r"\b(?:Good|Black|Ash|Bloody|Super|Palm|Easter|Holy|Cyber|Maundy|Giving|Shrove"
    r"|[Ee]very|[Ee]ach|[Aa]ny|[Aa]) \Z"
)
_NO_SEASON = re.compile(r"\b(?:Arab|Prague|African) \Z")
_AMBIGUOUS_MONTHS = (3, 4, 5, 6, 8)
_REACH = 24


def is_date(text: str, match: re.Match[str], family: str) -> bool:
    """Tell whether the words before ``match`` allow it to be an expression of time."""
    head = text[max(0, match.start() - _REACH) : match.start()]
    if family == "bare_month":
        is_sure = months()[match[0].lower()] not in _AMBIGUOUS_MONTHS
        return is_sure or _MONTH.search(head) is not None
    if family == "year":
        return _YEAR.search(head) is not None and not _NO_YEAR.search(head)
    if family == "weekday":
        return not _NO_WEEKDAY.search(head)
    return family != "season" or not _NO_SEASON.search(head)
