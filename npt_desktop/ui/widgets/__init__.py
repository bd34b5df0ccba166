"""The parts screens are built from; one idea a module."""
