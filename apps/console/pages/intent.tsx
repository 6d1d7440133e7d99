/** The page intent. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function IntentPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.intent}>
      <EmptyState title={shell.pages.intent}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
