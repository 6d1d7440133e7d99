/** How the overview writes. */
import type { Writing } from '../../view-models/overview.ts';
import { extendFormat } from '../../view-models/overview-format.ts';
import { OVERVIEW } from '../../words/overview.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

/** @example const { words, format } = useWriting() */
export function useWriting(): Writing {
  const { locale } = useConsole();
  return { words: useWords(OVERVIEW), format: extendFormat(useFormat(), locale) };
}
