"""Operations on many instances, worked off in small pieces beside everything else."""
