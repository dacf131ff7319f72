"""Quays and their ships."""

__version__ = "1.1.0"
