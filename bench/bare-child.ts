/** The least a server can do with a post: read its body, parse it, answer. What we compare ourselves with. */
import { createServer } from 'node:http';

const ANSWER = Buffer.from('{"accepted":1,"refused":[],"do":[]}');
const HEADERS = { 'content-type': 'application/json', 'content-length': ANSWER.length };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
  });
  request.on('end', () => {
    response.writeHead(isJson(Buffer.concat(chunks)) ? 200 : 400, HEADERS);
    response.end(ANSWER);
  });
});

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit());
