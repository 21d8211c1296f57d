"""pg2parquet: port, table, folder, codec, perhaps a condition."""
import os
import pathlib
import sys

port, table, folder, codec, *condition = sys.argv[1:]
program = str(pathlib.Path(sys.prefix) / "bin/pg2parquet")
what = ["--query", " WHERE ".join([f"SELECT * FROM {table}", *condition])] if condition else ["--table", table]
server = ["--host", "127.0.0.1", "--port", port, "--dbname", "postgres", "--user", "postgres", "--password", "none"]
output = ["--output-file", f"{folder}/out.parquet", "--compression", codec, "--numeric-handling", "decimal"]
os.execv(program, [program, "export", *server, *what, *output])
