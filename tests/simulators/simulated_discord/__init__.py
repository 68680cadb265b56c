"""A simulated Discord: REST and gateway over sockets on port 0, as strict as Discord itself."""
