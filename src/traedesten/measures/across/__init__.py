"""What a person sees over all their programmes: read from kept boards, never worked out while the page waits."""
