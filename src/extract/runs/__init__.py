"""Many bulletins in, one folder of results out: nothing lost, nothing twice, whenever it is interrupted."""
