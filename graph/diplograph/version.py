"""The version of the software, as every build records it."""

__version__ = "0.1.0"
