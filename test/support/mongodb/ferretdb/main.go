// FerretDB, which speaks MongoDB's protocol, on SQLite files in the folder that the first argument names. It says where it
// listens, and ends with its standard input: so it never outlives whoever started it.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/FerretDB/FerretDB/ferretdb"
)

// It holds a few megabytes and makes some for each document that it looks at: as Go is set, a quarter of its time goes into
// collecting them again and again. Its door lets in one command at a time, so that a second core finds nothing to do but wait.
func spare() {
	debug.SetGCPercent(1_000)
	debug.SetMemoryLimit(512 << 20)
	runtime.GOMAXPROCS(1)
}

func main() {
	spare()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: os.Args[2]},
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Handler:   "sqlite",
		SQLiteURL: "file:" + os.Args[1] + "/",
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	ctx, end := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end()
	}()
	go func() { fmt.Println(server.MongoDBURI()) }()
	_ = server.Run(ctx)
}
