"""The embedded default: an emulated AWS in which the whole product runs, without Docker."""
