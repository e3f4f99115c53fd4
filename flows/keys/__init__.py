"""The keys of people: which there are, how one is replaced when it is lost, and rehearsals of that."""
