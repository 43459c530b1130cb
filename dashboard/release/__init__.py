"""The release: a folder of counts, its contract, and the only code that reads or writes it."""
