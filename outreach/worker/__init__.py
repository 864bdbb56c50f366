"""Recurring work: the table of chores, what a turn of each does, and the loop that runs them."""
