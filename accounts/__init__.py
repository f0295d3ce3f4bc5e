"""People: accounts, roles, groups, sign-in and grants."""
