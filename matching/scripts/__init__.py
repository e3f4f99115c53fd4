"""Names in a script of their own beside Latin spellings: what a letter of one stands for in the other."""
