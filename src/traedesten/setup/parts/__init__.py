"""One module for each part of the agreement that is a list of rows."""
