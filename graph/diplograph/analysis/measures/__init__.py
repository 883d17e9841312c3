"""Measures of the networks of a build, each with its formula and where it comes from.

They take what ``KnowledgeGraph.network`` gives. Only asserted events are measured. A network out of news shows what was
reported: who is written about often looks central, and a missing edge is no missing tie.
"""

from __future__ import annotations

from diplograph.analysis.measures.brokers import MisleadingWarning, betweenness, brokerage, mediators
from diplograph.analysis.measures.groups import Communities, Triads, communities, structural_balance
from diplograph.analysis.measures.networks import two_mode
from diplograph.analysis.measures.ties import balances, degrees, event_degrees, network_reciprocity, reciprocity

__all__ = [
    "Communities",
    "MisleadingWarning",
    "Triads",
    "balances",
    "betweenness",
    "brokerage",
    "communities",
    "degrees",
    "event_degrees",
    "mediators",
    "network_reciprocity",
    "reciprocity",
    "structural_balance",
    "two_mode",
]
