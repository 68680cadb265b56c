"""How interactions and events reach the app: Socket Mode or HTTP."""
