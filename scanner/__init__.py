"""File shares to text: crawl, identify, read. Knows nothing of personal data."""
