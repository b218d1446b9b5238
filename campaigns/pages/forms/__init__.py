"""The forms of the pages; what makes sense is decided by the verbs behind them."""
