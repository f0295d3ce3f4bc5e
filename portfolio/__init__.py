"""Portfolios, programmes and projects, and their figures over time."""
