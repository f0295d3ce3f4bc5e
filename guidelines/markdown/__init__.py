"""Markdown to safe HTML, sections, words: pure functions that know no Django and no database."""
