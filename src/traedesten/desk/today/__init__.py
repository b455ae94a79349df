"""The first page of the day: what is on, what is due, what needs a look, and what one just wrote."""
