"""Bookings: the personal link a contact opens, and the time that was agreed."""
