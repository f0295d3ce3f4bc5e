"""Guidelines as Markdown files: in and out. Pure Python, no Django, no database."""
