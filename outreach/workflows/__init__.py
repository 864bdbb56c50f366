"""Workflows: verbs that cross rooms. Each says, from top to bottom, what happens when X does."""
