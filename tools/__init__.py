"""What sets up, checks and tests the tree; nothing here is part of the running product."""
