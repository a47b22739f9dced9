"""Answers as pages. Each module is imported where it is needed."""
