"""Every screen in a real browser: read by axe, on paper, in forced colours, with large letters, in German."""
