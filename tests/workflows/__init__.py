"""What follows from what: the outbox, the journal, the stage and the follow-ups after each step."""
