"""The search for names where no name may be: in bytes, text, files and folders, through what hides them."""
