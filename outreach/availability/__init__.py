"""Availability: when the account can talk, and the slots that follow from it."""
