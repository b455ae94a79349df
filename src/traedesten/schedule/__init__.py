"""What is planned or under way: sessions, rhythms, runs, initiatives and threads; it refuses to know what happened."""
