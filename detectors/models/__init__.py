"""Trained models; names.md beside them says what each was made from."""
