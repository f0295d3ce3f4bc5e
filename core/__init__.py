"""What every app shares: events, jobs, files, search, design system, list page, registries."""
