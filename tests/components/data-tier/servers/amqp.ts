import { connect } from "node:net";

/**
 * Logs in and opens a virtual host over AMQP 0-9-1. Returns `opened`, or the server's message.
 * The frames follow the specification's connection class (10).
 */
export async function openConnection(
  port: number,
  user: string,
  password: string,
  virtualHost: string,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(Buffer.from("AMQP\x00\x00\x09\x01", "latin1")),
    );
    let received = Buffer.alloc(0);
    const end = (answer: string) => {
      socket.destroy();
      resolve(answer);
    };
    // a rejected login resets the connection
    socket.on("error", (error) => resolve(error.message));
    socket.on("close", () => resolve("closed by the server"));
    socket.on("data", (data) => {
      received = Buffer.concat([received, data]);
      while (received.length >= 8 && received.length >= 8 + received.readUInt32BE(3)) {
        const payload = received.subarray(7, 7 + received.readUInt32BE(3));
        received = received.subarray(8 + payload.length);
        const answers: Record<number, () => void> = {
          // Start: no client properties, mechanism PLAIN
          10: () =>
            socket.write(
              method(11, long(0), short("PLAIN"), bytes(`\0${user}\0${password}`), short("en_US")),
            ),
          // Tune: the server's values; then Open
          30: () => {
            socket.write(method(31, payload.subarray(4, 12)));
            socket.write(method(40, short(virtualHost), short(""), Buffer.from([0])));
          },
          41: () => end("opened"),
          50: () => end(payload.subarray(7, 7 + payload.readUInt8(6)).toString()),
        };
        answers[payload.readUInt16BE(2)]?.();
      }
    });
  });
}

function method(id: number, ...fields: readonly Buffer[]): Buffer {
  const payload = Buffer.concat([Buffer.from([0, 10, 0, id]), ...fields]);
  return Buffer.concat([
    Buffer.from([1, 0, 0]),
    long(payload.length),
    payload,
    Buffer.from([0xce]),
  ]);
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function short(text: string): Buffer {
  return Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
}

function bytes(text: string): Buffer {
  return Buffer.concat([long(Buffer.byteLength(text)), Buffer.from(text)]);
}
