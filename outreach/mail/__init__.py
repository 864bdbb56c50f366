"""Mail: the outbox, how a message becomes bytes, and the one place that speaks SMTP."""
