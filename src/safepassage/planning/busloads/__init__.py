"""The bus evacuation problem: full busloads from sources to sinks, all of them as early as possible."""
