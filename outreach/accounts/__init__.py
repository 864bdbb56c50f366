"""Accounts: who uses Outreach, how they sign in, and the mail account they write from."""
