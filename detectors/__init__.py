"""Text to findings: what personal data a passage or a table holds, and whose. Knows nothing of files or SQL."""
