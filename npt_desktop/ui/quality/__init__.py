"""The chief inspector's monthly QA meeting."""
