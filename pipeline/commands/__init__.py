"""What is typed behind ``python3 run.py``; each command reads its words, calls the pipeline, says what came of it."""
