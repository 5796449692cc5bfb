"""A shelf to look at: example apps, and some life among them."""
