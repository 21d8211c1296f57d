"""What bench/run's rounds say, for its table and for bench/plot."""
import statistics


def medians(rounds):
    """Of each contestant, by figure; None where it has none."""
    return {
        name: {
            figure: statistics.median(run[figure] for run in runs) if runs[0].get(figure) is not None else None
            for figure in ["wall", "cpu", "server", "rss", "bytes"]
        }
        for name, runs in rounds.items()
    }


def floor(rows, cores):
    """Seconds of wall (client and server CPU of the drain and CPU of the encoding, over the cores) and of client CPU."""
    drained, encoded = [row for name, row in rows.items() if name.startswith("floor")]
    client = drained["cpu"] + encoded["cpu"]
    return {"wall": (client + drained["server"]) / cores, "cpu": client}
