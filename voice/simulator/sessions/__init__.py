"""What simulated vendors share: sessions over sockets, and what is to go wrong in them."""
