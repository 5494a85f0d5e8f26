// Put in front of the extension's bundles, the language server's among them. Writes down, in the file that
// INKLING_CONNECTIONS names, that it watches, and each host beyond this machine that is called or looked up.
const { appendFileSync } = require('node:fs');
const dns = require('node:dns');
const net = require('node:net');

const file = process.env.INKLING_CONNECTIONS;
const onThisMachine = new Set([undefined, '', 'localhost', '127.0.0.1', '::1', '0.0.0.0', '::']);
const note = (what, subject) => file && appendFileSync(file, `${what} ${subject} ${process.argv[1] ?? ''}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...parameters) {
  // Options, or a list of options and callback that Node itself has put in order.
  const options = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
  const host =
    typeof options === 'object' ? options?.host : parameters.find((each) => typeof each === 'string');
  const isPipe = typeof options === 'string' || Boolean(options?.path);
  if (!isPipe && !onThisMachine.has(host)) note('called', host);
  return connect.apply(this, parameters);
};

for (const library of [dns, dns.promises]) {
  const { lookup } = library;
  library.lookup = function (host, ...rest) {
    if (!onThisMachine.has(host) && !net.isIP(host)) note('looked-up', host);
    return lookup.call(this, host, ...rest);
  };
}

note('watching', process.pid);
