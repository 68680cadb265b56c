"""What the core needs from outside, as Protocols: storage, platforms, time and drawing."""
