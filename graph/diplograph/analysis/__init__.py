"""Builds as data: DataFrames, dyads by period, networks and their measures, figures.

The one package that imports pandas and matplotlib. ``KnowledgeGraph`` has its functions as methods.
"""
