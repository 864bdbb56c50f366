"""Follow-ups: what is due after each step, and when."""
