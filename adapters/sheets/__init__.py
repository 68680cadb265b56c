"""Reading the sign-up sheets that groups already have: CSV exports of any encoding, with headers in anybody's words."""
