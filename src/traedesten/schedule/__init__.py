"""What is planned or under way: sessions, runs, initiatives and their threads; it refuses to know what happened."""
