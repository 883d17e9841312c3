"""What can be said of things: the values of every field that has a fixed few."""

from __future__ import annotations

from enum import StrEnum


class SegmentKind(StrEnum):
    """What a stretch of a document is."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"


class MentionKind(StrEnum):
    """How a text refers to an actor."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    DEMONYM = "demonym"
    METONYM = "metonym"
    SET = "set"


class ActorKind(StrEnum):
    """What an actor is; a matter (agreement, process, thing) is what an event is about, not a doer."""

    PERSON = "person"
    STATE = "state"
    GOVERNMENT = "government body"
    ORGANISATION = "international organisation"
    ARMED_GROUP = "armed group"
    PARTY = "party"
    COMPANY = "company"
    MEDIA = "media"
    NGO = "NGO"
    GROUP = "group of people"
    MATTER = "matter"


class Tenure(StrEnum):
    """Whether an office is held on the day it is spoken of."""

    CURRENT = "current"
    FORMER = "former"
    ACTING = "acting"
    DESIGNATE = "designate"
    CANDIDATE = "candidate"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """The part an actor plays in an event."""

    SOURCE = "source"
    TARGET = "target"
    PARTY = "party"
    HOST = "host"
    MEDIATOR = "mediator"
    BENEFICIARY = "beneficiary"
    INSTRUMENT = "instrument"
    TOPIC = "topic"


class Modality(StrEnum):
    """How a claim presents its event."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    REQUESTED = "requested"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """What follows for an event from all its claims together."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    DISPUTED = "disputed"
    PLANNED = "planned"
    REQUESTED = "requested"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Polarity(StrEnum):
    """Whether the words affirm or negate."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class AttributionKind(StrEnum):
    """On whose word a claim stands."""

    OWN_VOICE = "own-voice"
    DIRECT = "direct"
    INDIRECT = "indirect"
    UNNAMED = "unnamed"


class Grade(StrEnum):
    """How well the parties are known: A, an asserted act of two linked actors; B lacks one of that; C has one actor."""

    A = "A"
    B = "B"
    C = "C"


class Granularity(StrEnum):
    """The finest unit that the text determines."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    INTERVAL = "interval"


class Verdict(StrEnum):
    """What was decided about things that may be one; doubtful ones are kept apart until somebody says otherwise."""

    SAME = "same"
    DIFFERENT = "different"
    DOUBTFUL = "doubtful"
