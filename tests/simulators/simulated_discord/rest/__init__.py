"""The REST API: one small handler for each operation, named as in Discord's OpenAPI document."""
