"""Names → candidates → comparisons → weights → evidence. Tables in, tables out; pure, and light to import."""
