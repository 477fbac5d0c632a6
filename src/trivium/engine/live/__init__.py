"""What happens, as it happens: the journal as events with those who may hear of them."""
