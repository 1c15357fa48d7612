"""What Vigie costs: `./dev bench` lists what there is to measure, `./dev bench NAME` measures.

Each benchmark prints a table and one JSON line per figure, and fails when a bar is missed.
"""
