"""The rows of the reference data, as CSV files (UTF-8, with a header)."""
