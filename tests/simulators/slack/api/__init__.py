"""The Web API: one file for each family of methods, `dispatch` for what all have in common."""
