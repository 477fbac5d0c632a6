"""Queries on people, sign-ins and grants; they are given a connection, and know no rules."""
