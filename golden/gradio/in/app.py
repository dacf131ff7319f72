"""Counts the words of a text."""
from interface import demo

if __name__ == "__main__":
    demo.launch()
