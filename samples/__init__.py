"""A fictional company's file share, the same bytes each time, and the truth about every file in it."""
