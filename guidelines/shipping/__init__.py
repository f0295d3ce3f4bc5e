"""What comes with the portal: read from files, compared with what a company made of it."""
