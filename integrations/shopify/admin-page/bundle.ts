/** The files of the embedded admin, and how they are answered. Who runs the server has them built. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { AdminPage } from './contract.ts';

export const ADMIN_LOCALES = ['en', 'de'] as const;
export type AdminLocale = (typeof ADMIN_LOCALES)[number];

export type AdminBundle = {
  /** By name, which changes with the content. */
  readonly files: Readonly<Record<string, { readonly type: string; readonly body: string }>>;
  /** Names of what the document asks for itself. */
  readonly script: string;
  readonly styles: string;
  /** Names of what the script asks for next, where it opens with this page and speaks this language. */
  readonly preloads: Readonly<Record<AdminPage | AdminLocale, readonly string[]>>;
  /** The document of the frame that shows a treatment; it stands beside `assets/`. */
  readonly preview: string;
};

export type AssetAnswer = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

type Encoding = 'br' | 'gzip' | 'identity';

/** Small enough after a second of work that everybody else waits for at most once. */
const ENCODERS: Readonly<Record<Encoding, (body: string) => Buffer>> = {
  br: (body) =>
    brotliCompressSync(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => gzipSync(body, { level: 9 }),
  identity: (body) => Buffer.from(body),
};

/**
 * Answers `GET /assets/NAME`. Each file is compressed once, when it is first asked for.
 *
 * @example const answerAsset = createAssetDoor(bundle); answerAsset('start-X.js', request.headers['accept-encoding'])
 */
export function createAssetDoor({
  files,
}: Pick<AdminBundle, 'files'>): (name: string, accepted: string | undefined) => AssetAnswer | null {
  const made = new Map<string, Buffer>();
  return (name, accepted) => {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (file === undefined) return null;
    const encoding = pickEncoding(accepted ?? '');
    const key = `${encoding} ${name}`;
    const body = made.get(key) ?? ENCODERS[encoding](file.body);
    made.set(key, body);
    return {
      headers: {
        'Content-Type': file.type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Accept-Encoding',
        ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
      },
      body,
    };
  };
}

/** What is refused by a weight of nothing is not taken; other weights say nothing that matters between two. */
function pickEncoding(accepted: string): Encoding {
  const offered = accepted.split(',').map((part) => part.trim().split(';'));
  const takes = (name: string): boolean =>
    offered.some(
      ([coding = '', weight = '']) => coding === name && !['q=0', 'q=0.0'].includes(weight.trim()),
    );
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}
