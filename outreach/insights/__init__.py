"""Insights: everything at a glance, and what can honestly be said of what works."""
