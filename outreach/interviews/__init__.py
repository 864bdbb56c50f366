"""Interviews: one ask of one contact, from the idea to the thanks."""
