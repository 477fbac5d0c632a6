"""What people see of an instance, made from its state and its journal."""
