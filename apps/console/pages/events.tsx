/** The page events. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function EventsPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.events}>
      <EmptyState title={shell.pages.events}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
