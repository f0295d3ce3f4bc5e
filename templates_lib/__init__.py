"""Planning templates and their versions."""
