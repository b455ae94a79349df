"""A drop-in café and its guests: who comes, what is tapped, and what a perfect observer would have seen."""
