"""The labelled corpus, and what the product makes of it."""
