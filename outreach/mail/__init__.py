"""Mail: the outbox and how a message becomes bytes, the mailbox and what a message says, and what speaks to servers."""
