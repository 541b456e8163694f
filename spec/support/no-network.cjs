/** Loaded before everything else of a process and its children: whoever asks for the network is written down, and fails. */
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const dns = require("node:dns");
const dgram = require("node:dgram");

function refuse(what) {
  return (...given) => {
    appendFileSync(process.env.NETWORK_LOG, `${what} ${JSON.stringify(given[0] ?? null)}\n`);
    throw new Error(`the network was used: ${what}`);
  };
}

const { connect } = net.Socket.prototype;
const refused = refuse("connect");
net.Socket.prototype.connect = function (...given) {
  // tsx's own processes speak through a socket of the file system, which is no network
  const [to] = Array.isArray(given[0]) ? given[0] : given;
  return typeof to?.path === "string" ? connect.apply(this, given) : refused(to);
};
net.Server.prototype.listen = refuse("listen");
dns.lookup = refuse("lookup");
dns.promises.lookup = refuse("lookup");
dns.resolve = refuse("resolve");
dgram.createSocket = refuse("dgram");
