"""Every write to report definitions, runs and deliveries."""
