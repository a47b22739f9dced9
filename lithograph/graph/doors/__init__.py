"""Doors: one graph for the languages that users know. RDF with SPARQL, networkx, and files for other tools."""
