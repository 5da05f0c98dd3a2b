"""The embedded database as one sealed file: Django on SQLCipher."""
