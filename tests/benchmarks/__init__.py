"""What is measured, side by side with peers; run by `make bench`, never by the suite."""
