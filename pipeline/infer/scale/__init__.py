"""A battery as a scale: reliability, fitness for factors, factors."""
