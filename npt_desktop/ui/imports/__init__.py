"""The import screen: files, sheets and columns, words, a checked difference, done."""
