"""The same scan on several machines: a Dask cluster reads the files, this process writes the register."""
