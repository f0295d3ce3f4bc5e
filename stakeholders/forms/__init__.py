"""Forms of reporting: they shape and check input, services save it."""
