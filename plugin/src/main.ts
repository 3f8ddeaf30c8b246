/** What the engine starts: see docs/adr/0011-own-grpc-server.md. */
console.log("0");
