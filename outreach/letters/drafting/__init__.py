"""Drafts every letter of an interview from facts: sentences of ours, with slots for what was typed. Pure."""
