"""How people behave in the simulation, as a TOML file (UTF-8)."""
