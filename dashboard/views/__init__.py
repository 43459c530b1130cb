"""Views: pure functions, numbers in, a figure or a layer or a sentence out."""
