"""Invented neighbourhoods: programmes as YAML, and a generator that fills them with plausible days. Knows no Django."""
