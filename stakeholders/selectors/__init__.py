"""Reads shaped for pages and for the report."""
