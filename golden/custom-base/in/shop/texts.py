"""Texts of the shop."""

from markdown import markdown

WELCOME = markdown("# Welcome")
