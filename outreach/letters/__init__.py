"""Letters: what is said to a contact, how it is drafted, and the coach that reads along."""
