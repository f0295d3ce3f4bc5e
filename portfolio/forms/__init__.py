"""Forms of the portfolio: they shape and check input, services save it."""
