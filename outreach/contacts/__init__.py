"""Contacts: the people who are asked, where they work, and who led to whom."""
