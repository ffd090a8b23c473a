"""Workbooks that come back: a 台帳 that people filled in, read cell by cell, compared and merged."""
