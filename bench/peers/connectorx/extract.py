"""connectorx to Arrow, written by pyarrow: port, table, folder, codec, perhaps a condition."""
import sys

import connectorx
import pyarrow.parquet

port, table, folder, codec, *condition = sys.argv[1:]
partition = "l_orderkey" if table == "lineitem" else "id"
rows = connectorx.read_sql(
    f"postgresql://postgres:none@127.0.0.1:{port}/postgres",
    " WHERE ".join([f"SELECT * FROM {table}", *condition]),
    return_type="arrow",
    **({} if condition else {"partition_on": partition, "partition_num": 2}),
)
pyarrow.parquet.write_table(rows, f"{folder}/out.parquet", compression=codec)
