"""Maths of portfolio controlling: pure Python, numbers in, results out."""
