"""What people do at their clients, and what the bot is told of it."""
