"""From a frozen snapshot to the parts of a PDF, without a database."""
