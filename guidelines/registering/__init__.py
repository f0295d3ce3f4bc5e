"""Entries of guidelines in the registries, by area."""
