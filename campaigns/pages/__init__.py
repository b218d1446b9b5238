"""What pages show, made of rows; knows no request and imports no view."""
