/** How the pages of campaigns write. */
import { createFigures } from '../../view-models/campaigns-figures.ts';
import type { Writing } from '../../view-models/campaigns-list.ts';
import { CAMPAIGNS } from '../../words/campaigns.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

export function useWriting(): Writing {
  const { locale } = useConsole();
  return { words: useWords(CAMPAIGNS), format: useFormat(), figures: createFigures(locale) };
}
