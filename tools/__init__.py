"""What developers of Teamshelf run: catalogues, pages, the step of the GitHub Action."""
