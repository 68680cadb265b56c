"""Slack: payloads become commands, views become blocks and dialogs, messages go out.

Knows the core and Slack's SDK; has no rule of mentoring, no wording and no storage.
"""
