"""polars.read_database_uri: port, table, folder, codec, perhaps a condition."""
import sys

import polars

port, table, folder, codec, *condition = sys.argv[1:]
partition = "l_orderkey" if table == "lineitem" else "id"
rows = polars.read_database_uri(
    " WHERE ".join([f"SELECT * FROM {table}", *condition]),
    f"postgresql://postgres:none@127.0.0.1:{port}/postgres",
    **({} if condition else {"partition_on": partition, "partition_num": 2}),
)
rows.write_parquet(f"{folder}/out.parquet", compression=codec)
