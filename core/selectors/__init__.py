"""Reads shaped for the pages of core."""
