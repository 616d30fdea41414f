"""What to expect: the public pages, their languages, and what may honestly be said of each translation."""
