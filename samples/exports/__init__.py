"""Archives as the platforms write them, one module a platform; `layouts.py` lists every layout."""
