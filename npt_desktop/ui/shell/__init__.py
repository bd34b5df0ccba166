"""The window around the screens: marking, navigation, context, pages."""
