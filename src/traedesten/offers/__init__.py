"""What a resident can be bridged to, and who provides it; it refuses to know who was."""
