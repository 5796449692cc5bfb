"""Versions: how one comes in, what is checked and stored of it, and its way from draft to published and back."""
