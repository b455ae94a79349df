"""Who and where: organisations, areas, venues, staff; it refuses to know any programme or resident."""
