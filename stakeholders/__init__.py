"""Reports to stakeholders: definitions, schedules, runs, deliveries."""
