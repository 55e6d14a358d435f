"""The nouns: frozen values of the standard library, with units in their names, and nothing that reads, decides or draws."""
