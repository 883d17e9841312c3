"""Parses put straight before any rule reads them: names whole, lists joined, clauses and objects where they belong."""
