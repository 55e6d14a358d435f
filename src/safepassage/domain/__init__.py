"""The nouns: frozen values of the standard library, units in their names, nothing that reads or decides."""
