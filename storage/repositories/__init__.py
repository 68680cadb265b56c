"""The repositories of a unit of work, grouped as the domain is."""
