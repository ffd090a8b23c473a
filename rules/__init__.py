"""Data only: kinds of personal data, document types, word lists, retention periods."""
