"""The whole of Volet in a real browser, served by the real demonstration."""
