"""DuckDB with its own postgres extension: port, table, folder, codec, perhaps a condition."""
import importlib.util
import pathlib
import sys

import duckdb

port, table, folder, codec, *condition = sys.argv[1:]
package = importlib.util.find_spec("duckdb_extension_postgres_scanner")
[extension] = pathlib.Path(package.submodule_search_locations[0]).rglob("*.duckdb_extension")
connection = duckdb.connect()
connection.execute(f"LOAD '{extension}'")
connection.execute("SET preserve_insertion_order = false")
connection.execute(
    f"ATTACH 'host=127.0.0.1 port={port} dbname=postgres user=postgres' AS source (TYPE postgres, READ_ONLY)"
)
connection.execute(
    "COPY (" + " WHERE ".join([f"FROM source.public.{table}", *condition]) + f") TO '{folder}/out.parquet' (FORMAT parquet, COMPRESSION {codec})"
)
