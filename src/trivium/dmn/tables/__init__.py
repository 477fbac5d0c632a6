"""Decision tables: cells, the index over them, and hit policies.

Standard: DMN 1.5, chapter 8.
"""
