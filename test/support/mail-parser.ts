/** Reads a mail of the shape that the channel sends (RFC 5322, RFC 2045, RFC 2047), and nothing else. */

export type ParsedMail = {
  /** Unfolded, as they stand; by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Header names in their order, as they were written. */
  readonly names: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly raw: string;
};

/** @example parseMail(raw).headers.get('list-unsubscribe-post') // 'List-Unsubscribe=One-Click' */
export function parseMail(raw: string): ParsedMail {
  const { headers, names, body } = splitPart(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  const parts =
    boundary === undefined
      ? []
      : body
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => splitPart(part.replace(/^\r\n/, '')));
  const find = (type: string): string => {
    const part = parts.find((one) => one.headers.get('content-type')?.startsWith(type) === true);
    return part === undefined ? '' : decodeBody(part).replaceAll('\r\n', '\n');
  };
  const subject = decodeWords(headers.get('subject') ?? '');
  return { headers, names, subject, text: find('text/plain'), html: find('text/html'), raw };
}

type Part = {
  readonly headers: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  readonly body: string;
};

function splitPart(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const pairs = lines.map(
    (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  return {
    headers: new Map(pairs.map(([name, value]) => [name.toLowerCase(), value])),
    names: pairs.map(([name]) => name),
    body: raw.slice(end + 4),
  };
}

function decodeBody({ headers, body }: Part): string {
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  return decodeQuoted(body.replace(/=\r\n/g, ''));
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function decodeWords(text: string): string {
  return text
    .replace(/(=\?[^?]+\?[QB]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?[^?]+\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}
