"""polars.read_database_uri: port, table, folder, codec."""
import sys

import polars

port, table, folder, codec = sys.argv[1:]
partition = {"lineitem": "l_orderkey", "orders": "id"}[table]
rows = polars.read_database_uri(
    f"SELECT * FROM {table}",
    f"postgresql://postgres:none@127.0.0.1:{port}/postgres",
    partition_on=partition,
    partition_num=2,
)
rows.write_parquet(f"{folder}/out.parquet", compression=codec)
