"""NPT Desktop: neighbourhood policing on one desk."""

APP_NAME = "NPT Desktop"
__version__ = "0.1.0"
