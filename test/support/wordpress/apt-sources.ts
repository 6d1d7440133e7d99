import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A mirror of Debian, and the keys that its lists are signed with, if the source names a file of them. */
export type Mirror = { readonly uri: string; readonly signedBy: string | null };

type Source = Mirror & { readonly suites: readonly string[]; readonly components: readonly string[] };

const ETC_APT = '/etc/apt';
const DEBIAN_KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** What others than Debian call their suites is Debian's name and more, or their component is not `main`. */
const DEBIAN_SUITE = /^(bullseye|bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)$/;

/**
 * The mirrors of Debian that this machine itself takes its packages from.
 *
 * @example const [mirror] = listMirrors();
 */
export function listMirrors(folder = ETC_APT): readonly Mirror[] {
  const found = listSourceFiles(folder).flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return path.endsWith('.sources') ? readStanzas(text) : readLines(text);
  });
  const debian = found.filter(
    ({ suites, components }) =>
      suites.some((suite) => DEBIAN_SUITE.test(suite)) && components.includes('main'),
  );
  const mirrors = debian.map(({ uri, signedBy }) => ({
    uri,
    signedBy: signedBy ?? (existsSync(DEBIAN_KEYS) ? DEBIAN_KEYS : null),
  }));
  return mirrors.filter(({ uri }, index) => mirrors.findIndex((other) => other.uri === uri) === index);
}

function listSourceFiles(folder: string): readonly string[] {
  const parts = join(folder, 'sources.list.d');
  const names = existsSync(parts) ? readdirSync(parts).sort() : [];
  const files = [join(folder, 'sources.list'), ...names.map((name) => join(parts, name))];
  return files.filter((path) => /\.(list|sources)$/.test(path) && existsSync(path));
}

/** `deb [signed-by=/a/file arch=amd64] http://a.mirror/debian bookworm main contrib` */
function readLines(text: string): readonly Source[] {
  return text.split('\n').flatMap((line) => {
    const [, options = '', uri = '', suite = '', rest = ''] =
      /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line) ?? [];
    if (uri === '') return [];
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1] ?? null;
    return [{ uri, signedBy, suites: [suite], components: rest.trim().split(/\s+/) }];
  });
}

/** deb822: fields of a stanza, which may go on in lines that begin with a blank. */
function readStanzas(text: string): readonly Source[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  const stanzas = lines.join('\n').split(/\n\s*\n/);
  return stanzas.flatMap((stanza) => {
    const fields = new Map(
      [...stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)].map(([, name = '', value = '']) => [
        name.toLowerCase(),
        value.trim().split(/\s+/),
      ]),
    );
    if (fields.get('enabled')?.[0] === 'no' || fields.get('types')?.includes('deb') !== true) return [];
    // The keys themselves may stand there as well: those are not ours to write down anew.
    const signedBy = fields.get('signed-by')?.find((word) => word.startsWith('/')) ?? null;
    const suites = fields.get('suites') ?? [];
    const components = fields.get('components') ?? [];
    return (fields.get('uris') ?? []).map((uri) => ({ uri, signedBy, suites, components }));
  });
}
