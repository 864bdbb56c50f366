"""Invented people and their stories, for looking around before anybody real is there."""
