"""Turns a real-world CSV or XLSX file into project records, without any knowledge of Django.

The steps: readers.read -> layout.detect -> mapping.propose -> records.build.
"""
