"""One module per change of the tables; never edited after a release."""
