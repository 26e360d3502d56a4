"""The end-to-end tests: the whole product on an emulated AWS, from the upload to what then runs."""
