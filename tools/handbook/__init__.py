"""The handbook: docs/handbook/ and what the product shows of it, written from tests/spec by the engine."""
