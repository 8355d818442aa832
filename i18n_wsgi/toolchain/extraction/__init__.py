"""From sources to a template: the texts that are marked, what is wrong with marks, which errors say a text."""
