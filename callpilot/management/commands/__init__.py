"""One command for each thing worth trying by hand."""
