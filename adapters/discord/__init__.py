"""Discord: interactions become commands, views become components and modals, messages go out.

Knows the core and Discord's SDK; has no rule of mentoring, no wording and no storage.
"""
