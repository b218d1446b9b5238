"""Where on earth a text means: the Geocoder port and, without network, a table of towns."""
