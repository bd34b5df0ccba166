"""Colour, type, icons: tokens in, palette and style sheet out."""
