"""The facts of the field: states, settings, topics, professions and the meeting agenda, read once and never changed.

The rows lie in `data/`; the column `also` holds what people type instead of the name. Compiled from public sources.
"""
