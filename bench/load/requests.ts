/** Whole HTTP/1.1 requests as bytes, so that sending one is a single write. */
import type { LoadPlan, MakeBody } from '../load-client.ts';

/** Address blocks of 256 the load comes from: our own limit by address is not what is measured. */
const BLOCKS = 20_000;

/** What a browser sends besides; the bot filter wants to see one. */
const BROWSER_HEADERS = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
  'accept-language': 'en-GB,en;q=0.9',
  'content-type': 'text/plain;charset=UTF-8',
};

/** @example addressOf(257) // '20.1.1.7' */
export function addressOf(index: number): string {
  const block = index % BLOCKS;
  return `20.${block >> 8}.${block & 255}.7`;
}

/** Encodes every request of a plan, warm-up included. */
export function encodeRequests(plan: LoadPlan, makeBody: MakeBody): readonly Buffer[] {
  const head = encodeHead(plan);
  return Array.from({ length: (plan.warmUp ?? 0) + plan.requests }, (_, index) => {
    const body = makeBody(index, plan.seed);
    const length = Buffer.byteLength(body);
    return Buffer.from(
      `${head}x-forwarded-for: ${addressOf(index)}\r\ncontent-length: ${length}\r\n\r\n${body}`,
    );
  });
}

function encodeHead(plan: LoadPlan): string {
  const headers = { host: `${plan.host ?? '127.0.0.1'}:${plan.port}`, ...BROWSER_HEADERS, ...plan.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${plan.path} HTTP/1.1\r\n${lines.join('')}`;
}
