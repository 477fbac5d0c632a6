"""Safe reading of XML into a frozen tree, and writing it back without loss."""
