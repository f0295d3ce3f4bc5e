"""Guidelines and methods of the project management system."""
