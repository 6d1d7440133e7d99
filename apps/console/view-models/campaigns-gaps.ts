/** What a template leaves to be filled in: core/decisions/placeholders.ts tells the same when a campaign is to go live. */
import { type Draft, type Json, listLeaves, type Path, readAt, writePath } from './campaigns-document.ts';

const CODE = 'YOUR-CODE';
const END = '1970-01-01T00:00:00Z';
const NO_HOST = '.invalid';
const IN_BRACKETS = /\[\[[^[\]]*\]\]/;

export type Gap = {
  /** As the server names it. */
  readonly at: string;
  readonly path: Path;
  readonly lacks: 'code' | 'end' | 'address' | 'words';
  /** What stands there. */
  readonly text: string;
};

/** In the order in which it stands there. @example listGaps(draft)[0]?.lacks // 'code' */
export function listGaps(draft: Draft): readonly Gap[] {
  return (['variants', 'steps'] as const).flatMap((list) => {
    const items = readAt(draft, [list]);
    return Array.isArray(items)
      ? items.flatMap((_, place) =>
          gapsIn(readAt(draft, [list, place, 'treatment']), [list, place, 'treatment']),
        )
      : [];
  });
}

function gapsIn(treatment: Json, around: Path): readonly Gap[] {
  return listLeaves(treatment).flatMap(([within, value]) => {
    const path = [...around, ...within];
    const lacks = typeof value === 'string' ? lackOf(value) : null;
    return lacks === null ? [] : [{ at: writePath(path), path, lacks, text: String(value) }];
  });
}

function lackOf(text: string): Gap['lacks'] | null {
  if (text === CODE) return 'code';
  if (text === END) return 'end';
  if (URL.canParse(text) && new URL(text).hostname.endsWith(NO_HOST)) return 'address';
  return IN_BRACKETS.test(text) ? 'words' : null;
}
