"""What the Makefile calls; the set-up part needs the standard library alone."""
