"""The tests of Teamshelf."""
