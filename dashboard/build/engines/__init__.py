"""The engines that the builder can count with; counting itself is written once, for all of them."""
