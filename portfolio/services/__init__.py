"""Every write to portfolios and projects."""
