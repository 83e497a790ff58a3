"""The tests and components of textbooks, unweighted, for who must report them; they replace no chosen test."""
