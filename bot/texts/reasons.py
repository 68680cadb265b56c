"""Why a match ended, as people choose it and moderators see it counted."""

REASONS = {
    "reached": "We reached what we wanted",
    "no-time": "Too little time",
    "times": "No times that suited both",
    "no-fit": "We were not a good fit",
    "quiet": "It went quiet",
    "changed": "A job or school changed",
    "other": "Another reason",
}
