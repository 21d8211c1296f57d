module penstock.dev/pause

go 1.26.0

tool penstock.dev/pause
