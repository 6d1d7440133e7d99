/** The page journeys. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function JourneysPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.journeys}>
      <EmptyState title={shell.pages.journeys}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
