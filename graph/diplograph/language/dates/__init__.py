"""Expressions of time: where they stand, what they mean, and their EDTF."""
