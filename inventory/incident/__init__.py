"""Incidents: what was in the data that leaked, what the law asks for, and the case with its papers."""
