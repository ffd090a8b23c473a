"""One way of writing each file format, the same bytes each time."""
