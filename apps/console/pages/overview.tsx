/** The page overview. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function OverviewPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.overview}>
      <EmptyState title={shell.pages.overview}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
