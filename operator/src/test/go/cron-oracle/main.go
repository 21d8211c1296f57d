// What Kubernetes' CronJob controller expects: its parser, asked the way it asks.
// In: lines of zone, schedule, first and last second, separated by tabs.
// Out: for each a line of seconds, separated by spaces.
// Asked for "changes" instead of a schedule, it tells when the zone's offset changes.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
	// For machines that have no zone data of their own.
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		words := strings.Split(in.Text(), "\t")
		first, last := second(words[2]), second(words[3])
		if words[1] == "changes" {
			changes(out, words[0], first, last)
			continue
		}
		schedule, err := cron.ParseStandard("TZ=" + words[0] + " " + words[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, in.Text(), err)
			os.Exit(1)
		}
		for t := schedule.Next(first); !t.IsZero() && !t.After(last); t = schedule.Next(t) {
			fmt.Fprint(out, t.Unix(), " ")
		}
		fmt.Fprintln(out)
	}
}

func changes(out *bufio.Writer, zone string, first, last time.Time) {
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	t := first.In(location)
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() || end.After(last) {
			break
		}
		_, before := t.Zone()
		_, after := end.Zone()
		if before != after {
			fmt.Fprint(out, end.Unix(), " ")
		}
		t = end
	}
	fmt.Fprintln(out)
}

func second(word string) time.Time {
	number, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		panic(err)
	}
	return time.Unix(number, 0)
}
