"""How each platform is opened on a database: one file each, joining an adapter to the rest."""
