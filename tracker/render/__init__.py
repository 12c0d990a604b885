"""The only home of printing: one door, many shapes."""
