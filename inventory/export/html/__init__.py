"""The report to look at: one HTML file without network, scripts or found values."""
