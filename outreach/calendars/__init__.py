"""What travels between calendars: invitations out, answers and busy times in. Pure."""
