"""What a dialog itself says, whatever it shows."""

ANSWER = "Mentoring"  # the title of an answer that has no heading
CANCEL = "Cancel"
CLOSE = "Close"
WAITING_TITLE = "One moment"
WAITING = "One moment, please …"
NOTHING = "There is nothing to show right now. Type /mentor-help to see what you can do."
