"""Outreach carries one informational interview from a name to the thank-you note."""
