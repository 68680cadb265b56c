"""Simulated platforms: real servers over sockets on port 0, as strict as the platforms themselves."""
