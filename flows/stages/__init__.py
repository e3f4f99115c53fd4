"""What each stage of an audit does to its workroom. No Prefect here: these are plain functions."""
