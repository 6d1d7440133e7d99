/** The page privacy. */
import { EmptyState, Page } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';

export default function PrivacyPage() {
  const shell = useWords(SHELL);
  return (
    <Page title={shell.pages.privacy}>
      <EmptyState title={shell.pages.privacy}>{shell.notFoundText}</EmptyState>
    </Page>
  );
}
