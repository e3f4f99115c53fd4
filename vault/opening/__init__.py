"""The page that shows a person the words of their documents, in any browser and without a network."""
