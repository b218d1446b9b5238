"""What every page is made with: whose clocks and language, which mode and theme."""
